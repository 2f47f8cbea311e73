// `npm start`: everything from nothing to a served page.
import { ensureBuilt, ensureInstalled, serverEnv, runPinned } from './ready.mjs'

ensureInstalled()
ensureBuilt()
process.exit(await runPinned(['--disable-warning=ExperimentalWarning', 'src/platform/main.ts', ...process.argv.slice(2)], serverEnv))
