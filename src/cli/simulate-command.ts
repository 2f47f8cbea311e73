// `cupel simulate --lots 1000000 --seed 7`: fills this installation with a simulated world.
import { Option, type Command } from 'commander'
import { StartRefused } from '#src/platform/config.ts'
import { holderOf, holdFolder } from '#src/platform/data-folder.ts'
import { openHouse } from '#src/platform/house.ts'
import { simulateInto } from '#src/platform/simulate.ts'
import type { WorldShape } from '#src/custody/simulated-world.ts'
import { cliConfig, type Target } from './house-client.ts'
import { err, out } from './print.ts'

type Asked = { readonly lots: string; readonly seed: string; readonly shape: WorldShape }

/** @throws StartRefused */
function whole(text: string, name: string, least: number, most: number): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < least || value > most) throw new StartRefused(`--${name} is a whole number from ${least} to ${most}.`)
  return value
}

export function addSimulateCommand(program: Command, target: () => Target & { json?: boolean }): void {
  program.command('simulate').helpGroup('This installation:').option('--lots <number>', 'about how many lots', '20000').option('--seed <number>', 'the same seed gives the same world', '7')
    .addOption(new Option('--shape <shape>', 'standard: with scrap that comes back; primary: without; heavy: many small blends').choices(['standard', 'primary', 'heavy']).default('standard'))
    .description('Fill a data folder of its own with a simulated world of invented organisations (docs/guide/simulation.md)').action(async (asked: Asked) => {
      const [lots, seed] = [whole(asked.lots, 'lots', 100, 20_000_000), whole(asked.seed, 'seed', 1, 16_000_000)]
      const config = cliConfig(target())
      if (holderOf(config.dataFolder) !== undefined) throw new StartRefused('A server runs on this data folder. Stop it first, or name another folder (--data).')
      const folder = holdFolder(config.dataFolder, 'a command')
      try {
        const open = await openHouse(config)
        try {
          const began = Date.now()
          let told = 0
          const report = await simulateInto(open.house, { lots, seed, shape: asked.shape }, (lines) => { if (lines - told >= 100_000) { told = lines; err(`${lines} lines…`) } })
          const seconds = (Date.now() - began) / 1000
          out(target().json === true ? JSON.stringify({ ...report, seconds }) : `Simulated: ${report.lots} lots of ${report.organisations} organisations, ${report.lines} lines in ${report.batches} batches, ${seconds.toFixed(1)} s (${Math.round(report.lines / seconds)} lines a second).`)
          for (const line of report.refused) err(`refused: ${line}`)
          process.exitCode = report.refused.length === 0 ? 0 : 1
        } finally { await open.close() }
      } finally { folder.release() }
    })
}
