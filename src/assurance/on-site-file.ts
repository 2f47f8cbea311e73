// The on-site record as a file: what leaves, and what a file says on its way back. A file holds changes of the sheet, each with
// the changes its writer had before their eyes, so that two files and the screens meet without loss; what was written by
// two people at once stands side by side until one of them settles it.
import { z } from 'zod'
import { canonicalText } from '#src/kernel/canonical.ts'
import { sha256Hex } from '#src/kernel/merkle.ts'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse } from '#src/kernel/refusal.ts'
import { CaseId } from './case.ts'
import { partOf, ratingFields } from './on-site.ts'
import { Change, ChangeId, TypedChange, keyText, readingOf, type CellKey } from './sheet.ts'

/** What the page of the archive needs to be filled without a network. */
export const RecordFile = z.object({
  form: z.literal('cupel-on-site-1'), caseId: CaseId, round: z.number().int().min(1), siteName: z.string().max(300), takenAt: z.string().max(40), language: z.string().max(20),
  standards: z.array(z.object({
    standard: z.string().max(80), title: z.string().max(300), levels: z.array(z.object({ slug: z.string().max(80), title: z.string().max(300) })).max(30),
    criteria: z.array(z.object({ criterion: z.string().max(80), number: z.number(), title: z.string().max(300), meaning: z.string().max(3000), self: z.string().max(20_000), mayBeExcluded: z.boolean() })).max(400),
  })).max(20),
  evidence: z.array(z.object({ evidenceId: z.string().max(60), title: z.string().max(300), at: z.array(z.string().max(200)).max(1000) })).max(5000),
  groups: z.array(z.string().max(60)).max(60),
  changes: z.array(z.union([Change, TypedChange])).max(100_000),
  /** Why a rating that stood was changed, by the number of the change. */
  reasons: z.record(ChangeId, z.string().max(2000)),
})
export type RecordFile = z.infer<typeof RecordFile>

/** @returns `record-archive-invalid`, `record-archive-of-another` */
export function parseRecord(bytes: Uint8Array, of: { caseId: string; round: number }): Outcome<RecordFile> {
  const invalid = (why: string) => deny(refuse('record-archive-invalid', `record.json is not the record as it was taken out: ${why}. Take the archive out anew and copy what you wrote into it.`))
  let value: unknown
  try { value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) } catch { return invalid('it does not parse') }
  const parsed = RecordFile.safeParse(value)
  if (!parsed.success) return invalid(`${parsed.error.issues[0]!.path.join('.') || 'the whole'}: ${parsed.error.issues[0]!.message}`)
  if (parsed.data.caseId !== of.caseId || parsed.data.round !== of.round) {
    return deny(refuse('record-archive-of-another', `The file is of case ${parsed.data.caseId}, round ${parsed.data.round}; this is ${of.caseId}, round ${of.round}. Bring it there.`))
  }
  return accept(parsed.data)
}

const Standing = z.object({ changeId: ChangeId, value: z.json(), author: z.string(), at: z.string() })
export const RecordFileChange = z.object({
  changeId: ChangeId, standard: z.string(), criterion: z.string(), field: z.string(), title: z.string().nullable(),
  before: z.json(), after: z.json(),
  /** `conflicts`: another value was written meanwhile and will stand beside this one. `known`: nothing changes by it. */
  effect: z.enum(['changes', 'conflicts', 'known']), beside: z.array(Standing),
  /** It replaces a rating that stood, and the file does not say why. */
  needsReason: z.boolean(),
})
export type RecordFileChange = z.infer<typeof RecordFileChange>

export const UnreadCell = z.object({ sheet: z.string(), line: z.number().int(), field: z.string(), text: z.string().nullable(), detail: z.string() })
export type UnreadCell = z.infer<typeof UnreadCell>

export const RecordFileReading = z.object({
  caseId: CaseId, round: z.number().int(), format: z.enum(['zip', 'json', 'xlsx']), fileHash: z.string(),
  changes: z.array(RecordFileChange), unread: z.array(UnreadCell),
  /** Values of the file that say what they said when it was taken. */
  unchanged: z.number().int(),
})
export type RecordFileReading = z.infer<typeof RecordFileReading>

/** The same words from the same state have the same number, so that a sheet sent twice changes nothing twice. */
export const sheetChangeId = (caseId: string, round: number, key: CellKey, parents: readonly string[], value: TypedChange['value']): string =>
  `file_${sha256Hex(canonicalText([caseId, round, key, [...parents].toSorted(), value])).slice(0, 40)}`

type Against = {
  /** Every change that is recorded, by number. */
  readonly recorded: ReadonlyMap<string, Change>
  readonly heads: ReadonlyMap<string, readonly Change[]>
  readonly titleOf: (key: CellKey) => string | null
  readonly reasons: Readonly<Record<string, string>>
}

/** What each change of a file does to the record as it stands, one after the other. */
export function recordEffects(typed: readonly TypedChange[], { recorded, heads, titleOf, reasons }: Against): RecordFileChange[] {
  const standing = new Map<string, readonly Change[]>(heads)
  return typed.map((change) => {
    const key = keyText(change.key)
    const before = standing.get(key) ?? []
    const told = { changeId: change.changeId, ...change.key, title: titleOf(change.key), before: readingOf(before).value, after: change.value }
    if (recorded.has(change.changeId)) return { ...told, effect: 'known', beside: [], needsReason: false }
    const left = before.filter(({ changeId }) => !change.parents.includes(changeId))
    const after: Change[] = [...left, { ...change, author: '', at: '9999-12-31T00:00:00Z', source: 'file' }]
    standing.set(key, after)
    const beside = readingOf(left).values.filter(({ value }) => canonicalText(value) !== canonicalText(change.value))
    const replaces = before.some((one) => change.parents.includes(one.changeId) && one.value !== null && canonicalText(one.value) !== canonicalText(change.value))
    return {
      ...told, effect: beside.length > 0 ? 'conflicts' : canonicalText(readingOf(before).value) === canonicalText(change.value) && left.length === before.length ? 'known' : 'changes',
      beside: beside.map(({ changeId, value, author, at }) => ({ changeId, value, author, at })),
      needsReason: partOf(change.key) === 'criterion' && ratingFields.has(change.key.field) && replaces && (reasons[change.changeId] ?? '').trim() === '',
    }
  })
}

/** Changes of a file that are not recorded yet, stripped of who and when: that is added by whoever takes them. */
export const freshChanges = (file: RecordFile, recorded: ReadonlyMap<string, Change>): TypedChange[] =>
  file.changes.filter(({ changeId }) => !recorded.has(changeId)).map(({ changeId, key, value, parents }) => ({ changeId, key, value, parents: [...parents] }))
