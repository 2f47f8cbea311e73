// How every change of an award is saved and made public: the award itself, and the event in the register of marks, from
// which registry, statistics and site page follow.
import type { Context } from '#src/access/context.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import type { Day } from '#src/kernel/time.ts'
import { datasetFact } from '#src/parties/source.ts'
import { putFact, type FactLine } from '#src/transparency/fact.ts'
import { awardFact } from './award.ts'
import { DECIDED_HERE, changed, decidedMilestone, milestoneKindOf, publicAward, type AwardChangeKind, type AwardReasonClass, type HeldAward } from './award-change.ts'
import { updateAward } from './award.store.ts'
import { milestoneFact, type MilestoneKind, type Register } from './milestone.ts'
import { conditionalWording } from './settings-award.ts'

/** The list from which events decided here come, with its licence. */
export const datasetLine = (): FactLine => putFact(datasetFact, DECIDED_HERE, {
  title: 'Decisions recorded in this installation', file: 'the log of this installation', licence: 'CC BY 4.0', attribution: 'The scheme that runs this installation', isShareAlike: false, origin: 'mark-owner',
})

/** An event of a site in a register; the id holds what makes it another one. */
export function milestoneLine(ctx: Context, id: string, told: {
  siteId: string; siteName: string; register: Register; kind: MilestoneKind; mark: HeldAward['mark'] | null; on: Day; source: string; path: string; asFound: string
  validUntil?: Day | undefined; condition?: string | undefined; firmName?: string | undefined; criteriaCount?: number | undefined
}): FactLine {
  return putFact(milestoneFact, id, decidedMilestone({ ...told, url: `${ctx.publicUrl}${told.path}` }))
}

/** The lines that a new entry in the history of an award makes public. */
export async function awardLines(ctx: Context, award: HeldAward, before: HeldAward['state'] | null): Promise<FactLine[]> {
  const wording = await ctx.setting(conditionalWording)
  const last = award.history.at(-1)!
  const kind = milestoneKindOf(last.change, before, award.state, award.cycle)
  const lines = [putFact(awardFact, award.awardId, publicAward(award, wording))]
  if (kind === null) return lines
  const isGrant = kind === 'award' || kind === 're-award' || kind === 'extension'
  return [datasetLine(), ...lines, milestoneLine(ctx, `${award.awardId}.${award.history.length}`, {
    siteId: award.siteId, siteName: award.particulars.siteName, register: 'mark', kind, mark: award.mark, on: last.on,
    validUntil: isGrant ? award.validUntil : undefined, condition: award.isConditional && kind !== 'suspension' && kind !== 'withdrawal' ? wording : undefined,
    source: `Decision of the scheme on award ${award.awardId}`, path: `/awards/${award.awardId}`, asFound: `${last.change} (${last.reasonClass})`,
  })]
}

export type Changing = {
  readonly change: AwardChangeKind
  readonly reasonClass: AwardReasonClass
  readonly on?: Day | undefined
  readonly patch?: Parameters<typeof changed>[4]
  /** For the log alone: which matter, appeal or report it came from. */
  readonly body?: Readonly<Record<string, unknown>>
}

/**
 * Changes an award that was loaded for update, saves and publishes it.
 * @throws Refused `award-state-forbids`
 */
export async function changeAward(ctx: Context, award: HeldAward, how: Changing): Promise<HeldAward> {
  const on = how.on ?? ctx.today
  const after = { ...orRefuse(changed(award, how.change, how.reasonClass, on, how.patch)), changedAt: ctx.now }
  await updateAward(ctx.sql, after)
  ctx.publish(await awardLines(ctx, after, award.state), {
    kind: 'award.changed', subject: award.siteId, isPublic: true, body: { awardId: award.awardId, change: how.change, reasonClass: how.reasonClass, on, before: award.state, after: after.state, ...how.body },
  })
  return { ...after, version: after.version + 1 }
}
