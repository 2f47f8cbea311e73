// Backup and restore. A backup is one gzip file of JSON lines: a header with the schema, every row of every table in one
// snapshot, the operator's files, and an end that counts them. Rows are JSON as PostgreSQL writes it, so that a backup of
// one major version restores into another.
import { createReadStream, createWriteStream, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, normalize, relative, isAbsolute } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import type pg from 'pg'
import { StartRefused } from './config.ts'
import { migrate, type Migration } from './migrate.ts'

const FORMAT = 'cupel-backup'
const FORMAT_VERSION = 1
const ROWS_AT_ONCE = 1000
/** Folders below the data folder that belong to the operator. The secret stays out: a backup travels, a secret does not. */
const FILE_FOLDERS = ['languages', 'files']

export type Progress = (done: number, all: number, what: string) => void
export type BackupReport = { readonly tables: number; readonly rows: number; readonly files: number }

/** Tables with those they point to first, so that rows can be read back in this order. */
async function tablesInOrder(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string; needs: string[] }>(`
    select c.relname as name, coalesce(array_agg(distinct r.relname::text) filter (where r.relname is not null and r.relname <> c.relname), '{}') as needs
    from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = current_schema()
    left join pg_constraint k on k.conrelid = c.oid and k.contype = 'f' left join pg_class r on r.oid = k.confrelid
    where c.relkind = 'r' and c.relname <> 'schema_migration' group by c.relname order by c.relname`)
  const ordered: string[] = []
  const waiting = new Map(rows.map((row) => [row.name, new Set(row.needs)]))
  while (waiting.size > 0) {
    const free = [...waiting].filter(([, needs]) => [...needs].every((need) => !waiting.has(need))).map(([name]) => name)
    if (free.length === 0) throw new Error(`these tables point at each other in a ring: ${[...waiting.keys()].join(', ')}`)
    for (const name of free) { ordered.push(name); waiting.delete(name) }
  }
  return ordered
}

const quoted = (name: string): string => `"${name.replace(/"/g, '""')}"`

function* operatorFiles(dataFolder: string): Generator<{ path: string; bytes: Buffer }> {
  for (const folder of FILE_FOLDERS) {
    const base = join(dataFolder, folder)
    if (!existsSync(base)) continue
    for (const name of readdirSync(base, { recursive: true, encoding: 'utf8' }).sort()) {
      const path = join(base, name)
      if (statSync(path).isFile()) yield { path: relative(dataFolder, path), bytes: readFileSync(path) }
    }
  }
}

/** Writes a backup beside its place and moves it there when it is whole. */
export async function backup(pool: pg.Pool, dataFolder: string, file: string, createdAt: string, onProgress: Progress = () => {}): Promise<BackupReport> {
  const client = await pool.connect()
  const draft = `${file}.part`
  const report = { tables: 0, rows: 0, files: 0 }
  try {
    await client.query('begin isolation level repeatable read read only')
    const tables = await tablesInOrder(client)
    const { rows: schema } = await client.query<{ name: string; checksum: string }>('select name, checksum from schema_migration order by name')
    async function* lines(): AsyncGenerator<string> {
      yield `${JSON.stringify({ format: FORMAT, version: FORMAT_VERSION, createdAt, schema })}\n`
      for (const table of tables) {
        onProgress(report.tables, tables.length, table)
        yield `${JSON.stringify({ table })}\n`
        await client.query(`declare backup_rows no scroll cursor for select row_to_json(t)::text as row from ${quoted(table)} t`)
        for (;;) {
          const { rows } = await client.query<{ row: string }>(`fetch ${ROWS_AT_ONCE} from backup_rows`)
          for (const { row } of rows) { report.rows += 1; yield `${row}\n` }
          if (rows.length < ROWS_AT_ONCE) break
        }
        await client.query('close backup_rows')
        report.tables += 1
      }
      for (const { path, bytes } of operatorFiles(dataFolder)) { report.files += 1; yield `${JSON.stringify({ file: path, base64: bytes.toString('base64') })}\n` }
      yield `${JSON.stringify({ end: true, ...report })}\n`
    }
    await pipeline(Readable.from(lines()), createGzip(), createWriteStream(draft, { mode: 0o600 }))
    renameSync(draft, file)
    onProgress(tables.length, tables.length, 'done')
    return report
  } finally {
    await client.query('rollback').catch(() => {})
    client.release()
    rmSync(draft, { force: true })
  }
}

type Line = { format?: unknown; version?: unknown; schema?: { name: string; checksum: string }[]; table?: string; file?: string; base64?: string; end?: true; rows?: number; tables?: number; files?: number }

