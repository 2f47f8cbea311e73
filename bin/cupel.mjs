#!/usr/bin/env node
// `cupel`, also `npm run cupel -- …`: every operation as a command.
import { ensureInstalled, runPinned } from './ready.mjs'

ensureInstalled()
process.exit(await runPinned(['--disable-warning=ExperimentalWarning', 'src/cli/main.ts', ...process.argv.slice(2)], { CUPEL_CALLED_FROM: process.cwd() }))
