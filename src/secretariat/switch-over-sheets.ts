// The workbook of a switch-over as sheets: which columns each has, the template in a person's language, and back from the
// words of any of the four languages to the fields of this program.
import type { SheetIn } from '#src/exchange/spreadsheet/workbook.ts'
import type { SheetColumn, SheetOut } from '#src/exchange/spreadsheet/write-sheets.ts'
import { ExtensionReason } from '#src/assurance/extension.ts'
import { GapStatus } from '#src/assurance/improvement-plan.ts'
import { CaseState, RoundKind } from '#src/assurance/cycle.ts'
import { AwardReasonClass, AwardState } from '#src/awards/award.ts'
import { SheetKey } from './switch-over.ts'

/** The messages of the area `switch-over`, in one language. */
export type Words = Readonly<Record<string, string>>

export const vocabularies = {
  state: CaseState.options, reason: ExtensionReason.options, status: GapStatus.options, award: AwardState.options, 'award-reason': AwardReasonClass.options, round: RoundKind.options, answer: ['yes', 'no'],
} as const satisfies Readonly<Record<string, readonly string[]>>
export type Vocabulary = keyof typeof vocabularies

type Column = { readonly name: string; readonly words?: Vocabulary; readonly isNeeded?: true; readonly width?: number }
const key: Column = { name: 'key', isNeeded: true, width: 16 }

/** Due days follow, one column a clock. */
const caseColumns: readonly Column[] = [
  key, { name: 'site-number', width: 16 }, { name: 'site-name', width: 30 }, { name: 'country' }, { name: 'site-types', isNeeded: true, width: 20 }, { name: 'metals', isNeeded: true, width: 20 },
  { name: 'participant', isNeeded: true, width: 30 }, { name: 'participant-country' }, { name: 'contact-name' }, { name: 'contact-email', width: 24 },
  { name: 'standard', isNeeded: true, width: 28 }, { name: 'version', isNeeded: true }, { name: 'marks', width: 20 }, { name: 'further-standards', width: 24 }, { name: 'cohort' }, { name: 'cycle' },
  { name: 'state', words: 'state', isNeeded: true, width: 22 }, { name: 'since', isNeeded: true }, { name: 'round' }, { name: 'round-kind', words: 'round' },
  { name: 'letter-signed-on' }, { name: 'letter-file', width: 24 }, { name: 'self-assessed-on' }, { name: 'assessed-from' }, { name: 'assessed-to' }, { name: 'decided-on' },
  { name: 'firm', width: 24 }, { name: 'previous-key', width: 16 }, { name: 'files', width: 30 },
]
const otherColumns: Readonly<Record<Exclude<SheetKey, 'cases'>, readonly Column[]>> = {
  extensions: [key, { name: 'clock', isNeeded: true, width: 22 }, { name: 'granted-until', isNeeded: true }, { name: 'granted-on', isNeeded: true }, { name: 'reason-class', words: 'reason', isNeeded: true, width: 24 }],
  ratings: [key, { name: 'standard', width: 28 }, { name: 'criterion', isNeeded: true, width: 24 }, { name: 'level', width: 18 }, { name: 'not-applicable-reason', width: 40 }, { name: 'rationale', width: 40 }, { name: 'rated-on', isNeeded: true }],
  plan: [key, { name: 'standard', width: 28 }, { name: 'criterion', isNeeded: true, width: 24 }, { name: 'cause', width: 40 }, { name: 'action', width: 40 }, { name: 'due-on' }, { name: 'status', words: 'status', isNeeded: true }, { name: 'closed-on' }],
  awards: [key, { name: 'standard', width: 28 }, { name: 'mark', isNeeded: true }, { name: 'decided-on', isNeeded: true }, { name: 'valid-until', isNeeded: true }, { name: 'conditional', words: 'answer', isNeeded: true }, { name: 'follow-up-due-on' }, { name: 'award-state', words: 'award', isNeeded: true }, { name: 'award-since' }, { name: 'award-reason', words: 'award-reason', width: 22 }],
}
export const DUE = 'due.'
export const columnsOf = (sheet: SheetKey, clocks: readonly string[]): readonly Column[] =>
  sheet === 'cases' ? [...caseColumns, ...clocks.map((clock) => ({ name: `${DUE}${clock}`, width: 16 }))] : otherColumns[sheet]

