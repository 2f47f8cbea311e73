// A table as events: one row brings in or draws one lot, and rows of one event number make one event. What a clerk keeps in a
// spreadsheet comes out as the same lines a form or a program writes. Pure; the column names are those of the template.
import type { Table, TableRow } from '#src/exchange/spreadsheet/table.ts'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { fractionText } from '#src/kernel/quanta.ts'
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

/** An event as the rows tell it; `rows` are the lines of the file it stands on. */
export type FileEvent = { readonly event: string; readonly rows: readonly number[]; readonly line: Readonly<Record<string, unknown>> }

type Row = { readonly line: number; readonly cell: (column: FileColumn) => string }
const fold = (name: string): string => name.trim().toLowerCase().replace(/[_-]+/g, ' ').replace(/\s+/g, ' ')

/**
 * The events of a table, in the order of their first rows.
 * @param siteOf a site by its number or its name, as the book knows it
 */
export function fileEvents(table: Table, siteOf: (words: string) => string): Outcome<FileEvent[]> {
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
  return accept([...groups].map(([event, rows]) => ({ event, rows: rows.map(({ line }) => line), line: lineOf(event, rows, siteOf) })))
}

const rowOf = ({ line, cells }: TableRow, places: ReadonlyMap<string, number>): Row =>
  ({ line, cell: (column) => { const place = places.get(column); return place === undefined ? '' : (cells[place] ?? '').trim() } })

const first = (rows: readonly Row[], column: FileColumn): string | undefined => rows.map(({ cell }) => cell(column)).find((text) => text !== '')
const some = <T>(name: string, value: T | undefined): Readonly<Record<string, T>> => value === undefined || value === '' ? {} : { [name]: value }

function lineOf(event: string, rows: readonly Row[], siteOf: (words: string) => string): Record<string, unknown> {
  const kind = first(rows, 'kind') ?? ''
  const inputs = rows.filter(({ cell }) => cell('input lot') !== '').map((row) => ({ lot: row.cell('input lot'), ...(row.cell('take') === '' ? {} : { take: massOf(row, 'take') }) }))
  const outputs = rows.filter(({ cell }) => cell('output lot') !== '').map(lotOf)
  const common = { event, kind, at: instantOf(first(rows, 'at') ?? ''), site: siteOf(first(rows, 'site') ?? ''), ...some('note', first(rows, 'note')) }
  const partner = first(rows, 'partner')
  const shipment = some('shipment', first(rows, 'shipment'))
  switch (kind) {
    case 'receive': return { ...common, ...shipment, ...(partner === undefined ? {} : { from: partyOf(partner) }), outputs }
    case 'ship': return { ...common, ...shipment, ...(partner === undefined ? {} : { to: partyOf(partner) }), inputs }
    case 'sell': return { ...common, inputs, ...some('market', first(rows, 'market')), ...(partner === undefined ? {} : { buyer: partyOf(partner) }) }
    case 'extract': return { ...common, outputs }
    case 'transform': return { ...common, inputs, outputs, ...lossesOf(rows) }
    case 'adjust': return { ...common, ...adjusted(rows[0]!) }
    case 'void': return { ...common, ...some('voids', first(rows, 'voids')), reason: first(rows, 'note') ?? '' }
    default: return { ...common, ...(inputs.length === 0 ? {} : { inputs }), ...(outputs.length === 0 ? {} : { outputs }) }
  }
}

/** An organisation here is named by its id, everybody else by name. */
const partyOf = (words: string) => /^(org|ptn)_\S+$/.test(words) ? { organisationId: words } : { name: words }

const quantities = (row: Row) => {
  const metal = row.cell('metal') === '' ? 'copper' : row.cell('metal')
  return {
    ...(row.cell('gross') === '' ? {} : { measured: { gross: massOf(row, 'gross'), ...some('moisture', fractionText(row.cell('moisture'))), assay: row.cell('assay') === '' ? {} : { [metal]: fractionText(row.cell('assay')) } } }),
    ...(row.cell('contained') === '' ? {} : { contained: { [metal]: massOf(row, 'contained') } }),
  }
}

const lotOf = (row: Row) => ({
  lot: row.cell('output lot'), material: row.cell('material') === '' ? 'other' : row.cell('material'), metal: row.cell('metal') === '' ? 'copper' : row.cell('metal'), ...quantities(row),
  ...some('model', row.cell('model')), ...some('scrapClass', row.cell('scrap class')),
  ...(row.cell('certificate') === '' ? {} : { documents: [{ kind: 'certificate-of-analysis', ref: row.cell('certificate') }] }),
})

const adjusted = (row: Row) => ({ lot: row.cell('input lot'), ...quantities(row), basis: row.cell('assay') === '' ? 'weight' : 'assay', by: 'own', isSettlement: true })

function lossesOf(rows: readonly Row[]): Record<string, unknown> {
  const stated = rows.filter(({ cell }) => cell('loss') !== '').map((row) => [row.cell('metal') === '' ? 'copper' : row.cell('metal'), massOf(row, 'loss')])
  return stated.length === 0 ? {} : { losses: Object.fromEntries(stated) }
}

/** A mass with its unit, or with the unit of the row; a decimal comma is read as a point. */
function massOf(row: Row, column: FileColumn): string {
  const text = row.cell(column)
  if (text === 'all') return text
  const plain = /^-?\d+([.,]\d+)?$/.test(text)
  return plain && row.cell('unit') !== '' ? `${text.replace(',', '.')} ${row.cell('unit')}` : text.replace(/(\d),(\d{1,9})(?=\D|$)/, '$1.$2')
}

/** A day is its noon in UTC, a time without a zone is UTC. */
export function instantOf(text: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return `${text}T12:00:00.000Z`
  const [, day, time] = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)Z?$/.exec(text) ?? []
  return day === undefined ? text : `${day}T${time!.length === 5 ? `${time}:00` : time}Z`
}
