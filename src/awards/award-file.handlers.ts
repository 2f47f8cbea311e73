// What each party may see and do about an award: the scheme, the body, the site.
import type { Context } from '#src/access/context.ts'
import { canOn, requireOn } from '#src/access/policy.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { addDays } from '#src/kernel/time.ts'
import type { ResultOf } from '#src/kernel/operation.ts'
import { namesOf, personOf } from '#src/assurance/acting-person.ts'
import { caseAbsent } from '#src/assurance/case-move.handlers.ts'
import { readCase } from '#src/assurance/case.store.ts'
import { excludedFrom, membersOf } from '#src/assurance/decision-body.handlers.ts'
import { decisionQuorum } from '#src/assurance/decision.ts'
import { isRunning, publicAward, type HeldAward } from './award-change.ts'
import type { MatterView, awardContract } from './award.contract.ts'
import { appealable, decidable, type AwardAppeal, type AwardMatter } from './award-matter.ts'
import { appealsOf, awardReportsOf, mattersOf, readAppeal, readAwardReport, readMatter, votesOn } from './award-matter.store.ts'
import { siteOf } from './award-proposal.handlers.ts'
import { readAward } from './award.store.ts'
import { appealDays, appealQuorum, conditionalWording } from './settings-award.ts'

type File = ResultOf<typeof awardContract.getAwardFile>

const subjectOf = (award: HeldAward) => ({ ...siteOf(award), caseId: award.caseId })
export const awardAbsent = (awardId: string): Refused => new Refused(refuse('award-absent', `There is no award ${awardId} that this account may see.`))

/** @throws Refused `award-absent`, `permit-missing` */
export async function awardFor(ctx: Context, awardId: string, permit: string, isForUpdate = false, absent = () => awardAbsent(awardId)): Promise<HeldAward> {
  const award = await readAward(ctx.sql, awardId, isForUpdate)
  if (award === undefined) throw absent()
  requireOn(ctx.actor, permit, subjectOf(award), 'award-file:read', absent)
  return award
}

/** @throws Refused `matter-absent`, `permit-missing` */
export async function matterFor(ctx: Context, matterId: string, permit: string): Promise<{ award: HeldAward; matter: AwardMatter }> {
  const absent = () => new Refused(refuse('matter-absent', `There is no matter ${matterId} that this account may see.`))
  const matter = await readMatter(ctx.sql, matterId, true)
  if (matter === undefined) throw absent()
  return { matter, award: await awardFor(ctx, matter.awardId, permit, true, absent) }
}

/** @throws Refused `appeal-absent`, `permit-missing` */
export async function appealFor(ctx: Context, appealId: string, permit: string): Promise<{ award: HeldAward; appeal: AwardAppeal; matter: AwardMatter }> {
  const absent = () => new Refused(refuse('appeal-absent', `There is no appeal ${appealId} that this account may see.`))
  const appeal = await readAppeal(ctx.sql, appealId, true)
  if (appeal === undefined) throw absent()
  const award = await awardFor(ctx, appeal.awardId, permit, true, absent)
  return { award, appeal, matter: (await readMatter(ctx.sql, appeal.matterId))! }
}

/** @throws Refused `report-absent`, `permit-missing` */
export async function reportFor(ctx: Context, reportId: string, permit: string) {
  const absent = () => new Refused(refuse('report-absent', `There is no report ${reportId} that this account may see.`))
  const report = await readAwardReport(ctx.sql, reportId, true)
  if (report === undefined) throw absent()
  const award = await awardFor(ctx, report.awardId, permit, true, absent)
  if (!isShownTo(ctx, award, report)) throw absent()
  return { report, award }
}

/** What was found by others is the scheme's alone until the site is told. */
const isShownTo = (ctx: Context, award: HeldAward, report: { source: string; toldOn: string | null }): boolean =>
  canOn(ctx.actor, 'award:manage', subjectOf(award)) || report.source === 'site' || report.toldOn !== null

/** Members who may vote on an award: nobody who assessed, reviewed, or has an interest in the site. */
export async function entitledTo(ctx: Context, award: HeldAward): Promise<Set<string>> {
  const one = await readCase(ctx.sql, award.caseId)
  if (one === undefined) throw caseAbsent(award.caseId)
  const excluded = await excludedFrom(ctx, one)
  return new Set((await membersOf(ctx)).filter((userId) => !excluded.has(userId)))
}

/** @throws Refused `decider-conflicted` */
export async function requireUnconflicted(ctx: Context, award: HeldAward): Promise<void> {
  const one = await readCase(ctx.sql, award.caseId)
  const why = one === undefined ? undefined : (await excludedFrom(ctx, one)).get(personOf(ctx))
  if (why !== undefined) throw new Refused(refuse('decider-conflicted', `This account may not take part (${why}): nobody decides on what they assessed, reviewed, or have an interest in.`))
}

