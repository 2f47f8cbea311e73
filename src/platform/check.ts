// Runs fsck over a database: reads the log in order, replays it, compares.
import { compareVersions, checkEntry, newReplay, replayLines, saidIn, type Finding, type Said } from '#src/transparency/fsck.ts'
import { allFactVersions } from '#src/transparency/fact.store.ts'
import { entriesFrom, linesOf, readHead } from '#src/transparency/log.store.ts'
import type { Sql } from '#src/kernel/sql.ts'
import { compareFiles, loadRecordOf, type LoadRecord } from '#src/standards/file-check.ts'
import { allRevisions } from '#src/standards/standard.store.ts'
import { loggedBatch, type LoggedBatch } from '#src/custody/ledger-check.ts'
import { checkCustody, checkWhatFollows, saidKinds } from './check-custody.ts'
import { checkProvenance } from './check-provenance.ts'
import type { Database } from './database.ts'
import { factKinds } from './facts.ts'

export type CheckReport = { readonly entries: number; readonly facts: number; readonly findings: readonly Finding[] }
const AT_ONCE = 500

/** @param onProgress called with entries done and entries in all */
export async function fsck(database: Database, onProgress: (done: number, all: number) => void = () => {}): Promise<CheckReport> {
  return database.sql.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(async (sql) => {
    const head = await readHead(sql)
    const replay = newReplay()
    const findings: Finding[] = []
    const loads: LoadRecord[] = []
    const batches: LoggedBatch[] = []
    const said: Said[] = []
    const entries = await checkEntries(sql, head.size, replay, { loads, batches, said }, findings, onProgress)
    if (entries !== head.size) findings.push({ where: 'head', what: `${head.size} entries are counted, ${entries} are there` })
    const rows = await allFactVersions(sql)
    findings.push(...compareVersions(replay, rows, (kind, value) => factKinds.get(kind)?.schema.safeParse(value).success ?? false))
    findings.push(...compareFiles(loads, await allRevisions(sql)))
    findings.push(...await checkCustody(sql, batches))
    findings.push(...await checkWhatFollows(sql, said))
    findings.push(...await checkProvenance(sql))
    return { entries, facts: rows.length, findings }
  })
}

async function checkEntries(sql: Sql, size: number, replay: ReturnType<typeof newReplay>, seen: { readonly loads: LoadRecord[]; readonly batches: LoggedBatch[]; readonly said: Said[] }, findings: Finding[], onProgress: (done: number, all: number) => void): Promise<number> {
  let position = 0
  let before: string | undefined
  for (;;) {
    const batch = await entriesFrom(sql, position, AT_ONCE)
    for (const entry of batch) {
      findings.push(...checkEntry(entry, position, before), ...replayLines(entry, await linesOf(sql, entry.position), replay))
      const load = loadRecordOf(entry)
      if (load !== undefined) seen.loads.push(load)
      const recorded = loggedBatch(entry)
      if (recorded !== undefined) seen.batches.push(recorded)
      if (saidKinds.has(entry.kind)) seen.said.push(saidIn(entry))
      before = entry.recorded_at
      position = entry.position + 1
    }
    onProgress(position, size)
    if (batch.length < AT_ONCE) return position
  }
}
