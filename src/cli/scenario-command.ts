// `cupel scenario run FILE` and `cupel scenario check FILE`.
import type { Command } from 'commander'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { faultText, readScenario, writeScenario } from '#src/exchange/scenario/read.ts'
import type { Scenario } from '#src/exchange/scenario/scenario.ts'
import { StartRefused } from '#src/platform/config.ts'
import { playInScratch, type ScenarioOutcome } from '#src/platform/scenario-house.ts'
import type { LotReport } from '#src/platform/scenario-report.ts'
import { scenarioWords } from '#src/platform/scenario-words.ts'
import { err, out } from './print.ts'

/** @throws StartRefused where there is no such file */
function readFile(file: string): { text: string; scenario: Scenario; isSound: boolean } {
  let text: string
  try { text = readFileSync(resolve(process.env['CUPEL_CALLED_FROM'] ?? process.cwd(), file), 'utf8') } catch { throw new StartRefused(`There is no file ${file}.`) }
  const { scenario, faults } = readScenario(text, scenarioWords)
  for (const fault of faults) err(`${file}: ${faultText(fault)}`)
  return { text, scenario, isSound: faults.length === 0 }
}

export function addScenarioCommand(program: Command, target: () => { json?: boolean }): void {
  const scenario = program.command('scenario').helpGroup('This installation:').description('Play a story of metal in a ledger of its own, and check what it expects (docs/guide/scenarios.md)')
  scenario.command('check').argument('<file>').option('--write', 'print it in its usual form').description('Say whether every line can be read').action((file: string, options: { write?: boolean }) => {
    const read = readFile(file)
    if (!read.isSound) { process.exitCode = 1; return }
    out(options.write === true ? writeScenario(read.scenario, scenarioWords).trimEnd() : `${file}: ${read.scenario.statements.filter(({ kind }) => kind !== 'blank' && kind !== 'comment').length} statements can be read.`)
  })
  scenario.command('run').argument('<file>').option('--json', 'the whole report in JSON').description('Play it, and print every lot, account, composition and footprint').action(async (file: string, options: { json?: boolean }) => {
    const read = readFile(file)
    if (!read.isSound) { process.exitCode = 1; return }
    const outcome = await playInScratch(read.scenario)
    if (options.json === true || target().json === true) out(JSON.stringify(outcome, null, 2))
    else print(file, outcome)
    process.exitCode = outcome.failures.length === 0 ? 0 : 1
  })
}

function print(file: string, { title, expectations, failures, report }: ScenarioOutcome): void {
  out(`${title ?? file} (simulated)`)
  for (const lot of report.lots) out(`  ${lotText(lot)}`)
  for (const one of report.accounts) out(`  account ${one.account} of ${one.party}: balance ${one.balance}, ${one.left} left (credited ${one.credited}, claimed ${one.claimed})`)
  for (const one of report.shipments) out(`  shipment ${one.shipment} of ${one.party}: ${one.state}, ${one.shipped} t sent${one.received === null ? '' : `, ${one.received} t received`}`)
  for (const { line, expected, found } of failures) err(`${file}: line ${line}: expected ${expected}, found ${found}`)
  out(failures.length === 0 ? `${expectations} expectations met.` : `${failures.length} of ${expectations} expectations not met, or the play ended early.`)
}

const lotText = (lot: LotReport): string => {
  const origins = lot.origins.map(({ origin, share }) => `${origin} ${share}`).join(', ')
  const footprint = lot.kgCo2ePerTonne === null ? '' : `; ${lot.footprintIsAtLeast ? 'at least ' : ''}${(Number(lot.kgCo2ePerTonne) / 1000).toFixed(6)} t CO2e per t`
  return `${lot.material} ${lot.lotId} at ${lot.party}: ${lot.tonnes} t ${lot.metal}, ${lot.left} t left; ${origins}; awarded ${lot.awardedShare ?? '-'}${footprint}`
}
