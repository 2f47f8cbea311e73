// A table as events: one row brings in or draws one lot, and rows of one event number make one event. What a clerk keeps in a
// spreadsheet comes out as the same lines a form or a program writes. Pure; the column names are those of the template.
import type { Table, TableRow } from '#src/exchange/spreadsheet/table.ts'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { decimalPoint, fractionText } from '#src/kernel/quanta.ts'
import { refuse } from '#src/kernel/refusal.ts'
import { CustodyModel, ScrapClass } from './custody-model.ts'
import { Material } from './lot.ts'
import { Substance } from './substance.ts'

/** The columns in the order of the template; a choice is offered where only some words are known. */
export const fileColumns = [
  { name: 'event', width: 16 }, { name: 'kind', width: 12, choices: ['extract', 'receive', 'transform', 'split', 'merge', 'aggregate', 'ship', 'sell', 'adjust', 'void'] }, { name: 'at', width: 18 }, { name: 'site', width: 16 },
  { name: 'input lot', width: 16 }, { name: 'take', width: 12 }, { name: 'output lot', width: 16 }, { name: 'material', width: 14, choices: Material.options }, { name: 'metal', width: 12, choices: Substance.options },
  { name: 'gross', width: 12 }, { name: 'moisture', width: 10 }, { name: 'assay', width: 10 }, { name: 'contained', width: 12 }, { name: 'unit', width: 8, choices: ['t', 'kg', 'g', 'mg', 'lb', 'oz'] },
  { name: 'model', width: 18, choices: CustodyModel.options }, { name: 'scrap class', width: 14, choices: ScrapClass.options }, { name: 'loss', width: 12 },
  { name: 'shipment', width: 16 }, { name: 'partner', width: 24 }, { name: 'market', width: 16 }, { name: 'certificate', width: 16 }, { name: 'voids', width: 16 }, { name: 'note', width: 30 },
] as const satisfies readonly { readonly name: string; readonly width: number; readonly choices?: readonly string[] }[]
export type FileColumn = typeof fileColumns[number]['name']

/** Whom the words of a partner name: somebody who is here, nobody, or several of one name. */
export type FoundPartner = { readonly standing: 'here'; readonly organisationId: string; readonly name: string } | { readonly standing: 'absent' | 'several' }
/** What names mean where the book is kept. */
export type FileNames = {
  /** A site by its number or its name, as the book knows it. */
  readonly siteOf: (words: string) => string
  readonly partnerOf: (words: string) => FoundPartner
}

/** An event as the rows tell it; `rows` are the lines of the file it stands on. */
export type FileEvent = { readonly event: string; readonly rows: readonly number[]; readonly line: Readonly<Record<string, unknown>>; readonly partner?: { readonly words: string } & FoundPartner }

type Row = { readonly line: number; readonly cell: (column: FileColumn) => string }
const fold = (name: string): string => name.trim().toLowerCase().replace(/[_-]+/g, ' ').replace(/\s+/g, ' ')

/** The events of a table, in the order of their first rows. */
export function fileEvents(table: Table, names: FileNames): Outcome<FileEvent[]> {
  const places = new Map(table.columns.map((column, i) => [fold(column), i]))
  const missing = (['event', 'kind', 'at', 'site'] as const).filter((name) => !places.has(name))
  if (missing.length > 0) return deny(refuse('custody-file-unreadable', `The file has no column ${missing.map((name) => `"${name}"`).join(', ')}. Use the column names of the template.`))
  const unknown = table.columns.filter((column) => !fileColumns.some(({ name }) => name === fold(column)) && !/^column \d+$/.test(column))
  if (unknown.length > 0) return deny(refuse('custody-file-unreadable', `The column ${unknown.map((name) => `"${name}"`).join(', ')} is none of the template's. Correct its name, or remove it.`))
  const groups = new Map<string, Row[]>()
  let last = ''
  for (const row of table.rows) {
    const read = rowOf(row, places)
    // A row without a number goes on with the event above it.
    const event = read.cell('event') === '' ? last : read.cell('event')
    last = event
    groups.set(event, [...groups.get(event) ?? [], read])
  }
  const faults: string[] = []
  const events = [...groups].map(([event, rows]) => eventOf(event, rows, names, (at, words) => faults.push(`${at.length === 1 ? 'Line' : 'Lines'} ${at.map(({ line }) => line).join(' and ')}: ${words}.`)))
  return faults.length === 0 ? accept(events) : deny(refuse('custody-file-rows-disagree', `${faults.slice(0, 5).join(' ')}${faults.length > 5 ? ` And ${faults.length - 5} more.` : ''}`, faults.slice(0, 50).map((detail) => ({ pointer: '', detail }))))
}

