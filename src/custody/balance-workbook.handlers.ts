// A balance account as a workbook, and its entries as they are shown.
import type { Context } from '#src/access/context.ts'
import { writeSheets, type SheetOut } from '#src/exchange/spreadsheet/write-sheets.ts'
import type { HeldAccount } from './balance-account.ts'
import { courseOf } from './balance.ts'
import { entriesByNo, entriesOf, type HeldEntry } from './balance-entry.store.ts'
import { writtenMass } from './balance-period.ts'
import { currentPeriod, type HeldPool } from './balance-pool.handlers.ts'
import { siteNameOf } from './balance-standing.ts'
import { figuresView, type EntryView, type FiguresView } from './balance-view.ts'

/** A workbook of more entries than this is one nobody reads; the API pages them. */
const MOST_ENTRIES = 50_000

export async function entryViews(ctx: Context, account: HeldAccount, entries: readonly HeldEntry[]): Promise<EntryView[]> {
  const corrected = await entriesByNo(ctx.sql, entries.flatMap(({ corrects }) => corrects === null ? [] : [corrects]))
  const say = (quanta: number): string => writtenMass(quanta, account.unit)
  return entries.map((one) => ({
    entryId: one.entryId, kind: one.kind, on: one.on, period: one.period, amount: say(one.amount), eligible: say(one.eligible), other: say(one.other), output: say(one.output), recovery: one.recovery,
    recoveryDocument: one.recoveryDocument, restsOn: one.restsOn, restsRef: one.restsRef, reference: one.lineRef, supplierSite: one.supplierSite, supplierName: one.supplierName, model: one.model,
    scrapClass: one.scrapClass, document: one.document, correctsEntryId: one.corrects === null ? null : corrected.get(one.corrects)!.entryId, note: one.note, recordedAt: one.recordedAt, recordedBy: one.recordedBy,
  }))
}

const FIGURES: readonly (keyof FiguresView)[] = ['opening', 'credited', 'claimed', 'returned', 'adjusted', 'groupIn', 'groupOut', 'expired', 'closing', 'eligibleInput', 'otherInput', 'output']

/** `185.671 t` as a number of a cell. */
const cell = (mass: string): number => Number(mass.slice(0, mass.indexOf(' ')))

export async function exportedAccount(ctx: Context, account: HeldAccount, held: HeldPool, title: string): Promise<Response> {
  const words = ctx.messages('balance')
  const say = (key: string): string => words[key] ?? key
  const unit = account.unit === 'g' ? 't' : 'kg'
  const narrow = (key: string) => ({ title: `${say(key)} (${unit})`, width: 16 })
  const course = courseOf(held.pool, currentPeriod(held, ctx.today))
  const periods = [
    ...held.closed.filter(({ accountNo }) => accountNo === account.accountNo).map((one) => ({ ...one, state: 'closed', digest: one.digest })),
    ...course.map((one) => ({ ...one.accounts.get(account.accountNo)!, period: one.period, from: one.from, to: one.to, state: 'open', digest: '' })),
  ].toSorted((a, b) => a.period - b.period)
  const entries = await entryViews(ctx, account, (await entriesOf(ctx.sql, account.accountNo, { limit: MOST_ENTRIES })).toReversed())
  const sheets: SheetOut[] = [
    {
      name: say('sheet.account'), columns: [{ title: say('sheet.field'), width: 32 }, { title: say('sheet.value'), width: 60 }],
      rows: [
        [say('field.site'), `${siteNameOf(await ctx.facts(), account.siteId)} (${account.siteId})`], [say('field.account'), account.accountId], [say('field.profile'), `${title} (${account.profile} ${account.profileVersion})`],
        [say('field.metal'), say(`metal.${account.metal}`)], [say('field.characteristic'), say(`characteristic.${account.characteristic}`)], [say('field.model'), say(`model.${account.model}`)], [say('field.begins'), account.beginsOn],
        [say('field.recovery'), account.recovery], [say('field.as-of'), ctx.today],
      ],
    },
    {
      name: say('sheet.periods'), columns: [{ title: say('field.from'), width: 12 }, { title: say('field.to'), width: 12 }, { title: say('field.state'), width: 10 }, ...FIGURES.map((key) => narrow(`figure.${key}`)), { title: say('field.digest'), width: 66 }],
      rows: periods.map((one) => { const view = figuresView(one, account.unit); return [one.from, one.to, say(`state.${one.state}`), ...FIGURES.map((key) => cell(view[key])), one.digest] }),
    },
    {
      name: say('sheet.entries'),
      columns: [
        { title: say('field.day'), width: 12 }, { title: say('field.kind'), width: 16 }, narrow('figure.amount'), narrow('figure.eligibleInput'), narrow('figure.otherInput'), narrow('figure.output'), { title: say('field.recovery'), width: 10 },
        { title: say('field.rests'), width: 40 }, { title: say('field.supplier'), width: 24 }, { title: say('field.document'), width: 24 }, { title: say('field.note'), width: 32 }, { title: say('field.entry'), width: 34 }, { title: say('field.corrects'), width: 34 },
      ],
      rows: entries.map((one) => [one.on, say(`entry.${one.kind}`), cell(one.amount), cell(one.eligible), cell(one.other), cell(one.output), one.recovery, one.restsRef, one.supplierSite ?? one.supplierName, one.document, one.note, one.entryId, one.correctsEntryId]),
    },
  ]
  return new Response(await writeSheets(sheets) as BodyInit, {
    headers: { 'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'content-disposition': `attachment; filename="balance-${account.siteId}-${account.characteristic}.xlsx"` },
  })
}
