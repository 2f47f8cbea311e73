// A month from a file: every row is decided on what the rows before it left, and all are entered or none.
import type { Context } from '#src/access/context.ts'
import { readTable, type TableRow } from '#src/exchange/spreadsheet/table.ts'
import { writeSheets } from '#src/exchange/spreadsheet/write-sheets.ts'
import { survivorOf } from '#src/awards/holding.ts'
import { canonicalText } from '#src/kernel/canonical.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { foldName } from '#src/kernel/text.ts'
import type { Day } from '#src/kernel/time.ts'
import { siteFact } from '#src/parties/site.ts'
import type { HeldAccount } from './balance-account.ts'
import { courseOf, lastPeriodOf, leftOn } from './balance.ts'
import type { balanceContract } from './balance.contract.ts'
import { creditHeld, heldFor, knownLine, type Ground } from './balance-credit.handlers.ts'
import { debitHeld } from './balance-debit.handlers.ts'
import { blankEntry, openPeriod, type NewEntry } from './balance-entry.ts'
import { MONTH_COLUMNS, MONTH_KINDS, monthColumns, readMonthRow, type MonthReading, type MonthRow, type MonthRowAnswer, type SitesNamed } from './balance-month.ts'
import { periodOn, writtenMass } from './balance-period.ts'
import { accountFor, addEntry, currentPeriod, withEntry, type HeldPool } from './balance-pool.handlers.ts'
import { CustodyModel, ScrapClass } from './custody-model.ts'

const MOST_BYTES = 20_000_000
/** A template has room for this many lines with drop-downs; more may be added. */
const TEMPLATE_ROWS = 200

const groundOfRow = (account: HeldAccount, row: MonthRow): Ground => ({
  restsOn: 'paper', ref: `${account.organisationId}:${row.reference}`, contained: row.contained, suppliers: row.supplierSite === null ? [] : [row.supplierSite], supplierName: row.supplier, shipment: null,
  model: row.model ?? account.model, scrapClass: row.scrapClass, document: row.document,
})

async function entered(ctx: Context, account: HeldAccount, held: HeldPool, row: MonthRow, lineText: string): Promise<HeldPool> {
  const { kind, on, reference, contained, note } = row
  const line = { lineRef: reference, lineText }
  if (kind === 'credit') {
    return (await creditHeld(ctx, account, held, {
      on, ground: groundOfRow(account, row), eligible: row.eligible ?? contained, recovery: row.recovery ?? undefined, recoveryDocument: row.recovery === null ? undefined : row.document ?? undefined, note, ...line,
    })).held
  }
  if (kind === 'claim') {
    return (await debitHeld(ctx, account, held, { on, quantity: contained, restsOn: 'document', restsRef: `${account.organisationId}:${row.document ?? reference}`, document: row.document ?? reference, note, ...line })).held
  }
  const period = orRefuse(openPeriod(held.pool, on, ctx.today))
  const entry: NewEntry = { ...blankEntry, kind: 'throughput', on, period, vintage: period, other: kind === 'other-input' ? contained : 0, output: kind === 'output' ? contained : 0, supplierSite: row.supplierSite, supplierName: row.supplier, document: row.document, note, ...line }
  await addEntry(ctx, account, entry)
  return withEntry(held, account.accountNo, entry)
}

/** Names and former names of the sites of the register; of merged sites, the one that is left. */
export async function sitesByName(ctx: Context): Promise<SitesNamed> {
  const sites = (await ctx.facts()).of(siteFact)
  const byName = new Map<string, Set<string>>()
  for (const [siteId, { value: { name, aliases } }] of sites) {
    for (const one of [name, ...aliases.filter(({ kind }) => kind !== 'brand').map((alias) => alias.name)]) {
      const key = foldName(one)
      byName.set(key, (byName.get(key) ?? new Set()).add(survivorOf(sites, siteId)))
    }
  }
  return (name) => [...byName.get(foldName(name)) ?? []]
}

type Progress = { readonly sitesNamed: SitesNamed; held: HeldPool; readonly rows: MonthRowAnswer[]; lastDay: Day | null }

/** A row that is refused leaves the rows before it as they are, so that all faults of a file are told at once. */
async function takeRow(ctx: Context, account: HeldAccount, progress: Progress, columns: Parameters<typeof readMonthRow>[0], { line, cells }: TableRow): Promise<void> {
  const read = readMonthRow(columns, cells, account.unit, progress.sitesNamed)
  if (!read.accepted) {
    progress.rows.push({ line, reference: null, state: 'wrong', code: read.refusal.code, detail: read.refusal.detail })
    return
  }
  const lineText = canonicalText({ month: read.value })
  const { reference, on } = read.value
  try {
    if (await knownLine(ctx, account, reference, lineText) !== undefined) {
      progress.rows.push({ line, reference, state: 'already-entered', code: null, detail: null })
      return
    }
    if (progress.lastDay === null || on > progress.lastDay) progress.lastDay = on
    progress.held = await entered(ctx, account, progress.held, read.value, lineText)
    progress.rows.push({ line, reference, state: 'entered', code: null, detail: null })
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    progress.rows.push({ line, reference, state: 'wrong', code: error.refusal.code, detail: error.refusal.detail })
  }
}

