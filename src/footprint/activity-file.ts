// The file of activity figures: one row per thing used and per product, as a site keeps them in a sheet (custody notes 4.1).
// Rows of one site, stage and period are one set of figures.
import { z } from 'zod'
import { siteIn, type SitesNamed } from '#src/custody/balance-month.ts'
import { Substance } from '#src/custody/substance.ts'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { decimalPoint } from '#src/kernel/quanta.ts'
import { refuse, type Fault } from '#src/kernel/refusal.ts'
import { ActivityLine, SiteActivity, SiteStage } from './activity.ts'
import { FactorUnit } from './emission-factor.ts'

export const FIGURE_UNITS = [...FactorUnit.options.filter((unit) => unit !== 'tkm'), 't CO2e']
export const FIGURE_ROWS = ['line', 'output'] as const
export const FIGURE_COLUMNS = [
  'row', 'site', 'stage', 'from', 'to', 'boundary', 'name', 'amount', 'unit', 'kind', 'scope', 'per', 'measured', 'factor', 'kg co2e per unit', 'market kg co2e per unit', 'source', 'value per tonne', 'displaces kg co2e per tonne',
] as const
export type FigureColumn = typeof FIGURE_COLUMNS[number]
const NEEDED = ['row', 'site', 'stage', 'from', 'to', 'name', 'amount'] as const

export const FigureSet = z.object({
  /** Rows of the file that it is made of. */
  rows: z.array(z.number().int()), site: z.string(), stage: z.string(), from: z.string(), to: z.string(),
  state: z.enum(['recorded', 'already-recorded', 'wrong']), tonnesCo2e: z.string().nullable().describe('what the set comes to in its period'),
  code: z.string().nullable(), detail: z.string().nullable(),
})
export type FigureSet = z.infer<typeof FigureSet>
export const FigureReading = z.object({ sets: z.array(FigureSet), recorded: z.number().int(), known: z.number().int(), wrong: z.number().int() })
export type FigureReading = z.infer<typeof FigureReading>

type TableRow = { readonly line: number; readonly cells: readonly string[] }
/** Rows that belong together, as they are written. */
export type FigureRows = Pick<FigureSet, 'site' | 'stage' | 'from' | 'to'> & { readonly rows: readonly TableRow[] }
type Columns = ReadonlyMap<FigureColumn, number>

/** Where each column stands in a table. */
export function figureColumns(columns: readonly string[]): Outcome<Columns> {
  const names = columns.map((name) => name.trim().toLowerCase())
  const found = new Map(FIGURE_COLUMNS.flatMap((column) => names.includes(column) ? [[column, names.indexOf(column)] as const] : []))
  const missing = NEEDED.filter((column) => !found.has(column))
  return missing.length === 0 ? accept(found) : deny(refuse('activity-columns-missing', `The file has no column ${missing.map((name) => `"${name}"`).join(', ')}. Its first line has: ${columns.join(', ')}.`))
}

const cellIn = (columns: Columns, { cells }: TableRow) => (column: FigureColumn): string => (cells[columns.get(column) ?? -1] ?? '').trim()

/** Sets in the order of their first row. */
export function figureRows(columns: Columns, rows: readonly TableRow[]): FigureRows[] {
  const sets = new Map<string, FigureRows & { readonly rows: TableRow[] }>()
  for (const row of rows) {
    const cell = cellIn(columns, row)
    const [site, stage, from, to] = [cell('site'), cell('stage').toLowerCase(), cell('from').slice(0, 10), cell('to').slice(0, 10)]
    const key = [site.toLowerCase(), stage, from, to].join('\n')
    const set = sets.get(key) ?? { site, stage, from, to, rows: [] }
    set.rows.push(row)
    sets.set(key, set)
  }
  return [...sets.values()]
}

/** What is not said is left out, so that the schema says what is missing. */
const said = (entries: Readonly<Record<string, unknown>>): Record<string, unknown> => Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined && value !== ''))
const SCOPES: Readonly<Record<string, number>> = { electricity: 2, upstream: 3 }
const factorOf = (factor: string, kgCo2e: string, source: string): unknown => factor !== '' ? { factor } : kgCo2e === '' ? undefined : { kgCo2e, source }

