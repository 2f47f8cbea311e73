// The part of fsck that is about standards: every revision of every file is the one that the log says was loaded.
import { z } from 'zod'
import { sha256Hex } from '#src/kernel/merkle.ts'

const LoadRecord = z.object({ path: z.string(), revision: z.number(), contentHash: z.string() })
export type LoadRecord = z.infer<typeof LoadRecord>
type Finding = { readonly where: string; readonly what: string }

export const LOADED = 'standard.loaded'

/** What an entry says was loaded; nothing where it is of another kind or its payload was erased. */
export function loadRecordOf(entry: { readonly kind: string; readonly payload: string | null }): LoadRecord | undefined {
  if (entry.kind !== LOADED || entry.payload === null) return undefined
  return LoadRecord.safeParse((JSON.parse(entry.payload) as { body?: unknown }).body).data
}

/** Compares the log with the table, both ways. */
export function compareFiles(records: readonly LoadRecord[], files: Iterable<LoadRecord & { readonly text: string }>): Finding[] {
  const findings: Finding[] = []
  const unseen = new Map(records.map((record) => [`${record.path} revision ${record.revision}`, record]))
  for (const file of files) {
    const where = `standard file ${file.path} revision ${file.revision}`
    const record = unseen.get(`${file.path} revision ${file.revision}`)
    unseen.delete(`${file.path} revision ${file.revision}`)
    if (record === undefined) findings.push({ where, what: 'stands in the table but in no entry' })
    else if (sha256Hex(file.text) !== record.contentHash || file.contentHash !== record.contentHash) {
      findings.push({ where, what: 'the text is not the one that was loaded' })
    }
  }
  for (const key of unseen.keys()) findings.push({ where: `standard file ${key}`, what: 'recorded in the log but not in the table' })
  return findings
}