async function matterView(ctx: Context, award: HeldAward, matter: AwardMatter, appeal: AwardAppeal | undefined, entitled: ReadonlySet<string>): Promise<MatterView> {
  const [me, subject] = [personOf(ctx), subjectOf(award)]
  const isBody = canOn(ctx.actor, 'award-matter:record', subject)
  const votes = await votesOn(ctx.sql, matter.matterId)
  const days = await ctx.setting(appealDays)
  const appealUntil = matter.outcome === 'as-proposed' && (matter.proposal === 'suspend' || matter.proposal === 'withdraw') ? addDays(matter.decidedOn!, days) : null
  const mayVote = entitled.has(me) && canOn(ctx.actor, 'award-matter:vote', subject)
  const isNoticed = matter.state === 'noticed'
  const shown = (cast: typeof votes, isOpen: boolean) => isBody && (!isOpen || cast.some(({ userId }) => userId === me) || !mayVote) ? cast : []
  return {
    // The site reads reason, outcome and its own answer; who voted how, and the minutes, are the body's.
    ...matter, minutes: isBody ? matter.minutes : null, decidedBy: isBody ? matter.decidedBy : [], proposedBy: isBody ? matter.proposedBy : '', respondedBy: isBody ? null : matter.respondedBy,
    votes: shown(votes, isNoticed), voteCount: isBody ? votes.length : 0, quorum: await ctx.setting(decisionQuorum), ownVote: votes.find(({ userId }) => userId === me)?.vote ?? null,
    appeal: appeal === undefined ? null : await appealView(ctx, award, matter, appeal, mayVote, isBody), appealUntil,
    may: {
      answer: isNoticed && matter.response === null && canOn(ctx.actor, 'award:respond', subject), vote: mayVote && decidable(matter, ctx.today).accepted,
      record: isBody && decidable(matter, ctx.today).accepted, drop: isNoticed && canOn(ctx.actor, 'award:manage', subject),
      appeal: canOn(ctx.actor, 'appeal:write', subject) && appealable(matter, appeal, days, ctx.today).accepted,
    },
  }
}

async function appealView(ctx: Context, award: HeldAward, matter: AwardMatter, appeal: AwardAppeal, isEntitled: boolean, isBody: boolean): Promise<MatterView['appeal']> {
  const me = personOf(ctx)
  const votes = await votesOn(ctx.sql, appeal.appealId)
  const own = votes.find(({ userId }) => userId === me)
  const mayVote = appeal.state === 'lodged' && isEntitled && !matter.decidedBy.includes(me)
  return {
    ...appeal, heardBy: isBody ? appeal.heardBy : [], votes: isBody && (appeal.state !== 'lodged' || own !== undefined || !isEntitled) ? votes : [], voteCount: isBody ? votes.length : 0,
    quorum: await ctx.setting(appealQuorum), ownVote: own?.vote ?? null, mayVote, mayRecord: appeal.state === 'lodged' && canOn(ctx.actor, 'award-matter:record', subjectOf(award)) && !matter.decidedBy.includes(me),
  }
}

export async function fileOf(ctx: Context, award: HeldAward): Promise<File> {
  const subject = subjectOf(award)
  const [matters, appeals, reports] = await Promise.all([mattersOf(ctx.sql, [award.awardId]), appealsOf(ctx.sql, [award.awardId]), awardReportsOf(ctx.sql, [award.awardId])])
  const entitled = matters.length === 0 ? new Set<string>() : await entitledTo(ctx, award)
  const views = await Promise.all(matters.map((matter) => matterView(ctx, award, matter, appeals.find(({ matterId }) => matterId === matter.matterId), entitled)))
  const isManager = canOn(ctx.actor, 'award:manage', subject)
  const voters = views.flatMap(({ votes, appeal, decidedBy }) => [...votes, ...appeal?.votes ?? []].map(({ userId }) => userId).concat(decidedBy))
  return {
    awardId: award.awardId, caseId: award.caseId, organisationId: award.organisationId, today: ctx.today, ...publicAward(award, await ctx.setting(conditionalWording)),
    matters: views, reports: reports.filter((report) => isShownTo(ctx, award, report)).map((report) => ({ ...report, reportedBy: '' })), people: await namesOf(ctx, voters),
    may: {
      propose: isManager && (isRunning(award) || award.state === 'withdrawn'), report: isRunning(award) && canOn(ctx.actor, 'change:report', subject), review: isManager,
      acknowledge: canOn(ctx.actor, 'award:respond', subject), meetCondition: isManager && isRunning(award),
    },
  }
}
