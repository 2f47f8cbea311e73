// Runs one of the installed tools on the pinned Node: `node bin/run.mjs [--env NAME=VALUE] [--as-started] tool …`, as `npm start`
// runs the server where that is said.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureInstalled, serverEnv, root, runPinned } from './ready.mjs'

ensureInstalled()
const args = process.argv.slice(2)
const env = {}
while (args[0] === '--env') { const [name, value] = args[1].split('='); env[name] = value; args.splice(0, 2) }
if (args[0] === '--as-started') { Object.assign(env, serverEnv); args.shift() }
const [tool, ...rest] = args
const packages = { tsc: 'typescript', oxlint: 'oxlint', vitest: 'vitest', vite: 'vite' }
if (tool === 'node') process.exit(await runPinned(rest, env))
const folder = join(root, 'node_modules', packages[tool] ?? tool)
if (!existsSync(folder)) { process.stderr.write(`No tool "${tool}" here.\n`); process.exit(2) }
const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
process.exit(await runPinned([join(folder, typeof bin === 'string' ? bin : bin[tool]), ...rest], env))
