// `cupel import FILE`: upload, show how it was read, publish. The three steps are operations; this is their usual order.
import type { Command } from 'commander'
import { basename, resolve } from 'node:path'
import { StartRefused } from '#src/platform/config.ts'
import { contract } from '#src/platform/contract.ts'
import { routesOf, type Route } from '#src/platform/operations.ts'
import type { Problem } from '#src/platform/problems.ts'
import { openHouseClient, type HouseClient, type Target } from './house-client.ts'
import { send, type CallOptions } from './operation-command.ts'
import { answer, err, out, problem } from './print.ts'

type Options = Target & { json?: boolean }
type Asked = { kind?: string; title?: string; undecided?: string; dryRun?: boolean; stage?: boolean }

const routes = new Map(routesOf(contract).map((route) => [route.name, route]))
const routeOf = (name: keyof typeof contract): Route => routes.get(name)!

/** @returns the answer; prints the problem and gives undefined where it was refused */
async function ask(client: HouseClient, name: keyof typeof contract, input: Record<string, unknown>, options: CallOptions, json: boolean): Promise<Record<string, unknown> | undefined> {
  const response = await send(client, routeOf(name), input, options)
  const value = await response.json() as Record<string, unknown>
  if (response.ok) return value
  if (json) out(JSON.stringify(value, null, 2))
  else err(problem(value as unknown as Problem))
  process.exitCode = 1
  return undefined
}

async function runImport(client: HouseClient, file: string, asked: Asked, json: boolean): Promise<void> {
  const input = { filename: basename(file), ...(asked.kind === undefined ? {} : { kind: asked.kind }), ...(asked.title === undefined ? {} : { title: asked.title }) }
  const staged = await ask(client, 'createImport', input, { file }, json)
  if (staged === undefined) return
  const importId = String(staged['importId'])
  if (!json) out(answer(staged))
  if (asked.stage === true) {
    if (json) out(JSON.stringify(staged, null, 2))
    else out(`\nStaged as ${importId}. Correct it with map-import-columns and decide-import-row, then publish-import.`)
    return
  }
  const published = await ask(client, 'publishImport', { importId, ...(asked.undecided === undefined ? {} : { undecided: asked.undecided }) }, { dryRun: asked.dryRun }, json)
  if (published === undefined) return
  if (json) { out(JSON.stringify({ import: staged, publication: published }, null, 2)); return }
  out(`\n${asked.dryRun === true ? 'Would be published' : 'Published'}:\n${answer(published)}`)
  const left = published['left'] as { doubtful: number; errors: number }
  if (left.doubtful + left.errors > 0) out(`\nLeft behind: ${left.doubtful} doubtful rows (list-match-reviews), ${left.errors} rows with errors (list-import-rows --import-id ${importId} --filter error).`)
}

export function addImportCommand(program: Command, target: () => Options): void {
  program.command('import').helpGroup('This installation:').argument('<file>', 'CSV or XLSX')
    .description('Import a directory of sites: upload, match, publish')
    .option('--kind <kind>', 'third-party, or mark-owner for the list of the mark\'s owner')
    .option('--title <title>', 'what the directory is called')
    .option('--undecided <what>', 'doubtful matches: keep them for review, or take them as new sites')
    .option('--stage', 'upload and match only; publish nothing')
    .option('--dry-run', 'say what would be published, publish nothing')
    .action(async (file: string, asked: Asked) => {
      if (asked.stage === true && asked.dryRun === true) throw new StartRefused('--stage publishes nothing; --dry-run is for publishing. Choose one.')
      const client = await openHouseClient(target())
      try {
        await runImport(client, resolve(process.env['CUPEL_CALLED_FROM'] ?? process.cwd(), file), asked, target().json === true)
      } finally { await client.close() }
    })
}
