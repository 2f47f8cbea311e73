// The secretariat's desk: board, reminders, workload, checks of quality, indicators.
import type { Context } from '#src/access/context.ts'
import { grantsOn } from '#src/access/grant.store.ts'
import { Role } from '#src/access/role.ts'
import { readCase } from '#src/assurance/case.store.ts'
import { subjectOf } from '#src/assurance/case.ts'
import { caseAbsent } from '#src/assurance/case-move.handlers.ts'
import { openStates } from '#src/assurance/cycle.ts'
import { writeCsv } from '#src/exchange/csv/write-csv.ts'
import { writeXlsx } from '#src/exchange/spreadsheet/write.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { holdersOn } from '#src/access/grant.store.ts'
import { notify } from '#src/notices/notify.handlers.ts'
import { firmsOf } from '#src/parties/assessor-firm.store.ts'
import { siteFact } from '#src/parties/site.ts'
import { putFact } from '#src/transparency/fact.ts'
import { countsOf, loadOf, type BoardRow } from './board.ts'
import { addChecks, allChecks, boardRows, closeCheck, decidedReports, type BoardQuery } from './board.store.ts'
import type { deskContract } from './desk.contract.ts'
import { indicatorsOf, siteDisclosureFact } from './indicators.ts'
import { drawn } from './sample.ts'

const COLUMNS = ['case', 'site', 'participant', 'country', 'state', 'cycle', 'standard', 'letter signed on', 'next clock', 'due on', 'days left', 'whose move', 'overdue clocks'] as const
const cellsOf = (row: BoardRow): (string | number)[] => [
  row.caseId, row.siteName, row.participant ?? '', row.country, row.state, row.cycle, `${row.standard} ${row.standardVersion}`, row.letterSignedOn ?? '',
  row.next?.clock ?? '', row.next?.dueOn ?? '', row.next?.daysLeft ?? '', row.next?.ownerRole ?? '', row.overdue,
]

async function exported(rows: readonly BoardRow[], format: 'csv' | 'xlsx'): Promise<Response> {
  const cells = rows.map(cellsOf)
  const body = format === 'csv' ? writeCsv(COLUMNS, cells) : new Uint8Array(await writeXlsx('Board', COLUMNS, cells))
  return new Response(body, {
    headers: {
      'content-type': format === 'csv' ? 'text/csv; charset=utf-8' : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'content-disposition': `attachment; filename="board.${format}"`,
    },
  })
}

/** Tells everybody whose move is next in a case. @returns the accounts */
async function remind(ctx: Context, caseId: string, row: BoardRow | undefined, words: string): Promise<string[]> {
  const one = await readCase(ctx.sql, caseId)
  if (one === undefined) throw caseAbsent(caseId)
  const role = Role.safeParse(row?.next?.ownerRole ?? 'site-owner')
  const people = await holdersOn(ctx.sql, [role.success ? role.data : 'site-owner'], subjectOf(one))
  await notify(ctx, people, {
    kind: row?.next === undefined || row.next === null ? 'secretariat-reminder-plain' : 'secretariat-reminder', link: `/cases/${caseId}`, caseId,
    params: { site: one.siteName, text: words, ...(row?.next == null ? {} : { clock: row.next.clock, day: row.next.dueOn }) },
    ...(row?.next == null ? {} : { dueOn: row.next.dueOn }), dedupeKey: `case:${caseId}:reminded:${ctx.today}`,
  })
  return people
}

/** Each lead assessor with the cases led. */
async function byAssessor(ctx: Context, rows: readonly BoardRow[]): Promise<ReturnType<typeof loadOf>[]> {
  const led = new Map<string, BoardRow[]>()
  for (const row of rows) {
    if (row.firmId === null) continue
    for (const { userId } of await grantsOn(ctx.sql, { kind: 'case', id: row.caseId }, ['lead-assessor'])) led.set(userId, [...led.get(userId) ?? [], row])
  }
  const people = await ctx.accounts.people([...led.keys()])
  return [...led].map(([userId, cases]) => loadOf(userId, people.get(userId)?.name ?? null, cases))
}

const groupBy = <K>(rows: readonly BoardRow[], keyOf: (row: BoardRow) => K): Map<K, BoardRow[]> => Map.groupBy(rows, keyOf)