function lineOf(cell: (column: FigureColumn) => string): Record<string, unknown> {
  const kind = cell('kind').toLowerCase()
  const [source, kg, market] = [cell('source'), decimalPoint(cell('kg co2e per unit')), decimalPoint(cell('market kg co2e per unit'))]
  return said({
    name: cell('name'), kind, scope: cell('scope') === '' ? SCOPES[kind] ?? 1 : Number(cell('scope')), amount: decimalPoint(cell('amount')), unit: cell('unit'), per: cell('per').toLowerCase(), source,
    factor: factorOf(cell('factor'), kg, source), marketFactor: factorOf('', market, source), isPrimary: cell('measured').toLowerCase() === 'yes',
  })
}

function outputOf(cell: (column: FigureColumn) => string): Record<string, unknown> {
  const displaced = decimalPoint(cell('displaces kg co2e per tonne'))
  return said({
    substance: cell('name').toLowerCase(), tonnes: decimalPoint(cell('amount')), unitValue: decimalPoint(cell('value per tonne')),
    displaces: displaced === '' ? undefined : { kgCo2ePerTonne: displaced, source: cell('source') },
  })
}

/** What the schema takes of few words, told as such. */
const ONE_OF: Readonly<Record<string, readonly [FigureColumn, readonly string[]]>> = {
  stage: ['stage', SiteStage.options], kind: ['kind', ActivityLine.shape.kind.options], scope: ['scope', ['1', '2', '3']], per: ['per', ['period', 'tonne']], unit: ['unit', FIGURE_UNITS], substance: ['name', Substance.options],
}

/** @returns the figures of a set, or every fault of it by its row */
export function readFigures(columns: Columns, { site, stage, from, to, rows }: FigureRows, sitesNamed: SitesNamed): Outcome<SiteActivity> {
  const faults: Fault[] = []
  const siteId = siteIn(site, sitesNamed, (detail) => { faults.push({ pointer: `row ${rows[0]!.line}`, detail }); return undefined })
  const of: Record<typeof FIGURE_ROWS[number], TableRow[]> = { line: [], output: [] }
  for (const row of rows) {
    const cell = cellIn(columns, row)
    const kind = FIGURE_ROWS.find((one) => one === cell('row').toLowerCase())
    if (kind === undefined) faults.push({ pointer: `row ${row.line}`, detail: `"${cell('row')}" is neither line nor output` })
    else of[kind].push(row)
    if (!['', 'yes', 'no'].includes(cell('measured').toLowerCase())) faults.push({ pointer: `row ${row.line}`, detail: `measured: "${cell('measured')}" is neither yes nor no` })
  }
  const boundary = rows.map((row) => cellIn(columns, row)('boundary')).find((text) => text !== '')
  const read = SiteActivity.safeParse(said({
    siteId: siteId ?? undefined, stage, from, to, boundary, lines: of.line.map((row) => lineOf(cellIn(columns, row))), outputs: of.output.map((row) => outputOf(cellIn(columns, row))),
  }))
  if (read.success && faults.length === 0) return accept(read.data)
  for (const { path: [part, at, field], message } of read.error?.issues ?? []) {
    // A site that is not known is told above.
    if (part === 'siteId' && faults.length > 0) continue
    const row = (part === 'lines' ? of.line : part === 'outputs' ? of.output : [])[Number(at)]
    const pointer = `row ${(row ?? rows[0]!).line}`
    const name = String(row === undefined ? part : field)
    const [column, choices] = ONE_OF[name] ?? []
    if (column !== undefined) faults.push({ pointer, detail: `${column}: "${cellIn(columns, row ?? rows[0]!)(column)}" is none of ${choices!.join(', ')}` })
    else if (row === undefined && (part === 'lines' || part === 'outputs')) faults.push({ pointer, detail: `no row of this set is ${part === 'lines' ? 'a line' : 'an output'}, or more than ${part === 'lines' ? 100 : 9} are` })
    else faults.push({ pointer, detail: `${name}: ${message}` })
  }
  return deny(refuse('activity-rows-wrong', faults.map(({ pointer, detail }) => `${pointer}: ${detail}`).join('; '), faults))
}