/** A path that stays inside the folders a backup may write. */
function safePath(dataFolder: string, path: string): string {
  const clean = normalize(path)
  if (isAbsolute(clean) || clean.startsWith('..') || !FILE_FOLDERS.some((folder) => clean.startsWith(`${folder}/`))) throw new StartRefused(`The backup holds a file outside its folders (${path}). It was not made by Cupel.`)
  return join(dataFolder, clean)
}

function readHeader(line: Line, file: string, known: readonly Migration[]): Migration[] {
  if (line.format !== FORMAT) throw new StartRefused(`${file} is not a backup of Cupel.`)
  if (line.version !== FORMAT_VERSION) throw new StartRefused(`${file} has backup form ${String(line.version)}; this version reads ${FORMAT_VERSION}. Use a newer version of Cupel.`)
  return (line.schema ?? []).map(({ name, checksum }) => {
    const migration = known.find((m) => m.name === name)
    if (migration === undefined || migration.checksum !== checksum) throw new StartRefused(`${file} was made by a newer version of Cupel (it knows ${name}). Restore it with that version.`)
    return migration
  })
}

/**
 * Restores into an empty database: the schema of the backup, its rows, then what this version adds. All or nothing.
 * @throws StartRefused
 */
export async function restore(pool: pg.Pool, dataFolder: string, file: string, migrations: readonly Migration[], onProgress: Progress = () => {}): Promise<BackupReport> {
  if (!existsSync(file)) throw new StartRefused(`There is no file ${file}.`)
  const lines = createInterface({ input: createReadStream(file).pipe(createGunzip()), crlfDelay: Infinity })[Symbol.asyncIterator]()
  const next = async (): Promise<string | undefined> => {
    try { const { value, done } = await lines.next(); return done === true ? undefined : value as string } catch { throw new StartRefused(`${file} is damaged: it cannot be unpacked.`) }
  }
  const first = await next()
  await migrate(pool, readHeader(parse(first ?? '', file), file, migrations))
  const client = await pool.connect()
  try {
    await client.query('begin')
    const order = await tablesInOrder(client)
    await client.query(`truncate ${order.map(quoted).join(', ')}`)
    const report = await readRows(client, file, next, order, dataFolder, onProgress)
    await advanceSequences(client)
    await client.query('commit')
    client.release()
    await migrate(pool, migrations)
    return report
  } catch (error) {
    await client.query('rollback').catch(() => {})
    client.release(true)
    throw error
  }
}

/** Numbers that are given out go on behind the last that was given. */
async function advanceSequences(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ sequence: string; table: string; column: string }>(`select s.relname as sequence, t.relname as "table", a.attname as "column"
    from pg_class s join pg_depend d on d.objid = s.oid and d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i')
    join pg_class t on t.oid = d.refobjid join pg_attribute a on a.attrelid = t.oid and a.attnum = d.refobjsubid
    where s.relkind = 'S' and s.relnamespace = 'public'::regnamespace`)
  for (const { sequence, table, column } of rows) await client.query(`select setval('${quoted(sequence)}', coalesce((select max(${quoted(column)}) from ${quoted(table)}), 0) + 1, false)`)
}

function parse(text: string, file: string): Line {
  try { return JSON.parse(text) as Line } catch { throw new StartRefused(`${file} is damaged: a line of it is not JSON.`) }
}

async function readRows(client: pg.ClientBase, file: string, next: () => Promise<string | undefined>, order: readonly string[], dataFolder: string, onProgress: Progress): Promise<BackupReport> {
  const report = { tables: 0, rows: 0, files: 0 }
  let table: string | undefined
  let batch: string[] = []
  const flush = async () => {
    if (table === undefined || batch.length === 0) return
    await client.query(`insert into ${quoted(table)} overriding system value select * from json_populate_recordset(null::${quoted(table)}, $1::json)`, [`[${batch.join(',')}]`])
    report.rows += batch.length
    batch = []
  }
  for (let text = await next(); text !== undefined; text = await next()) {
    const line = text.startsWith('{"table":') || text.startsWith('{"file":') || text.startsWith('{"end":') ? parse(text, file) : undefined
    if (line?.end === true) {
      await flush()
      if (line.rows !== report.rows || line.tables !== report.tables || line.files !== report.files) throw new StartRefused(`${file} is damaged: it should hold ${line.rows} rows, ${report.rows} are there.`)
      return report
    }
    if (line?.table !== undefined && order.includes(line.table) && Object.keys(line).length === 1) {
      await flush()
      table = line.table
      onProgress(report.tables, order.length, table)
      report.tables += 1
    } else if (line?.file !== undefined && line.base64 !== undefined) {
      await flush()
      const path = safePath(dataFolder, line.file)
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
      writeFileSync(path, Buffer.from(line.base64, 'base64'), { mode: 0o600 })
      report.files += 1
    } else {
      batch.push(text)
      if (batch.length >= ROWS_AT_ONCE) await flush()
    }
  }
  throw new StartRefused(`${file} is damaged: its end is missing.`)
}