export const deskHandlers: Handlers<typeof deskContract, Context> = {
  getBoard: async (ctx, query) => {
    const items = await boardRows(ctx.sql, ctx.today, query as BoardQuery)
    return { today: ctx.today, counts: countsOf(items), items }
  },
  exportBoard: async (ctx, { format, ...query }) => exported(await boardRows(ctx.sql, ctx.today, query as BoardQuery), format),
  remindCases: async (ctx, { caseIds, text }) => {
    const rows = new Map((await boardRows(ctx.sql, ctx.today, {})).map((row) => [row.caseId, row]))
    const told = new Set<string>()
    for (const caseId of new Set(caseIds)) for (const person of await remind(ctx, caseId, rows.get(caseId), text?.trim() ?? '')) told.add(person)
    ctx.record({ kind: 'cases.reminded', subject: 'board', isPublic: false, body: { caseIds: [...new Set(caseIds)] } })
    return { cases: new Set(caseIds).size, people: told.size }
  },
  getWorkload: async (ctx) => {
    const rows = await boardRows(ctx.sql, ctx.today, { states: openStates })
    const firms = groupBy(rows.filter(({ firmId }) => firmId !== null), (row) => row.firmId!)
    const names = await firmsOf(ctx.sql, [...firms.keys()])
    return {
      byRole: [...groupBy(rows, (row) => row.next?.ownerRole ?? 'operator')].map(([role, cases]) => loadOf(role, null, cases)),
      byFirm: [...firms].map(([firmId, cases]) => loadOf(firmId, names.get(firmId)?.name ?? null, cases)),
      byAssessor: await byAssessor(ctx, rows),
    }
  },
  drawQualitySample: async (ctx, { from, to, percent, seed }) => {
    const reports = await decidedReports(ctx.sql, from, to)
    if (reports.length === 0) throw new Refused(refuse('no-reports-to-draw', `No report was decided from ${from} to ${to}.`))
    const sample = drawn(reports, percent, seed)
    const drawId = ctx.newId('drw')
    await addChecks(ctx.sql, sample, drawId, ctx.today)
    ctx.record({ kind: 'quality-sample.drawn', subject: drawId, isPublic: false, body: { from, to, percent, seed, outOf: reports.length, drawn: sample } })
    return { drawId, drawn: sample, outOf: reports.length }
  },
  listQualityChecks: async (ctx) => {
    const checks = await allChecks(ctx.sql)
    const names = new Map((await boardRows(ctx.sql, ctx.today, {})).map((row) => [row.caseId, row.siteName]))
    return { items: checks.map((check) => ({ ...check, siteName: names.get(check.caseId) ?? null })), next: null }
  },
  recordQualityCheck: async (ctx, { caseId, round, drawId, verdict, remarks }) => {
    const by = ctx.actor.kind === 'public' ? '' : ctx.actor.userId
    if (!await closeCheck(ctx.sql, { caseId, round, drawId, verdict, remarks, on: ctx.today, by })) {
      throw new Refused(refuse('quality-check-absent', `No check of round ${round} of ${caseId} is open in the draw ${drawId}.`))
    }
    ctx.record({ kind: 'quality-check.recorded', subject: caseId, isPublic: false, body: { round, drawId, verdict, reason: remarks } })
    return { caseId }
  },
  getProgrammeIndicators: async (ctx, { asOf }) => {
    const day = asOf ?? ctx.today
    if (day > ctx.today) throw new Refused(refuse('day-ahead', `${day} has not come yet; today is ${ctx.today}.`))
    // What was recorded by the end of that day: a later correction does not change what was known.
    const facts = await ctx.facts(day === ctx.today ? undefined : `${day}T23:59:59.999Z`)
    return { asOf: day, indicators: indicatorsOf(facts, day) }
  },
  recordDisclosure: async (ctx, { siteId, kind, publishedOn, address }) => {
    if (!(await ctx.facts()).of(siteFact).has(siteId)) throw new Refused(refuse('site-unknown', `No site has the number ${siteId}.`))
    if (publishedOn > ctx.today) throw new Refused(refuse('day-ahead', `${publishedOn} has not come yet.`))
    ctx.publish([putFact(siteDisclosureFact, `${siteId}.${kind}`, { siteId, kind, publishedOn, address })], { kind: 'disclosure.recorded', subject: siteId, isPublic: true, body: {} })
    return { siteId }
  },
}