const rowOf = ({ line, cells }: TableRow, places: ReadonlyMap<string, number>): Row =>
  ({ line, cell: (column) => { const place = places.get(column); return place === undefined ? '' : (cells[place] ?? '').trim() } })

const some = <T>(name: string, value: T | undefined): Readonly<Record<string, T>> => value === undefined || value === '' ? {} : { [name]: value }
const distinct = (rows: readonly Row[], column: FileColumn): string[] => [...new Set(rows.map(({ cell }) => cell(column)).filter((text) => text !== ''))]

/** Notes what rows say that nobody would read: no cell is passed over in silence. */
type Fault = (rows: readonly Row[], words: string) => void

/** What the rows say of one thing, which they may say once or alike. */
function oneOf(rows: readonly Row[], column: FileColumn, fault: Fault): string | undefined {
  const [head, ...others] = rows.filter(({ cell }) => cell(column) !== '')
  const other = others.find(({ cell }) => fold(cell(column)) !== fold(head!.cell(column)))
  if (other !== undefined) fault([head!, other], `${column} is "${head!.cell(column)}" and "${other.cell(column)}" in one event. Correct one, or give the second row an event number of its own`)
  return head?.cell(column)
}

const NO_INPUTS = ['extract', 'receive', 'void']
const NO_OUTPUTS = ['ship', 'sell', 'adjust', 'void']

function eventOf(event: string, rows: readonly Row[], { siteOf, partnerOf }: FileNames, fault: Fault): FileEvent {
  const said = (column: FileColumn): string | undefined => oneOf(rows, column, fault)
  const kind = said('kind') ?? ''
  for (const row of rows) {
    if (NO_INPUTS.includes(kind) && row.cell('input lot') !== '') fault([row], `a ${kind} takes no input lot`)
    if (NO_OUTPUTS.includes(kind) && row.cell('output lot') !== '') fault([row], `${kind} names its lot under "input lot"`)
    if (kind !== 'adjust' && row.cell('input lot') !== '' && row.cell('output lot') === '' && ['gross', 'assay', 'contained'].some((column) => row.cell(column as FileColumn) !== '')) fault([row], 'how much is drawn of the lot stands under "take"')
  }
  const note = distinct(rows, 'note').join(' / ')
  const common = { event, kind, at: instantOf(said('at') ?? ''), site: siteOf(said('site') ?? ''), ...some('note', note) }
  const words = said('partner')
  const found = words === undefined ? undefined : partnerFrom(words, partnerOf)
  const partner = (name: string) => some(name, words === undefined ? undefined : found?.standing === 'here' ? { organisationId: found.organisationId } : { name: words })
  const inputs = rows.filter(({ cell }) => cell('input lot') !== '').map((row) => ({ lot: row.cell('input lot'), ...(row.cell('take') === '' ? {} : { take: massOf(row, 'take') }) }))
  const body = (): Readonly<Record<string, unknown>> => {
    const outputs = [...rowsByLot(rows, 'output lot', fault)].map(([lot, of]) => lotOf(lot, of, fault))
    switch (kind) {
      case 'receive': return { ...some('shipment', said('shipment')), ...partner('from'), outputs }
      case 'ship': return { ...some('shipment', said('shipment')), ...partner('to'), inputs }
      case 'sell': return { inputs, ...some('market', said('market')), ...partner('buyer') }
      case 'extract': return { outputs }
      case 'transform': return { inputs, outputs, ...some('losses', byMetal(rows, 'loss', (row) => massOf(row, 'loss'), fault)) }
      default: return { ...(inputs.length === 0 ? {} : { inputs }), ...(outputs.length === 0 ? {} : { outputs }) }
    }
  }
  const line = kind === 'adjust' ? { ...common, ...adjusted(rows, fault) } : kind === 'void' ? { ...common, ...some('voids', said('voids')), reason: note } : { ...common, ...body() }
  return { event, rows: rows.map(({ line: at }) => at), line, ...(found === undefined ? {} : { partner: { words: words!, ...found } }) }
}

