// `npm test`: types, lint, every test below the browser, then the browser journeys. One failure fails all, each stage says how long it took.
import { join } from 'node:path'
import { ensureBuilt, ensureInstalled, root, runPinned } from './ready.mjs'

ensureInstalled()
const tool = (path) => join(root, 'node_modules', path)
const extra = process.argv.slice(2)
const stages = [
  ['types', () => runPinned([tool('typescript/bin/tsc'), '--noEmit'])],
  ['lint', () => runPinned([tool('oxlint/bin/oxlint'), '--deny-warnings'])],
  ['tests', () => runPinned([tool('vitest/vitest.mjs'), 'run', ...extra])],
  ['pages', async () => { ensureBuilt(); return 0 }],
  ['journeys', () => runPinned([tool('vitest/vitest.mjs'), 'run', '--config', 'test/e2e/vitest.config.ts', ...extra])],
]
for (const [name, stage] of stages) {
  const began = Date.now()
  const code = await stage()
  process.stdout.write(`${code === 0 ? 'passed' : 'FAILED'}: ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)\n`)
  if (code !== 0) process.exit(code)
}
