// The file form of the equivalence matrix: YAML that a person can read and edit, in and out. Approvals are not in it: what
// comes from a file decides nothing until it is approved here.
import { LineCounter, isMap, isSeq, parseDocument, stringify } from 'yaml'
import { z } from 'zod'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse, type Fault } from '#src/kernel/refusal.ts'
import { isStorable, shortText } from '#src/kernel/text.ts'
import { Slug } from '#src/standards/award-rule.ts'
import { Version } from '#src/standards/standard.ts'
import { AlignmentTerm, EquivalenceDirection, EquivalenceId, EquivalenceValue, soundEquivalence, type Equivalence, type EquivalenceStatement } from './equivalence.ts'

export const MATRIX_CHARACTERS = 2_000_000
const SHOWN_FAULTS = 50
const MOST_ROWS = 5000

const Row = z.strictObject({
  id: EquivalenceId,
  standard: Slug,
  version: Version,
  criterion: Slug.optional(),
  part: shortText(200).optional(),
  external: z.strictObject({ scheme: Slug, version: Version, clauses: z.array(shortText(60)).max(40).default([]) }),
  value: EquivalenceValue,
  direction: EquivalenceDirection.default('recognises'),
  conditions: z.strictObject({
    validAtAssessment: z.boolean().default(true), sameBoundary: z.boolean().default(true), accreditedBody: z.boolean().default(false),
    maxAgeMonths: z.number().int().min(1).max(240).optional(),
  }).default({ validAtAssessment: true, sameBoundary: true, accreditedBody: false }),
  gap: shortText(2000).optional(),
  evidence: z.array(shortText(300)).max(20).default([]),
  alignment: AlignmentTerm.optional(),
  note: shortText(1000).optional(),
})
const MatrixFile = z.strictObject({
  form: z.literal('cupel-equivalences-1', 'a file of equivalences says form: cupel-equivalences-1'),
  about: shortText(2000).optional(),
  rows: z.array(Row).min(1).max(MOST_ROWS),
})

export type WrittenEquivalence = { readonly equivalenceId: string; readonly statement: EquivalenceStatement }

const statementOf = (row: z.infer<typeof Row>): EquivalenceStatement => ({
  standard: row.standard, standardVersion: row.version, criterion: row.criterion ?? null, part: row.part ?? null,
  externalScheme: row.external.scheme, externalVersion: row.external.version, clauses: row.external.clauses, value: row.value, direction: row.direction,
  conditions: { ...row.conditions, maxAgeMonths: row.conditions.maxAgeMonths ?? null }, gap: row.gap ?? null, evidenceRequired: row.evidence, alignment: row.alignment ?? null, note: row.note ?? null,
})

const invalid = (faults: readonly Fault[]): Outcome<never> =>
  deny(refuse('matrix-file-invalid', `${faults[0]!.pointer}: ${faults[0]!.detail}${faults.length > 1 ? ` (and ${faults.length - 1} more)` : ''}. Nothing was taken over.`, faults.slice(0, SHOWN_FAULTS)))

/** Reads a file of rows. @returns them, or the refusal `matrix-file-invalid` with line and path of each fault */
export function readMatrixFile(name: string, text: string): Outcome<WrittenEquivalence[]> {
  const whole = (detail: string): Outcome<never> => invalid([{ pointer: `${name}:1`, detail }])
  if (text.length > MATRIX_CHARACTERS) return whole(`the file has more than ${MATRIX_CHARACTERS} characters`)
  if (!isStorable(text)) return whole('the file holds a NUL or a broken character; save it as UTF-8')
  const lines = new LineCounter()
  const tree = parseDocument(text, { lineCounter: lines, uniqueKeys: true, stringKeys: true })
  const [broken] = tree.errors
  if (broken !== undefined) return invalid([{ pointer: `${name}:${lines.linePos(broken.pos[0]).line}`, detail: broken.message.split('\n')[0]! }])
  const lineOf = (path: readonly PropertyKey[]): number => {
    let node: unknown = tree.contents
    let at = 0
    for (const part of path) {
      const next: unknown = isMap(node) ? node.get(String(part), true) : isSeq(node) ? node.get(Number(part), true) : undefined
      if (next === undefined || next === null) break
      node = next
      at = (next as { range?: readonly number[] }).range?.[0] ?? at
    }
    return lines.linePos(at).line
  }
  let value: unknown
  try { value = tree.toJS({ maxAliasCount: 0 }) } catch { return whole('the file refers to itself by aliases; write the values out') }
  const parsed = MatrixFile.safeParse(value)
  if (!parsed.success) return invalid(parsed.error.issues.map(({ path, message }) => ({ pointer: `${name}:${lineOf(path)} /${path.map(String).join('/')}`, detail: message })))
  const faults: Fault[] = []
  const seen = new Set<string>()
  const rows = parsed.data.rows.map((row, index) => {
    const statement = statementOf(row)
    const at = `${name}:${lineOf(['rows', index])} /rows/${index}`
    const sound = soundEquivalence(statement)
    if (!sound.accepted) faults.push({ pointer: at, detail: sound.refusal.detail })
    if (seen.has(row.id)) faults.push({ pointer: at, detail: `the number ${row.id} stands twice in the file` })
    seen.add(row.id)
    return { equivalenceId: row.id, statement }
  })
  return faults.length > 0 ? invalid(faults) : accept(rows)
}

/** The same form again, so that what goes out comes back unchanged. */
export function writeMatrixFile(rows: readonly Equivalence[], about: string): string {
  return stringify({
    form: 'cupel-equivalences-1', about,
    rows: rows.map((row) => ({
      id: row.equivalenceId, standard: row.standard, version: row.standardVersion, ...(row.criterion === null ? {} : { criterion: row.criterion }), ...(row.part === null ? {} : { part: row.part }),
      external: { scheme: row.externalScheme, version: row.externalVersion, clauses: row.clauses }, value: row.value, direction: row.direction,
      conditions: {
        validAtAssessment: row.conditions.validAtAssessment, sameBoundary: row.conditions.sameBoundary, accreditedBody: row.conditions.accreditedBody,
        ...(row.conditions.maxAgeMonths === null ? {} : { maxAgeMonths: row.conditions.maxAgeMonths }),
      },
      ...(row.gap === null ? {} : { gap: row.gap }), evidence: row.evidenceRequired, ...(row.alignment === null ? {} : { alignment: row.alignment }), ...(row.note === null ? {} : { note: row.note }),
    })),
  }, { lineWidth: 120 })
}
