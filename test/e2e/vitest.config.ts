// The browser journeys: people with a task, in a real Chromium, against the real server. Slow, so they stand apart.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/e2e/*.test.ts'],
    globalSetup: ['test/e2e/globals.ts'],
    setupFiles: ['test/quiet.ts'],
    pool: 'forks',
    // Two cores: one for the browser, one for the server. A second worker would make both slower.
    fileParallelism: false,
    maxWorkers: 1,
    expect: { poll: { timeout: 10_000, interval: 50 } },
    testTimeout: 90_000,
    hookTimeout: 90_000,
    teardownTimeout: 20_000,
    execArgv: ['--disable-warning=ExperimentalWarning'],
  },
})
