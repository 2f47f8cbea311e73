// A workbook of invented running cases, as an operator would fill in the template: every state of the cycle, extensions,
// ratings, gaps and awards, with the due days that the list of the operator holds.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { writeSheets } from '#src/exchange/spreadsheet/write-sheets.ts'
import { addMonths, type Day } from '#src/kernel/time.ts'
import { switchOverSheets, type Words } from '#src/secretariat/switch-over-sheets.ts'
import type { SheetKey } from '#src/secretariat/switch-over.ts'

export const wordsIn = (language: string): Words => JSON.parse(readFileSync(join(import.meta.dirname, '..', 'languages', language, 'switch-over.json'), 'utf8')) as Words
const CLOCKS = ['award-validity', 'full-conformance', 'improvement-plan', 're-assessment', 'self-assessment', 'site-assessment']

export type SheetRow = Record<string, string | number | null>
export type SwitchOverRows = Record<SheetKey, SheetRow[]>
const STATES = ['committed', 'self-assessed', 'planned', 'announced', 'desk-reviewed', 'assessed', 'in-review', 'remediation', 'conditional', 'awarded'] as const

/** Thirty cases, three of each state. Every fourth has an extension, and of every seventh the list holds another day. */
export function runningCases(count = 30, words: Words = wordsIn('en')): SwitchOverRows {
  const rows: SwitchOverRows = { cases: [], extensions: [], ratings: [], plan: [], awards: [] }
  for (let index = 0; index < count; index++) {
    const key = `OLD-${String(index + 1).padStart(3, '0')}`
    const state = STATES[index % STATES.length]!
    const past = (other: (typeof STATES)[number]) => STATES.indexOf(state) >= STATES.indexOf(other)
    const letter: Day = `2024-0${1 + index % 9}-1${index % 10}`
    const row: SheetRow = {
      key, 'site-number': 'new', 'site-name': `Invented Works ${index + 1}`, country: index % 2 === 0 ? 'Chile' : 'PER', 'site-types': 'mine; concentrator', metals: 'copper', participant: `Invented Metals ${1 + index % 12}`,
      'participant-country': 'CHL', 'contact-email': `site${index + 1}@example.org`, standard: 'risk-readiness-assessment', version: '3.0', marks: 'copper', cycle: 1, state: words[`state.${state}`] ?? state, since: '2025-11-03', 'letter-signed-on': letter,
      'self-assessed-on': past('planned') ? addMonths(letter, 5) : null, 'assessed-from': past('in-review') ? addMonths(letter, 11) : null, 'assessed-to': past('in-review') ? addMonths(letter, 11) : null, 'decided-on': past('remediation') ? addMonths(letter, 14) : null,
      'due.self-assessment': addMonths(letter, 6), 'due.site-assessment': addMonths(letter, 12), 'due.full-conformance': addMonths(letter, 24),
    }
    const decided = addMonths(letter, 14)
    if (past('conditional')) { row['due.award-validity'] = addMonths(decided, 36); row['due.re-assessment'] = addMonths(decided, 36) }
    if (state === 'conditional') row['due.improvement-plan'] = addMonths(decided, 12)
    if (index % 4 === 0) {
      rows.extensions.push({ key, clock: 'full-conformance', 'granted-until': addMonths(letter, 30), 'granted-on': addMonths(letter, 12), 'reason-class': words['reason.permit-awaited'] ?? 'permit-awaited' })
      row['due.full-conformance'] = addMonths(letter, 30)
    }
    if (index % 7 === 3) row['due.site-assessment'] = addMonths(letter, 13)
    if (past('in-review')) {
      rows.ratings.push({ key, criterion: 'climate-action', level: past('remediation') && state !== 'awarded' ? 'partially-meets' : 'fully-meets', 'rated-on': addMonths(letter, 11) }, { key, criterion: '1', level: 'fully-meets', 'rated-on': addMonths(letter, 11) })
    }
    if (state === 'conditional') rows.plan.push({ key, criterion: 'climate-action', cause: 'No target yet', action: 'Set a target', 'due-on': addMonths(decided, 9), status: words['status.in-progress'] ?? 'in-progress' })
    if (past('conditional')) {
      rows.awards.push({ key, mark: 'copper', 'decided-on': decided, 'valid-until': addMonths(decided, 36), conditional: words[state === 'conditional' ? 'answer.yes' : 'answer.no']!, 'follow-up-due-on': state === 'conditional' ? addMonths(decided, 12) : null, 'award-state': words['award.in-force']! })
    }
    rows.cases.push(row)
  }
  return rows
}

export const asWorkbook = (rows: SwitchOverRows, words: Words = wordsIn('en')): Promise<Uint8Array> => writeSheets(switchOverSheets(words, CLOCKS, rows))
/** The workbook, files and choices in one archive. */
export const asArchive = async (rows: SwitchOverRows, files: Readonly<Record<string, Uint8Array>>, choices?: unknown): Promise<Uint8Array> =>
  zipSync({ 'switch-over.xlsx': await asWorkbook(rows), ...files, ...(choices === undefined ? {} : { 'choices.json': new TextEncoder().encode(JSON.stringify(choices)) }) })
export const aPdf = (text: string): Uint8Array => new TextEncoder().encode(`%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n% ${text}\ntrailer<</Root 1 0 R>>\n%%EOF\n`)
