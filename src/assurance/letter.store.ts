// SQL of letters of commitment: the text as signed, who signed (private), and the scans.
import { canonicalText } from '#src/kernel/canonical.ts'
import type { Sql } from '#src/kernel/sql.ts'
import type { Day, Instant } from '#src/kernel/time.ts'
import { LetterDocument, type LetterFile, type LetterWay, type SignedLetter } from './letter.ts'

type LetterTable = {
  case_id: string; document: string; document_hash: string; way: LetterWay; file_hash: string | null; signed_on: Day; signed_at: Instant; signed_by: string
  signer_name: string | null; signer_role: string | null; erased_on: Day | null
}
type FileTable = { case_id: string; sha256: string; filename: string; media_type: LetterFile['mediaType']; byte_count: number; uploaded_at: Instant; uploaded_by: string }
const tables = (sql: Sql) => sql.withTables<{ commitment_letter: LetterTable; letter_file: FileTable }>()

export async function signedLetterOf(sql: Sql, caseId: string): Promise<SignedLetter | undefined> {
  const row = await tables(sql).selectFrom('commitment_letter').selectAll().where('case_id', '=', caseId).executeTakeFirst()
  if (row === undefined) return undefined
  return {
    caseId: row.case_id, document: LetterDocument.parse(JSON.parse(row.document)), documentHash: row.document_hash, way: row.way, fileHash: row.file_hash,
    signedOn: row.signed_on, signedAt: row.signed_at, signedBy: row.signed_by, signerName: row.signer_name, signerRole: row.signer_role,
  }
}

export async function insertLetter(sql: Sql, one: SignedLetter): Promise<void> {
  await tables(sql).insertInto('commitment_letter').values({
    case_id: one.caseId, document: canonicalText(one.document), document_hash: one.documentHash, way: one.way, file_hash: one.fileHash, signed_on: one.signedOn,
    signed_at: one.signedAt, signed_by: one.signedBy, signer_name: one.signerName, signer_role: one.signerRole, erased_on: null,
  }).execute()
}

/** The signatory goes; the letter, its hash and its day stay. */
export async function eraseSignatory(sql: Sql, caseId: string, on: Day): Promise<void> {
  await tables(sql).updateTable('commitment_letter').set({ signer_name: null, signer_role: null, erased_on: on }).where('case_id', '=', caseId).execute()
}

const fileFromRow = (row: FileTable): LetterFile =>
  ({ sha256: row.sha256, filename: row.filename, mediaType: row.media_type, byteCount: row.byte_count, uploadedAt: row.uploaded_at })

export async function letterFilesOf(sql: Sql, caseId: string): Promise<LetterFile[]> {
  return (await tables(sql).selectFrom('letter_file').selectAll().where('case_id', '=', caseId).orderBy('uploaded_at', 'desc').orderBy('sha256').execute()).map(fileFromRow)
}

/** The same bytes for the same case are kept once. */
export async function addLetterFile(sql: Sql, caseId: string, file: LetterFile, uploadedBy: string): Promise<void> {
  await tables(sql).insertInto('letter_file').values({
    case_id: caseId, sha256: file.sha256, filename: file.filename, media_type: file.mediaType, byte_count: file.byteCount, uploaded_at: file.uploadedAt, uploaded_by: uploadedBy,
  }).onConflict((conflict) => conflict.columns(['case_id', 'sha256']).doNothing()).execute()
}

/** Takes the scans of a case away. @returns their hashes */
export async function dropFiles(sql: Sql, caseId: string): Promise<string[]> {
  const gone = await tables(sql).deleteFrom('letter_file').where('case_id', '=', caseId).returning('sha256').execute()
  return gone.map(({ sha256 }) => sha256)
}

/** Whether any case still holds these bytes as a signed letter. */
export const namesLetterFile = async (sql: Sql, sha256: string): Promise<boolean> =>
  await tables(sql).selectFrom('letter_file').select('case_id').where('sha256', '=', sha256).limit(1).executeTakeFirst() !== undefined
