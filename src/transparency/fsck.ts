// fsck: re-derives everything from the entries and compares it with what stands in the tables. It trusts nothing but
// the stored texts, and collects every finding instead of stopping at the first.
import { canonicalText } from '#src/kernel/canonical.ts'
import { leafHash, merkleRoot, sha256Hex } from '#src/kernel/merkle.ts'
import type { EntryRow, LineRow, Payload } from './entry.ts'
import { FactLine } from './fact.ts'

export type Finding = { readonly where: string; readonly what: string }

/** What an entry says, for slices whose tables stand beside the log; no body where it was erased by law. */
export type Said = { readonly position: number; readonly kind: string; readonly subject: string; readonly body: Readonly<Record<string, unknown>> | null }
export const saidIn = (row: EntryRow): Said => ({ position: row.position, kind: row.kind, subject: row.subject, body: row.payload === null ? null : (JSON.parse(row.payload) as Payload).body })

/** What the lines say should stand in `published_fact`, keyed by kind, id and position. */
export type ExpectedVersion = { value: string | null; supersededPosition: number | null; retractedReason: string | null }
export type Replay = { readonly versions: Map<string, ExpectedVersion>; readonly current: Map<string, string>; readonly removed: Set<string> }
export const newReplay = (): Replay => ({ versions: new Map(), current: new Map(), removed: new Set() })

/** Checks one entry by itself and against the one before. */
export function checkEntry(row: EntryRow, expectedPosition: number, before: string | undefined): Finding[] {
  const where = `entry ${row.position}`
  const findings: Finding[] = []
  if (row.position !== expectedPosition) findings.push({ where, what: `position ${expectedPosition} is missing` })
  const header = JSON.parse(row.header) as { position?: unknown; digest?: unknown }
  if (header.position !== row.position || canonicalText(header) !== row.header || Object.keys(header).length !== 2) findings.push({ where, what: 'the header is not the canonical text of its position and digest' })
  if (!leafHash(row.header).equals(row.leaf_hash)) findings.push({ where, what: 'the leaf hash is not that of the header' })
  if (before !== undefined && row.recorded_at < before) findings.push({ where, what: 'recorded before the entry before it' })
  if (row.payload === null) return findings
  if (sha256Hex(row.payload) !== header.digest) findings.push({ where, what: 'the payload is not the one that was recorded' })
  const payload = JSON.parse(row.payload) as Payload
  if (payload.kind !== row.kind || payload.subject !== row.subject || payload.at !== row.recorded_at) findings.push({ where, what: 'kind, subject or instant beside the payload differ from those within' })
  return findings
}

/** Checks the lines of an entry against the head in its payload, and replays them. */
export function replayLines(entry: EntryRow, lines: readonly LineRow[], replay: Replay): Finding[] {
  const where = `entry ${entry.position}`
  const findings: Finding[] = []
  const stated = entry.payload === null ? undefined : (JSON.parse(entry.payload) as Payload).lines
  if ((stated?.count ?? 0) !== lines.length && entry.payload !== null) findings.push({ where, what: `${stated?.count ?? 0} lines were recorded, ${lines.length} are there` })
  if (stated !== undefined && merkleRoot(lines.map((line) => line.leaf_hash)).toString('hex') !== stated.root) findings.push({ where, what: 'the lines do not give the recorded head' })
  for (const line of lines) {
    if (line.text !== null && !leafHash(line.text).equals(line.leaf_hash)) findings.push({ where: `${where} line ${line.line}`, what: 'the text is not the one that was recorded' })
    replayLine(entry.position, line, replay)
  }
  return findings
}

function replayLine(position: number, row: LineRow, replay: Replay): void {
  const key = `${row.kind}\n${row.fact_id}`
  const line = row.text === null ? undefined : FactLine.safeParse(JSON.parse(row.text)).data
  if (line?.op === 'withhold') { replay.removed.add(key); return }
  const open = replay.current.get(key)
  if (open !== undefined) {
    const version = replay.versions.get(open)!
    version.supersededPosition = position
    version.retractedReason = line?.op === 'retract' ? line.reason : null
  }
  replay.current.delete(key)
  if (line?.op === 'retract') return
  const version = `${key}\n${position}`
  // A line whose text was erased by law was a put: only puts are erased.
  replay.versions.set(version, { value: line === undefined ? null : canonicalText(line.value), supersededPosition: null, retractedReason: null })
  replay.current.set(key, version)
}

type VersionRow = { kind: string; fact_id: string; recorded_position: number; superseded_position: number | null; value: string | null; withheld_reason: string | null; retracted_reason: string | null }

/** Compares the tables with the replay, both ways. @param isValid does a value still have the shape of its kind? */
export function compareVersions(replay: Replay, rows: Iterable<VersionRow>, isValid: (kind: string, value: unknown) => boolean): Finding[] {
  const findings: Finding[] = []
  const unseen = new Set(replay.versions.keys())
  for (const row of rows) {
    const key = `${row.kind}\n${row.fact_id}`
    const version = `${key}\n${row.recorded_position}`
    const where = `${row.kind} ${row.fact_id} recorded at ${row.recorded_position}`
    const expected = replay.versions.get(version)
    unseen.delete(version)
    if (expected === undefined) { findings.push({ where, what: 'stands in the table but in no entry' }); continue }
    if (expected.supersededPosition !== row.superseded_position) findings.push({ where, what: `superseded at ${expected.supersededPosition ?? 'no position'} by the log, at ${row.superseded_position ?? 'no position'} by the table` })
    if (expected.retractedReason !== row.retracted_reason) findings.push({ where, what: 'the reason of its retraction differs from the recorded one' })
    const isRemoved = replay.removed.has(key)
    if (isRemoved !== (row.value === null)) findings.push({ where, what: isRemoved ? 'removed by law, but its value still stands' : 'its value is missing though nothing removed it' })
    else if (!isRemoved && expected.value !== row.value) findings.push({ where, what: 'the value differs from the recorded one' })
    else if (row.value !== null && !isValid(row.kind, JSON.parse(row.value))) findings.push({ where, what: 'the value no longer has the shape of its kind' })
  }
  for (const version of unseen) findings.push({ where: version.split('\n').slice(0, 2).join(' '), what: 'recorded in the log but not in the table' })
  return findings
}
