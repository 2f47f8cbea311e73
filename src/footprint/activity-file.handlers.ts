// Activity figures from a file: every set is decided on what the sets before it left, and all are recorded or none.
import { grantsOf } from '#src/access/actor.ts'
import { canOn, requireOn } from '#src/access/policy.ts'
import type { Context } from '#src/access/context.ts'
import { sitesByName } from '#src/custody/balance-month.handlers.ts'
import { Substance } from '#src/custody/substance.ts'
import { readTable } from '#src/exchange/spreadsheet/table.ts'
import { writeSheets } from '#src/exchange/spreadsheet/write-sheets.ts'
import { canonicalText } from '#src/kernel/canonical.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { orRefuse, type Outcome } from '#src/kernel/outcome.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { siteFact } from '#src/parties/site.ts'
import { ActivityLine, SiteStage, type SiteActivity } from './activity.ts'
import type { activityFileContract } from './activity-file.contract.ts'
import { FIGURE_COLUMNS, FIGURE_ROWS, FIGURE_UNITS, figureColumns, figureRows, readFigures, type FigureColumn, type FigureReading, type FigureRows, type FigureSet } from './activity-file.ts'
import type { Activity } from './footprint.contract.ts'
import { activitiesOf } from './footprint.store.ts'

const MOST_BYTES = 20_000_000
/** A template has room for this many rows with drop-downs; more may be added. */
const TEMPLATE_ROWS = 200
const siteAbsent = (): Refused => new Refused(refuse('footprint-site-absent', 'There are no figures of this site and book that this account may see.'))
type RecordActivity = (ctx: Context, input: SiteActivity & { readonly organisationId: string }) => Promise<Pick<Activity, 'burden'> | Response>

/** Whoever writes the whole book, or one of its sites; each set is asked for once more by its own. @throws Refused `footprint-site-absent`, `permit-missing` */
async function mayOnSomeSite(ctx: Context, permit: 'footprint:read' | 'footprint:write', organisationId: string): Promise<void> {
  const sites = (await ctx.facts()).of(siteFact)
  const reached = grantsOf(ctx.actor).flatMap(({ scope }) => scope.kind === 'site' && sites.get(scope.id)?.value.organisationId === organisationId ? [scope.id] : [])
  if (!reached.some((siteId) => canOn(ctx.actor, permit, { organisationId, siteId }))) requireOn(ctx.actor, permit, { organisationId }, 'footprint:read', siteAbsent)
}

async function isKnown(ctx: Context, organisationId: string, figures: SiteActivity): Promise<boolean> {
  const text = canonicalText(figures)
  return (await activitiesOf(ctx.sql, organisationId, figures.siteId)).some(({ isCurrent, activity }) => isCurrent && canonicalText(activity) === text)
}

/** A set that is refused leaves the others as they are, so that all faults of a file are told at once. */
async function takenSet(ctx: Context, organisationId: string, record: RecordActivity, { rows, ...where }: FigureRows, read: Outcome<SiteActivity>): Promise<FigureSet> {
  const set = { rows: rows.map(({ line }) => line), ...where, tonnesCo2e: null, code: null, detail: null }
  try {
    const figures = orRefuse(read)
    if (await isKnown(ctx, organisationId, figures)) return { ...set, state: 'already-recorded' }
    const recorded = await record(ctx, { organisationId, ...figures })
    const burden = recorded instanceof Response ? null : recorded.burden
    return { ...set, state: 'recorded', tonnesCo2e: burden === null ? null : (Number(burden.total.total) / 1000).toFixed(6) }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return { ...set, state: 'wrong', code: error.refusal.code, detail: error.refusal.detail }
  }
}

const CHOICES: Partial<Record<FigureColumn, readonly string[]>> = {
  row: FIGURE_ROWS, stage: SiteStage.options, kind: ActivityLine.shape.kind.options, unit: FIGURE_UNITS, scope: ['1', '2', '3'], per: ['period', 'tonne'], measured: ['yes', 'no'],
}

/** @param record records one set as the form does */
export const activityFileHandlers = (record: RecordActivity): Handlers<typeof activityFileContract, Context> => ({
  async getActivityTemplate(ctx, { organisationId }) {
    await mayOnSomeSite(ctx, 'footprint:read', organisationId)
    const words = ctx.messages('claims')
    const bytes = await writeSheets([
      {
        name: 'Figures', rows: Array.from({ length: TEMPLATE_ROWS }, () => FIGURE_COLUMNS.map(() => null)),
        columns: FIGURE_COLUMNS.map((column) => ({ title: column, width: 16, ...(CHOICES[column] === undefined ? {} : { choices: CHOICES[column]! }) })),
      },
      {
        name: 'How to fill', columns: [{ title: 'column', width: 26 }, { title: 'meaning', width: 110 }],
        rows: [...FIGURE_COLUMNS.map((column) => [column, words[`file.column.${column.replaceAll(' ', '-')}`] ?? column]), ['name', Substance.options.join(', ')]],
      },
    ])
    return new Response(bytes as BodyInit, {
      headers: { 'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'content-disposition': 'attachment; filename="activity-figures.xlsx"' },
    })
  },
  async importActivities(ctx, { organisationId, filename }): Promise<FigureReading> {
    await mayOnSomeSite(ctx, 'footprint:write', organisationId)
    const table = orRefuse(await readTable(await ctx.upload(MOST_BYTES), filename))
    const columns = orRefuse(figureColumns(table.columns))
    const sitesNamed = await sitesByName(ctx)
    const sets: FigureSet[] = []
    for (const one of figureRows(columns, table.rows)) sets.push(await takenSet(ctx, organisationId, record, one, readFigures(columns, one, sitesNamed)))
    const count = (state: FigureSet['state']): number => sets.filter((set) => set.state === state).length
    const reading = { sets, recorded: count('recorded'), known: count('already-recorded'), wrong: count('wrong') }
    if (reading.wrong > 0 && !ctx.isDryRun) {
      const wrong = sets.filter(({ state }) => state === 'wrong')
      throw new Refused(refuse('activity-rows-wrong', `${wrong.length} of ${sets.length} sets cannot be recorded; nothing was.`, wrong.slice(0, 200).map(({ rows, code, detail }) => ({ pointer: `row ${rows[0]}`, detail: `${code}: ${detail}` }))))
    }
    return reading
  },
})