/** An organisation is named by its id or by its name; everybody else by the name that is written. */
const partnerFrom = (words: string, partnerOf: FileNames['partnerOf']): FoundPartner => /^(org|ptn)_\S+$/.test(words) ? { standing: 'here', organisationId: words, name: words } : partnerOf(words)

/** Rows by the lot they are of: one that says a metal and no lot goes on with the lot above it. */
function rowsByLot(rows: readonly Row[], column: 'input lot' | 'output lot', fault: Fault): Map<string, Row[]> {
  const found = new Map<string, Row[]>()
  let last = ''
  for (const row of rows) {
    const saysMetal = row.cell('assay') !== '' || row.cell('contained') !== ''
    const lot = row.cell(column) !== '' ? row.cell(column) : saysMetal && row.cell('input lot') === '' ? last : ''
    if (lot === '' && saysMetal && row.cell('input lot') === '') fault([row], 'a quantity stands here and no lot')
    if (lot === '') continue
    last = lot
    found.set(lot, [...found.get(lot) ?? [], row])
  }
  return found
}

const metalOf = (row: Row): string => row.cell('metal') === '' ? 'copper' : row.cell('metal')

/** A quantity by metal, each metal once; nothing where no row says one. */
function byMetal(rows: readonly Row[], column: FileColumn, read: (row: Row) => string, fault: Fault): Readonly<Record<string, string>> | undefined {
  const stated = rows.filter(({ cell }) => cell(column) !== '')
  for (const [i, row] of stated.entries()) {
    const twin = stated.slice(0, i).find((one) => metalOf(one) === metalOf(row))
    if (twin !== undefined) fault([twin, row], `the ${column} of ${metalOf(row)} is said twice. Name another metal, lot or event in one of the rows`)
  }
  return stated.length === 0 ? undefined : Object.fromEntries(stated.map((row) => [metalOf(row), read(row)]))
}

function quantities(rows: readonly Row[], fault: Fault) {
  const weighed = rows.find(({ cell }) => cell('gross') !== '')
  oneOf(rows, 'gross', fault)
  return {
    ...(weighed === undefined ? {} : { measured: { gross: massOf(weighed, 'gross'), ...some('moisture', fractionText(oneOf(rows, 'moisture', fault) ?? '')), assay: byMetal(rows, 'assay', (row) => fractionText(row.cell('assay')), fault) ?? {} } }),
    ...some('contained', byMetal(rows, 'contained', (row) => massOf(row, 'contained'), fault)),
  }
}

function lotOf(lot: string, rows: readonly Row[], fault: Fault) {
  const certificates = distinct(rows, 'certificate')
  return {
    lot, material: oneOf(rows, 'material', fault) ?? 'other', metal: metalOf(rows[0]!), ...quantities(rows, fault),
    ...some('model', oneOf(rows, 'model', fault)), ...some('scrapClass', oneOf(rows, 'scrap class', fault)),
    ...(certificates.length === 0 ? {} : { documents: certificates.map((ref) => ({ kind: 'certificate-of-analysis', ref })) }),
  }
}

function adjusted(rows: readonly Row[], fault: Fault) {
  const [first, second] = [...rowsByLot(rows, 'input lot', fault)]
  if (first !== undefined && second !== undefined) fault([first[1][0]!, second[1][0]!], `one event weighs one lot, and these are ${first[0]} and ${second[0]}. Give the second an event number of its own`)
  const of = first?.[1] ?? []
  return { lot: first?.[0] ?? '', ...quantities(of, fault), basis: of.some(({ cell }) => cell('assay') !== '') ? 'assay' : 'weight', by: 'own', isSettlement: true }
}

/** A mass with its unit, or with the unit of the row; a decimal comma is read as a point, and what could be two numbers is refused. */
function massOf(row: Row, column: FileColumn): string {
  const text = row.cell(column)
  if (text === 'all') return text
  const plain = /^-?\d+([.,]\d+)?$/.test(text)
  return plain && row.cell('unit') !== '' ? `${decimalPoint(text)} ${row.cell('unit')}` : decimalPoint(text)
}

/** A day is its noon in UTC, a time without a zone is UTC. */
export function instantOf(text: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return `${text}T12:00:00.000Z`
  const [, day, time] = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)Z?$/.exec(text) ?? []
  return day === undefined ? text : `${day}T${time!.length === 5 ? `${time}:00` : time}Z`
}
