// A case file: everything of one case in one archive, with a list of hashes, readable without this program and taken in
// by another installation (users move cases between operators and consultants).
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { z } from 'zod'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { sha256Hex } from '#src/kernel/merkle.ts'
import { refuse } from '#src/kernel/refusal.ts'

export const FORM = 'cupel-case-file-1'

export const CaseFileManifest = z.object({
  form: z.literal(FORM),
  caseId: z.string().max(60),
  siteName: z.string().max(200),
  exportedAt: z.string().max(40),
  /** The newest migration of the installation that wrote it: another schema is refused rather than guessed at. */
  schema: z.string().max(100),
  entries: z.array(z.object({ path: z.string().max(200), sha256: z.string().regex(/^[0-9a-f]{64}$/), bytes: z.number().int().min(0) })).max(20_000),
})
export type CaseFileManifest = z.infer<typeof CaseFileManifest>

export type TableRows = { readonly table: string; readonly rows: readonly Record<string, unknown>[] }
export type PublishedLine = { readonly kind: string; readonly id: string; readonly value: unknown }
export type CaseFile = {
  /** In the order in which they can be taken in: what is pointed at comes first. */
  readonly tables: readonly TableRows[]
  readonly facts: readonly PublishedLine[]
  readonly history: readonly unknown[]
  /** Names of accounts by id, so that the history can be read; no addresses. */
  readonly people: Readonly<Record<string, string>>
  readonly files: ReadonlyMap<string, Uint8Array>
}

const ALLOWED = /^(manifest\.json|README\.txt|facts\.json|history\.json|people\.json|tables\/\d{2}-[a-z_]{1,60}\.json|files\/[0-9a-f]{64})$/
const MOST_BYTES = 400 * 1024 * 1024
const MOST_ENTRIES = 20_000
/** A fixed day, so that the same case gives the same bytes. */
const MTIME = new Date('2000-01-01T00:00:00Z')

const README = `A case file of an assurance scheme.
manifest.json lists every file of this archive with its SHA-256. tables/ holds the records of the case in the order in
which they can be taken in; facts.json what was published; history.json the log of the case; people.json the names behind
account numbers; files/ the evidence, each under its SHA-256. Everything is JSON in UTF-8.
`

const json = (value: unknown): Uint8Array => strToU8(`${JSON.stringify(value, null, 1)}\n`)

export function packed(file: CaseFile, about: Omit<CaseFileManifest, 'form' | 'entries'>): Uint8Array {
  const entries: Record<string, Uint8Array> = {
    'README.txt': strToU8(README), 'facts.json': json(file.facts), 'history.json': json(file.history), 'people.json': json(file.people),
  }
  for (const [index, { table, rows }] of file.tables.entries()) entries[`tables/${String(index).padStart(2, '0')}-${table}.json`] = json(rows)
  for (const [sha256, bytes] of file.files) entries[`files/${sha256}`] = bytes
  const manifest: CaseFileManifest = {
    form: FORM, ...about,
    entries: Object.entries(entries).sort(([a], [b]) => a < b ? -1 : 1).map(([path, bytes]) => ({ path, sha256: sha256Hex(bytes), bytes: bytes.byteLength })),
  }
  return zipSync({ 'manifest.json': json(manifest), ...entries }, { level: 6, mtime: MTIME })
}

const invalid = (detail: string): Outcome<never> => deny(refuse('case-file-invalid', detail))

function unzipped(bytes: Uint8Array): Outcome<Record<string, Uint8Array>> {
  let total = 0, count = 0, wrong: string | undefined
  try {
    const entries = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        count += 1
        total += originalSize
        if (!ALLOWED.test(name)) wrong ??= name.slice(0, 80)
        return wrong === undefined && total <= MOST_BYTES && count <= MOST_ENTRIES
      },
    })
    if (wrong !== undefined) return invalid(`The archive holds "${wrong}", which no case file has.`)
    if (total > MOST_BYTES || count > MOST_ENTRIES) return deny(refuse('case-file-too-large', `Unpacked it has more than ${MOST_BYTES / 1024 / 1024} MB or ${MOST_ENTRIES} entries.`))
    return accept(entries)
  } catch { return invalid('It is not a ZIP archive, or it is damaged.') }
}

function parsed<T>(entries: Record<string, Uint8Array>, path: string, schema: z.ZodType<T>): Outcome<T> {
  const bytes = entries[path]
  if (bytes === undefined) return invalid(`It lacks ${path}.`)
  try {
    const read = schema.safeParse(JSON.parse(strFromU8(bytes)))
    return read.success ? accept(read.data) : invalid(`${path}: ${read.error.issues[0]!.path.join('.')}: ${read.error.issues[0]!.message}.`)
  } catch { return invalid(`${path} is not JSON.`) }
}

const Row = z.record(z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/), z.unknown())

/** Reads and checks an archive: every file is listed, every hash is right, nothing else is in it. */
export function unpacked(bytes: Uint8Array): Outcome<{ manifest: CaseFileManifest; file: CaseFile }> {
  const zip = unzipped(bytes)
  if (!zip.accepted) return zip
  const manifest = parsed(zip.value, 'manifest.json', CaseFileManifest)
  if (!manifest.accepted) return manifest
  const listed = new Set(manifest.value.entries.map(({ path }) => path))
  const extra = Object.keys(zip.value).find((path) => path !== 'manifest.json' && !listed.has(path))
  if (extra !== undefined) return invalid(`${extra} is not listed in its manifest.`)
  for (const { path, sha256 } of manifest.value.entries) {
    const entry = zip.value[path]
    if (entry === undefined) return invalid(`${path} is listed and missing.`)
    if (sha256Hex(entry) !== sha256) return deny(refuse('case-file-altered', `${path} does not have the hash that the manifest states: it was altered.`))
  }
  const tables: TableRows[] = []
  for (const path of [...listed].filter((one) => one.startsWith('tables/')).sort()) {
    const rows = parsed(zip.value, path, z.array(Row))
    if (!rows.accepted) return rows
    tables.push({ table: path.slice('tables/00-'.length, -'.json'.length), rows: rows.value })
  }
  const facts = parsed(zip.value, 'facts.json', z.array(z.object({ kind: z.string(), id: z.string(), value: z.unknown() })))
  const history = parsed(zip.value, 'history.json', z.array(z.unknown()))
  const people = parsed(zip.value, 'people.json', z.record(z.string(), z.string()))
  if (!facts.accepted) return facts
  if (!history.accepted) return history
  if (!people.accepted) return people
  const files = new Map([...listed].filter((path) => path.startsWith('files/')).map((path) => [path.slice('files/'.length), zip.value[path]!]))
  const misnamed = [...files].find(([sha256, content]) => sha256Hex(content) !== sha256)
  if (misnamed !== undefined) return deny(refuse('case-file-altered', `files/${misnamed[0]} is not what its name says.`))
  return accept({ manifest: manifest.value, file: { tables, facts: facts.value, history: history.value, people: people.value, files } })
}