/** In the order of their days, credits of a day before its claims: the order in a sheet says nothing. */
const RANK: Readonly<Record<string, number>> = { credit: 0, 'other-input': 1, output: 2, claim: 3 }
function inOrder(rows: readonly TableRow[], columns: Parameters<typeof readMonthRow>[0]): readonly TableRow[] {
  const keyOf = ({ cells }: TableRow): string => `${RANK[(cells[columns.get('kind')!] ?? '').trim().toLowerCase()] === 3 ? 1 : 0}|${(cells[columns.get('date')!] ?? '').trim()}|${RANK[(cells[columns.get('kind')!] ?? '').trim().toLowerCase()] ?? 9}`
  return rows.map((row) => ({ row, key: keyOf(row) })).toSorted((a, b) => a.key < b.key ? -1 : a.key > b.key ? 1 : a.row.line - b.row.line).map(({ row }) => row)
}

/** Balance and rest are of the period that the file tells of. */
function readingOf(ctx: Context, account: HeldAccount, { held, rows, lastDay }: Progress): MonthReading {
  const told = lastDay === null ? 0 : periodOn(held.pool.beginsOn, held.pool.rules.periodMonths, lastDay)
  const period = told > held.pool.lastClosed && lastDay! <= ctx.today ? told : currentPeriod(held, ctx.today)
  const now = courseOf(held.pool, lastPeriodOf(held.pool, period)).find((one) => one.period === period)!
  const count = (state: MonthRowAnswer['state']): number => rows.filter((row) => row.state === state).length
  return {
    rows: rows.toSorted((a, b) => a.line - b.line), entered: count('entered'), known: count('already-entered'), wrong: count('wrong'),
    balance: writtenMass(now.closing + now.expired, account.unit), left: writtenMass(leftOn(held.pool, account.accountNo, period, now.to < ctx.today ? now.to : ctx.today), account.unit),
  }
}

export const balanceMonthHandlers = () => ({
  async getMonthTemplate(ctx, { accountId }) {
    const account = await accountFor(ctx, accountId)
    const unit = account.unit === 'g' ? 't' : 'kg'
    const choices: Partial<Record<typeof MONTH_COLUMNS[number], readonly string[]>> = { kind: MONTH_KINDS, model: CustodyModel.options, 'scrap class': ScrapClass.options }
    const words = ctx.messages('balance')
    const bytes = await writeSheets([
      {
        name: 'Month', rows: Array.from({ length: TEMPLATE_ROWS }, () => MONTH_COLUMNS.map(() => null)),
        columns: MONTH_COLUMNS.map((column) => ({ title: column === 'contained' || column === 'eligible' ? `${column} (${unit})` : column, width: 18, ...(choices[column] === undefined ? {} : { choices: choices[column]! }) })),
      },
      { name: 'How to fill', columns: [{ title: 'column', width: 18 }, { title: 'meaning', width: 100 }], rows: MONTH_COLUMNS.map((column) => [column, words[`month.column.${column.replace(' ', '-')}`] ?? column]) },
    ])
    return new Response(bytes as BodyInit, {
      headers: { 'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'content-disposition': `attachment; filename="month-${account.siteId}-${account.characteristic}.xlsx"` },
    })
  },
  async importAccountMonth(ctx, { accountId, filename }) {
    await accountFor(ctx, accountId, 'balance:write')
    const table = orRefuse(await readTable(await ctx.upload(MOST_BYTES), filename))
    const columns = orRefuse(monthColumns(table.columns))
    const { account, held } = await heldFor(ctx, accountId)
    const progress: Progress = { sitesNamed: await sitesByName(ctx), held, rows: [], lastDay: null }
    for (const row of inOrder(table.rows, columns)) await takeRow(ctx, account, progress, columns, row)
    const reading = readingOf(ctx, account, progress)
    if (reading.wrong > 0 && !ctx.isDryRun) {
      const wrong = reading.rows.filter(({ state }) => state === 'wrong')
      throw new Refused(refuse('month-rows-wrong', `${wrong.length} of ${reading.rows.length} rows cannot be entered; nothing was.`, wrong.slice(0, 200).map(({ line, code, detail }) => ({ pointer: `line ${line}`, detail: `${code}: ${detail}` }))))
    }
    if (reading.entered > 0) ctx.record({ kind: 'balance.month-imported', subject: accountId, isPublic: false, body: { filename, entered: reading.entered, known: reading.known, references: progress.rows.filter(({ state }) => state === 'entered').map(({ reference }) => reference) } })
    return reading
  },
}) satisfies Partial<Handlers<typeof balanceContract, Context>>
