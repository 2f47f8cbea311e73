// Whether a record still names the bytes of a file. Bytes are kept once however many name them, so they go only when the
// last has let go; a slice that keeps files adds its own line.
import type { Sql } from '#src/kernel/sql.ts'
import { namesLetterFile } from '#src/assurance/letter.store.ts'
import { namesCustodyFile } from '#src/custody/lot.store.ts'
import { namesEvidenceFile } from '#src/evidence/evidence.store.ts'

const holders: readonly ((sql: Sql, sha256: string) => Promise<boolean>)[] = [namesEvidenceFile, namesLetterFile, namesCustodyFile]

export async function isHeld(sql: Sql, sha256: string): Promise<boolean> {
  for (const names of holders) if (await names(sql, sha256)) return true
  return false
}
