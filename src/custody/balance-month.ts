// The month file of a balance account: one line per delivery, throughput or claim, as a clerk keeps them in a sheet. Numbers
// are tonnes (kilograms of gold and silver), so that nobody types a unit forty times.
import { z } from 'zod'
import { hasValidCheck } from '#src/kernel/id.ts'
import { quantaOf, type Quantum } from '#src/kernel/mass.ts'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse, type Fault } from '#src/kernel/refusal.ts'
import { isCalendarDay, type Day } from '#src/kernel/time.ts'
import { CustodyModel, ScrapClass } from './custody-model.ts'
import { Ref } from './lot.ts'

export const MONTH_KINDS = ['credit', 'other-input', 'output', 'claim'] as const
export const MONTH_COLUMNS = ['kind', 'date', 'reference', 'contained', 'eligible', 'supplier site', 'supplier', 'model', 'scrap class', 'recovery', 'document', 'note'] as const
type Column = typeof MONTH_COLUMNS[number]

export const MonthRowAnswer = z.object({ line: z.number().int(), reference: z.string().nullable(), state: z.enum(['entered', 'already-entered', 'wrong']), code: z.string().nullable(), detail: z.string().nullable() })
export type MonthRowAnswer = z.infer<typeof MonthRowAnswer>
export const MonthReading = z.object({ rows: z.array(MonthRowAnswer), entered: z.number().int(), known: z.number().int(), wrong: z.number().int(), balance: z.string(), left: z.string() })
export type MonthReading = z.infer<typeof MonthReading>

export type MonthRow = {
  readonly kind: typeof MONTH_KINDS[number]
  readonly on: Day
  readonly reference: string
  /** Whole quanta. */
  readonly contained: number
  readonly eligible: number | null
  readonly supplierSite: string | null
  readonly supplier: string | null
  readonly model: CustodyModel | null
  readonly scrapClass: ScrapClass | null
  readonly recovery: string | null
  readonly document: string | null
  readonly note: string | null
}

/** Where each column stands in a table. */
export function monthColumns(columns: readonly string[]): Outcome<ReadonlyMap<Column, number>> {
  const found = new Map(MONTH_COLUMNS.flatMap((column) => {
    const at = columns.findIndex((name) => name.trim().toLowerCase().replace(/ \(.*\)$/, '') === column)
    return at === -1 ? [] : [[column, at] as const]
  }))
  const missing = (['kind', 'date', 'reference', 'contained'] as const).filter((column) => !found.has(column))
  return missing.length === 0 ? accept(found) : deny(refuse('month-columns-missing', `The file has no column ${missing.map((name) => `"${name}"`).join(', ')}. Its first line has: ${columns.join(', ')}.`))
}

/** `3,954.3`, `3954.3` and `3954,3` are one number; what could be two is refused. */
function tonnes(text: string, quantum: Quantum): number | undefined {
  const plain = /^\d{1,3}(,\d{3})+(\.\d+)?$/.test(text) ? text.replaceAll(',', '') : /^\d+,\d{1,2}$/.test(text) || /^\d+,\d{4,9}$/.test(text) ? text.replace(',', '.') : text
  if (!/^\d{1,12}(\.\d{1,9})?$/.test(plain)) return undefined
  try { return quantaOf(`${plain} ${quantum === 'g' ? 't' : 'kg'}`, quantum) } catch { return undefined }
}

/** A site by its number, or by the name that it alone has. */
export function siteIn(text: string, sitesNamed: SitesNamed, wrong: (detail: string) => undefined): string | null | undefined {
  if (text === '') return null
  const number = text.toUpperCase()
  if (/^[A-Z]{3}-[0-9A-HJKMNP-TV-Z]{6}[0-9A-Z]$/.test(number)) return hasValidCheck(number) ? number : wrong(`"${text}" is no number of a site: a character is wrong or two are exchanged`)
  const sites = sitesNamed(text)
  if (sites.length === 1) return sites[0]!
  return wrong(sites.length === 0 ? `no site is called "${text}": write its name as the register has it, or its number` : `"${text}" may be ${sites.slice(0, 5).join(', ')}: write the number of the one that is meant`)
}

/** Sites of the register by a name they have. */
export type SitesNamed = (name: string) => readonly string[]

/** @returns the row, or every fault of it */
export function readMonthRow(columns: ReadonlyMap<Column, number>, cells: readonly string[], quantum: Quantum, sitesNamed: SitesNamed): Outcome<MonthRow> {
  const faults: Fault[] = []
  const cell = (column: Column): string => (columns.has(column) ? cells[columns.get(column)!] ?? '' : '').trim()
  const wrong = (column: Column, detail: string): undefined => { faults.push({ pointer: column, detail }); return undefined }
  const kind = MONTH_KINDS.find((one) => one === cell('kind').toLowerCase()) ?? wrong('kind', `"${cell('kind')}" is none of ${MONTH_KINDS.join(', ')}`)
  const day = cell('date').slice(0, 10)
  const on = /^\d{4}-\d{2}-\d{2}$/.test(day) && isCalendarDay(day) ? day : wrong('date', `"${cell('date')}" is no day: write it as 2026-03-31`)
  const reference = Ref.safeParse(cell('reference')).success ? cell('reference') : wrong('reference', 'a reference has 1 to 80 letters, digits, dots, dashes, slashes or underscores')
  const mass = (column: Column): number | undefined => tonnes(cell(column), quantum) ?? wrong(column, `"${cell(column)}" is no number of ${quantum === 'g' ? 'tonnes' : 'kilograms'}: write it as 3954.3`)
  const contained = mass('contained')
  if (contained === 0) wrong('contained', 'it is nothing: leave the line out')
  const eligible = cell('eligible') === '' ? null : mass('eligible')
  const site = siteIn(cell('supplier site'), sitesNamed, (detail) => wrong('supplier site', detail))
  const oneOf = <T extends string>(column: Column, choices: readonly T[]): T | null | undefined => cell(column) === '' ? null
    : choices.find((one) => one === cell(column).toLowerCase()) ?? wrong(column, `"${cell(column)}" is none of ${choices.join(', ')}`)
  const model = oneOf('model', CustodyModel.options)
  const scrapClass = oneOf('scrap class', ScrapClass.options)
  const recovery = cell('recovery') === '' ? null : cell('recovery').replace(',', '.')
  if (recovery !== null && !/^(0\.\d{1,9}|1(\.0{1,9})?)$/.test(recovery)) wrong('recovery', `"${cell('recovery')}" is no recovery above 0 and up to 1: write it as 0.97`)
  const words = (column: Column, most: number): string | null => cell(column) === '' ? null : cell(column).slice(0, most)
  if (faults.length > 0) return deny(refuse('month-rows-wrong', faults.map(({ pointer, detail }) => `${pointer}: ${detail}`).join('; '), faults))
  return accept({
    kind: kind!, on: on!, reference: reference!, contained: contained!, eligible: eligible ?? null, supplierSite: site ?? null, supplier: words('supplier', 200), model: model ?? null,
    scrapClass: scrapClass ?? null, recovery, document: words('document', 200), note: words('note', 500),
  })
}
