// What belongs to an installation as a whole: fsck, backup, restore, export by kind.
import type { Command } from 'commander'
import { join, resolve } from 'node:path'
import { openAccounts } from '#src/platform/accounts.ts'
import { backup, restore } from '#src/platform/backup.ts'
import { fsck } from '#src/platform/check.ts'
import { StartRefused, type Config } from '#src/platform/config.ts'
import { contract } from '#src/platform/contract.ts'
import { holderOf, holdFolder } from '#src/platform/data-folder.ts'
import { openDatabase, type Database } from '#src/platform/database.ts'
import { startEmbeddedPostgres } from '#src/platform/embedded-postgres.ts'
import { root } from '#src/platform/house.ts'
import { readMigrations } from '#src/platform/migrate.ts'
import { routesOf } from '#src/platform/operations.ts'
import { cliConfig, openHouseClient, type Target } from './house-client.ts'
import { printResponse, send } from './operation-command.ts'
import { out, progressBar } from './print.ts'

type Options = Target & { json?: boolean }
const callerPath = (path: string): string => resolve(process.env['CUPEL_CALLED_FROM'] ?? process.cwd(), path)

/** Opens the database beside a running server, or starts it for the length of the work. */
async function withDatabase<T>(config: Config, work: (database: Database) => Promise<T>): Promise<T> {
  if (config.databaseUrl !== undefined) return closing(await openDatabase({ connectionString: config.databaseUrl }, { max: 2 }), work)
  const isServed = holderOf(config.dataFolder) !== undefined
  const folder = isServed ? undefined : holdFolder(config.dataFolder, 'a command')
  try {
    const embedded = await startEmbeddedPostgres(config.dataFolder)
    try {
      return await closing(await openDatabase(embedded.connection, { name: 'cupel', max: 2 }), work)
    } finally { if (!isServed) await embedded.stop() }
  } finally { folder?.release() }
}

async function closing<T>(database: Database, work: (database: Database) => Promise<T>): Promise<T> {
  try { return await work(database) } finally { await database.close() }
}

async function requireEmpty(database: Database): Promise<void> {
  const { rows } = await database.pool.query<{ has: boolean }>("select to_regclass('log_head') is not null as has")
  if (rows[0]?.has !== true) return
  const head = await database.pool.query<{ size: number }>('select size from log_head')
  if ((head.rows[0]?.size ?? 0) > 0) throw new StartRefused('This data folder holds a registry already. Restore into an empty one (--data another-folder), or add --replace to lose what is here.')
}

export function addHouseCommands(program: Command, target: () => Options): void {
  const house = 'This installation:'
  program.command('fsck').helpGroup(house).description('Re-derive everything from the log and compare: digests, lines, published facts').action(async () => {
    const report = await withDatabase(cliConfig(target()), (database) => fsck(database, progressBar('Checking')))
    if (target().json === true) out(JSON.stringify(report, null, 2))
    else {
      for (const { where, what } of report.findings) out(`${where}: ${what}`)
      out(`${report.entries} entries and ${report.facts} fact versions checked, ${report.findings.length === 0 ? 'nothing found' : `${report.findings.length} findings`}.`)
    }
    process.exitCode = report.findings.length === 0 ? 0 : 1
  })
  program.command('backup').helpGroup(house).argument('<file>').description('Write everything to one file: tables in one snapshot, and the operator\'s files').action(async (file: string) => {
    const config = cliConfig(target())
    const report = await withDatabase(config, (database) => backup(database.pool, config.dataFolder, callerPath(file), new Date().toISOString(), progressBar('Backup')))
    if (target().json === true) out(JSON.stringify(report))
    else out(`${report.rows} rows of ${report.tables} tables and ${report.files} files written to ${file}.`)
  })
  program.command('restore').helpGroup(house).argument('<file>').option('--replace', 'lose what the data folder holds now').description('Read a backup into an empty data folder, then run fsck').action(async (file: string, options: { replace?: boolean }) => {
    const config = cliConfig(target())
    if (holderOf(config.dataFolder) !== undefined) throw new StartRefused('A server runs on this data folder. Stop it first.')
    const report = await withDatabase(config, async (database) => {
      if (options.replace !== true) await requireEmpty(database)
      const restored = await restore(database.pool, config.dataFolder, callerPath(file), readMigrations(join(root, 'db', 'migrations')), progressBar('Restore'))
      return { ...restored, fsck: await fsck(database, progressBar('Checking')) }
    })
    if (target().json === true) out(JSON.stringify(report, null, 2))
    else out(`${report.rows} rows of ${report.tables} tables and ${report.files} files restored. ${report.fsck.entries} entries checked, ${report.fsck.findings.length} findings.`)
    process.exitCode = report.fsck.findings.length === 0 ? 0 : 1
  })
  program.command('welcome-link').helpGroup(house).description('Print a one-time link for an operator\'s account, as at the first start; an earlier link ends').action(async () => {
    const config = cliConfig(target())
    const token = await withDatabase(config, (database) => openAccounts(database.pool, config, '').newWelcomeToken())
    const link = `${config.publicUrl}/welcome?token=${token}`
    out(target().json === true ? JSON.stringify({ link }) : link)
  })
  addExport(program, target, house)
}

/** `cupel export sites --format csv`: every export operation under one word. */
function addExport(program: Command, target: () => Options, group: string): void {
  const exports = routesOf(contract).filter((route) => route.meta.stream === 'export' && route.name.startsWith('export') && route.method === 'GET')
  const names = exports.map((route) => route.name.slice('export'.length).replace(/^[A-Z]/, (c) => c.toLowerCase()).replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`))
  program.command('export').helpGroup(group).argument('<what>', names.join(', ')).option('--format <format>', 'csv, xlsx, json or geojson', 'csv').option('-o, --output <file>', 'write to this file instead of the terminal')
    .option('--filter <name=value...>', 'the same filters as the list, such as metal=copper').description('Export what a list shows').action(async (what: string, options: { format: string; output?: string; filter?: string[] }) => {
      const route = exports[names.indexOf(what)]
      if (route === undefined) throw new StartRefused(`There is no export "${what}". There are: ${names.join(', ')}.`)
      const filters = Object.fromEntries((options.filter ?? []).map((pair) => { const at = pair.indexOf('='); return [pair.slice(0, at), pair.slice(at + 1)] }))
      const client = await openHouseClient(target())
      try {
        process.exitCode = await printResponse(await send(client, route, { format: options.format, ...filters }), { json: target().json, output: options.output === undefined ? undefined : callerPath(options.output) })
      } finally { await client.close() }
    })
}
