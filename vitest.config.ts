// Everything below the browser: unit, property, contract, architecture and storage tests, the last on a real PostgreSQL.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/*.test.ts', 'test/simulation/**/*.test.ts'],
    globalSetup: ['test/postgres.ts'],
    setupFiles: ['test/quiet.ts', 'test/seeded.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    execArgv: ['--disable-warning=ExperimentalWarning'],
  },
})