export const folded = (word: string): string => word.normalize('NFKC').toLowerCase().replace(/[\s_]+/g, ' ').trim()
const titleOf = (words: Words, name: string): string => name.startsWith(DUE)
  ? (words['column.due'] ?? '{clock} due').replace('{clock}', words[`clock.${name.slice(DUE.length)}`] ?? name.slice(DUE.length)) : words[`column.${name}`] ?? name

const BLANK_ROWS = 300
/** @param rows by sheet; the template has blank ones */
export function switchOverSheets(words: Words, clocks: readonly string[], rows: Partial<Record<SheetKey, readonly Readonly<Record<string, string | number | null>>[]>> = {}): SheetOut[] {
  const lines = (words['readme'] ?? '').split('\n')
  const readme: SheetOut = { name: words['sheet.readme'] ?? 'README', columns: [{ title: lines[0] ?? '', width: 110 }], rows: lines.slice(1).map((line) => [line]) }
  return [readme, ...SheetKey.options.map((sheet): SheetOut => {
    const columns = columnsOf(sheet, clocks)
    const given = rows[sheet]
    return {
      name: words[`sheet.${sheet}`] ?? sheet,
      columns: columns.map((column): SheetColumn => ({
        title: titleOf(words, column.name), width: column.width ?? 14,
        ...(column.words === undefined ? {} : { choices: vocabularies[column.words].map((word) => words[`${column.words}.${word}`] ?? word) }),
      })),
      rows: given === undefined ? Array.from({ length: BLANK_ROWS }, () => columns.map(() => null)) : given.map((row) => columns.map(({ name }) => row[name] ?? null)),
    }
  })]
}

/** One row as it stands in a sheet, by the name of its columns. */
export type RowIn = { readonly sheet: SheetKey; readonly sheetName: string; readonly row: number; readonly cells: ReadonlyMap<string, string> }
export type SheetsRead = { readonly rows: readonly RowIn[]; readonly missing: readonly { sheetName: string; column: string }[]; readonly hasCases: boolean }

/** @param languages the words of every language that is understood */
export function readSwitchOverSheets(sheets: readonly SheetIn[], languages: readonly Words[], clocks: readonly string[]): SheetsRead {
  const rows: RowIn[] = []
  const missing: { sheetName: string; column: string }[] = []
  let hasCases = false
  for (const { name: sheetName, rows: lines } of sheets) {
    const sheet = SheetKey.options.find((one) => [one, ...languages.map((words) => words[`sheet.${one}`] ?? one)].some((word) => folded(word) === folded(sheetName)))
    if (sheet === undefined) continue
    const columns = columnsOf(sheet, clocks)
    const named = new Map(columns.flatMap(({ name }) => [name, ...languages.map((words) => titleOf(words, name))].map((word) => [folded(word), name] as const)))
    const header = lines.findIndex((line) => line.some((cell) => named.get(folded(cell)) === 'key'))
    hasCases ||= sheet === 'cases' && header >= 0
    const at = new Map((lines[header] ?? []).flatMap((cell, index) => { const found = named.get(folded(cell)); return found === undefined ? [] : [[found, index] as const] }))
    if (header < 0 || lines.slice(header + 1).some((line) => line.some((cell) => cell.trim() !== ''))) {
      missing.push(...columns.filter(({ name, isNeeded }) => isNeeded === true && !at.has(name)).map(({ name }) => ({ sheetName, column: titleOf(languages[0] ?? {}, name) })))
    }
    if (header < 0) continue
    for (const [index, line] of lines.entries()) {
      if (index <= header || line.every((cell) => cell.trim() === '')) continue
      rows.push({ sheet, sheetName, row: index + 1, cells: new Map([...at].map(([name, place]) => [name, (line[place] ?? '').trim()])) })
    }
  }
  return { rows, missing, hasCases }
}

/** What a word of a drop-down means, in any language; undefined where it is none. */
export function meaningOf(vocabulary: Vocabulary, word: string, languages: readonly Words[]): string | undefined {
  return vocabularies[vocabulary].find((one) => [one, ...languages.map((words) => words[`${vocabulary}.${one}`] ?? one)].some((known) => folded(known) === folded(word)))
}
