// The way of an award after it was given. Every change of its standing is decided by the body, after notice; what the
// scheme does alone tells, asks and records.
import type { Context } from '#src/access/context.ts'
import { canOn } from '#src/access/policy.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { page } from '#src/kernel/page.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { addMonths, type Day } from '#src/kernel/time.ts'
import { personOf } from '#src/assurance/acting-person.ts'
import { decisionMajority, decisionQuorum } from '#src/assurance/decision.ts'
import { evidenceByIds } from '#src/evidence/evidence.store.ts'
import { closeNotices } from '#src/notices/notice.store.ts'
import { notify, notifyRoles } from '#src/notices/notify.handlers.ts'
import { participantsOf } from '#src/parties/participant.store.ts'
import { isRunning, type AwardChangeKind, type HeldAward } from './award-change.ts'
import type { awardContract } from './award.contract.ts'
import { appealFor, awardFor, entitledTo, fileOf, matterFor, requireUnconflicted } from './award-file.handlers.ts'
import { answered, appealable, backdatable, decidable, motionCarried, type AwardAppeal, type AwardMatter, type Proposal } from './award-matter.ts'
import { appealsOf, awardReportsOf, insertAppeal, mattersOf, putVoteOn, settleAppeal, updateMatter, votesOn } from './award-matter.store.ts'
import { changeAward } from './award-publication.handlers.ts'
import { changesLink, openMatter, siteOf } from './award-proposal.handlers.ts'
import { awardReportHandlers } from './award-report.handlers.ts'
import { proposeFromClocks } from './award-sweep.handlers.ts'
import { transferAward } from './award-transfer.handlers.ts'
import { allAwards, awardsOfSite } from './award.store.ts'
import { appealDays, appealQuorum, extensionMost } from './settings-award.ts'

const changeOf: Readonly<Record<Exclude<Proposal, 'transfer'>, AwardChangeKind>> = { suspend: 'suspended', withdraw: 'withdrawn', reinstate: 'reinstated', extend: 'extended' }
const possibleFrom: Readonly<Record<Proposal, readonly HeldAward['state'][]>> = {
  suspend: ['in-force'], withdraw: ['in-force', 'suspended'], reinstate: ['suspended'], extend: ['in-force', 'suspended'], transfer: ['in-force', 'suspended'],
}
const told = (award: HeldAward): { siteName: string; mark: string } => ({ siteName: award.particulars.siteName, mark: award.mark })

/** @throws Refused `day-ahead`, `day-before-change` */
const requireBackdatable = (ctx: Context, award: HeldAward, asOf: Day | undefined): void => { if (asOf !== undefined) orRefuse(backdatable(asOf, award.history.at(-1)!.on, ctx.today)) }

/** What a proposal of its kind must name. @throws Refused `terms-missing`, `extension-too-long`, `participant-unknown`, `day-ahead`, `day-before-change` */
async function termsOf(ctx: Context, award: HeldAward, proposal: Proposal, { validUntil, organisationId, asOf }: AwardMatter['terms']): Promise<AwardMatter['terms']> {
  if ((proposal === 'suspend' || proposal === 'withdraw') && asOf !== undefined) {
    requireBackdatable(ctx, award, asOf)
    return { asOf }
  }
  if (proposal === 'extend') {
    if (validUntil === undefined || validUntil <= award.validUntil) throw new Refused(refuse('terms-missing', `An extension names a new last day, after ${award.validUntil}.`))
    const latest = addMonths(award.validUntil, await ctx.setting(extensionMost))
    if (validUntil > latest) throw new Refused(refuse('extension-too-long', `The scheme extends an award to ${latest} at most; ${validUntil} is later.`))
    return { validUntil }
  }
  if (proposal !== 'transfer') return {}
  if (organisationId === undefined || organisationId === award.organisationId) throw new Refused(refuse('terms-missing', 'A transfer names the new owner of the site, who is not the present one.'))
  const participant = (await participantsOf(ctx.sql, [organisationId])).get(organisationId)
  if (participant === undefined) throw new Refused(refuse('participant-unknown', `There is no participant ${organisationId}. The new owner has to take part first.`))
  return { organisationId, participant: participant.name }
}

async function enact(ctx: Context, award: HeldAward, matter: AwardMatter): Promise<HeldAward> {
  const body = { matterId: matter.matterId }
  if (matter.proposal === 'transfer') return transferAward(ctx, award, matter)
  requireBackdatable(ctx, award, matter.terms.asOf)
  return changeAward(ctx, award, {
    change: changeOf[matter.proposal], reasonClass: matter.reasonClass, body, on: matter.terms.asOf, ...(matter.terms.validUntil === undefined ? {} : { patch: { validUntil: matter.terms.validUntil } }),
  })
}

function requireLodged(appeal: AwardAppeal): void {
  if (appeal.state !== 'lodged') throw new Refused(refuse('appeal-closed', `This appeal was ${appeal.state} on ${appeal.decidedOn}.`))
}

/** Nobody hears an appeal against their own decision. */
function requireOther(ctx: Context, matter: AwardMatter): void {
  if (matter.decidedBy.includes(personOf(ctx))) throw new Refused(refuse('appeal-heard-by-decider', 'This account took part in the decision. An appeal is heard by people who did not decide.'))
}

async function urgencyOf(ctx: Context, award: HeldAward) {
  const [matters, reports, appeals] = [await mattersOf(ctx.sql, [award.awardId]), await awardReportsOf(ctx.sql, [award.awardId]), await appealsOf(ctx.sql, [award.awardId])]
  const isScheme = canOn(ctx.actor, 'award:manage', { ...siteOf(award), caseId: award.caseId })
  const open = matters.filter(({ state }) => state === 'noticed')
  const days = [...open.map(({ respondBy }) => respondBy), ...isRunning(award) ? [award.followUpDueOn ?? award.validUntil] : []].sort()
  return {
    openMatters: open.length, openReports: reports.filter(({ state, source, toldOn }) => (state === 'open' || state === 'under-review') && (isScheme || source === 'site' || toldOn !== null)).length,
    openAppeals: appeals.filter(({ state }) => state === 'lodged').length, nextDueOn: days[0] ?? null,
  }
}

export const awardHandlers: Handlers<typeof awardContract, Context> = {
  ...awardReportHandlers,

  async listAwardsInCare(ctx, { only, ...query }) {
    const seen = (await allAwards(ctx.sql)).filter((award) => canOn(ctx.actor, 'award-file:read', { ...siteOf(award), caseId: award.caseId }))
    const rows = await Promise.all(seen.map(async (award) => ({ award, urgency: await urgencyOf(ctx, award) })))
    const isOpen = ({ urgency }: typeof rows[number]): boolean => urgency.openMatters + urgency.openReports + urgency.openAppeals > 0
    const shown = rows.filter((row) => only === 'all' || (only === 'open' ? isOpen(row) : isRunning(row.award)))
    const keyOf = ({ award, urgency }: typeof rows[number]): string => `${isOpen({ award, urgency }) ? 0 : 1} ${urgency.nextDueOn ?? '9999'} ${award.awardId}`
    const { items, next } = page(shown.sort((a, b) => keyOf(a) < keyOf(b) ? -1 : 1), keyOf, query)
    return {
      items: items.map(({ award, urgency }) => ({
        awardId: award.awardId, siteId: award.siteId, siteName: award.particulars.siteName, mark: award.mark, standard: award.standard, standardVersion: award.standardVersion, state: award.state,
        isConditional: award.isConditional, validUntil: award.validUntil, followUpDueOn: award.followUpDueOn, ...urgency,
      })), next,
    }
  },

  async getAwardFile(ctx, { awardId }) {
    return fileOf(ctx, await awardFor(ctx, awardId, 'award-file:read'))
  },

  async proposeAwardChange(ctx, { awardId, proposal, reasonClass, reason, respondDays, ...named }) {
    const award = await awardFor(ctx, awardId, 'award:manage', true)
    if (!possibleFrom[proposal].includes(award.state)) throw new Refused(refuse('award-state-forbids', `The award is ${award.state}; "${proposal}" can be proposed while it is ${possibleFrom[proposal].join(' or ')} only.`))
    if ((await mattersOf(ctx.sql, [awardId])).some((matter) => matter.state === 'noticed' && matter.proposal === proposal)) {
      throw new Refused(refuse('matter-open', `"${proposal}" is proposed for this award already. Decide or drop that first.`))
    }
    const terms = await termsOf(ctx, award, proposal, named)
    await openMatter(ctx, award, { proposal, reasonClass, reason, origin: 'operator', terms, days: respondDays })
    return fileOf(ctx, award)
  },

  async answerAwardMatter(ctx, { matterId, text, evidenceIds }) {
    const { award, matter } = await matterFor(ctx, matterId, 'award:respond')
    const found = await evidenceByIds(ctx.sql, evidenceIds, ctx.today)
    const unfit = evidenceIds.find((evidenceId) => found.get(evidenceId)?.organisationId !== award.organisationId)
    if (unfit !== undefined) throw new Refused(refuse('response-evidence-unfit', `The evidence ${unfit} is not in the library of this organisation.`))
    await updateMatter(ctx.sql, orRefuse(answered(matter, text, evidenceIds, personOf(ctx), ctx.today)))
    ctx.record({ kind: 'award-matter.answered', subject: award.caseId, isPublic: false, body: { matterId, awardId: award.awardId, evidenceIds } })
    await closeNotices(ctx.sql, `award:${award.awardId}:matter:${matterId}:site`, ctx.now)
    await notifyRoles(ctx, ['decision-member', 'operator'], {}, { kind: 'award-matter-answered', params: told(award), link: changesLink(award.awardId), caseId: award.caseId, dedupeKey: `award:${award.awardId}:matter:${matterId}:body:answered` })
    return fileOf(ctx, award)
  },

  async dropAwardMatter(ctx, { matterId, reason }) {
    const { award, matter } = await matterFor(ctx, matterId, 'award:manage')
    if (matter.state !== 'noticed') throw new Refused(refuse('matter-closed', 'This matter is decided or dropped already.'))
    await updateMatter(ctx.sql, { ...matter, state: 'dropped' })
    ctx.record({ kind: 'award-matter.dropped', subject: award.caseId, isPublic: false, body: { matterId, awardId: award.awardId, reason } })
    await closeNotices(ctx.sql, `award:${award.awardId}:matter:${matterId}`, ctx.now)
    await notifyRoles(ctx, ['site-owner'], siteOf(award), { kind: 'award-matter-dropped', params: told(award), link: changesLink(award.awardId), caseId: award.caseId, dedupeKey: `award:${award.awardId}:dropped:${matterId}` })
    return fileOf(ctx, award)
  },

  async voteOnAwardMatter(ctx, { matterId, vote, remark }) {
    const { award, matter } = await matterFor(ctx, matterId, 'award-matter:vote')
    orRefuse(decidable(matter, ctx.today))
    await requireUnconflicted(ctx, award)
    const me = personOf(ctx)
    const before = (await votesOn(ctx.sql, matterId)).find(({ userId }) => userId === me)
    await putVoteOn(ctx.sql, matterId, { userId: me, vote, remark: remark ?? null, at: ctx.now })
    ctx.record({ kind: 'vote.cast', subject: award.caseId, isPublic: false, body: { matterId, userId: me, before: before?.vote ?? null, after: vote } })
    return fileOf(ctx, award)
  },

  async decideAwardMatter(ctx, { matterId, outcome, minutes }) {
    const { award, matter } = await matterFor(ctx, matterId, 'award-matter:record')
    orRefuse(decidable(matter, ctx.today))
    await requireUnconflicted(ctx, award)
    const decidedBy = orRefuse(motionCarried(await votesOn(ctx.sql, matterId), await entitledTo(ctx, award), outcome === 'as-proposed', await ctx.setting(decisionQuorum), await ctx.setting(decisionMajority)))
    const decided: AwardMatter = { ...matter, state: 'decided', outcome, decidedOn: ctx.today, decidedBy, minutes }
    await updateMatter(ctx.sql, decided)
    ctx.record({ kind: 'award-matter.decided', subject: award.caseId, isPublic: false, body: { matterId, awardId: award.awardId, proposal: matter.proposal, outcome, decidedBy, reason: matter.reasonClass } })
    const after = outcome === 'as-proposed' ? await enact(ctx, award, decided) : award
    await closeNotices(ctx.sql, `award:${award.awardId}:matter:${matterId}`, ctx.now)
    await notifyRoles(ctx, ['site-owner', 'operator'], { ...siteOf(after), caseId: award.caseId }, {
      kind: outcome === 'as-proposed' ? `award-${matter.proposal}-decided` : 'award-kept', params: told(award), link: changesLink(after.awardId), caseId: award.caseId, dedupeKey: `award:${award.awardId}:decided:${matterId}`,
    })
    return fileOf(ctx, after)
  },

  async lodgeAppeal(ctx, { matterId, grounds }) {
    const { award, matter } = await matterFor(ctx, matterId, 'appeal:write')
    const existing = (await appealsOf(ctx.sql, [award.awardId])).find((appeal) => appeal.matterId === matterId)
    orRefuse(appealable(matter, existing, await ctx.setting(appealDays), ctx.today))
    const appeal: AwardAppeal = { appealId: ctx.newId('apl'), matterId, awardId: award.awardId, lodgedOn: ctx.today, lodgedBy: personOf(ctx), grounds, state: 'lodged', decidedOn: null, heardBy: [], outcomeText: null }
    await insertAppeal(ctx.sql, appeal)
    ctx.record({ kind: 'appeal.lodged', subject: award.caseId, isPublic: false, body: { appealId: appeal.appealId, matterId, awardId: award.awardId } })
    const hearing = [...await entitledTo(ctx, award)].filter((userId) => !matter.decidedBy.includes(userId))
    const notice = { kind: 'appeal-lodged', params: told(award), link: changesLink(award.awardId), caseId: award.caseId, dedupeKey: `award:${award.awardId}:appeal:${appeal.appealId}` }
    await notify(ctx, hearing, notice)
    await notifyRoles(ctx, ['operator'], {}, notice)
    return fileOf(ctx, award)
  },

  async voteOnAppeal(ctx, { appealId, vote, remark }) {
    const { award, appeal, matter } = await appealFor(ctx, appealId, 'award-matter:vote')
    requireLodged(appeal)
    requireOther(ctx, matter)
    await requireUnconflicted(ctx, award)
    await putVoteOn(ctx.sql, appealId, { userId: personOf(ctx), vote, remark: remark ?? null, at: ctx.now })
    ctx.record({ kind: 'vote.cast', subject: award.caseId, isPublic: false, body: { appealId, userId: personOf(ctx), after: vote } })
    return fileOf(ctx, award)
  },

  async decideAppeal(ctx, { appealId, outcome, text }) {
    const { award, appeal, matter } = await appealFor(ctx, appealId, 'award-matter:record')
    requireLodged(appeal)
    requireOther(ctx, matter)
    await requireUnconflicted(ctx, award)
    const hearing = new Set([...await entitledTo(ctx, award)].filter((userId) => (!matter.decidedBy.includes(userId))))
    const heardBy = orRefuse(motionCarried(await votesOn(ctx.sql, appealId), hearing, outcome === 'upheld', await ctx.setting(appealQuorum), await ctx.setting(decisionMajority)))
    await settleAppeal(ctx.sql, { ...appeal, state: outcome, decidedOn: ctx.today, heardBy, outcomeText: text })
    ctx.record({ kind: 'appeal.decided', subject: award.caseId, isPublic: false, body: { appealId, matterId: matter.matterId, awardId: award.awardId, outcome, heardBy } })
    let after = award
    if (outcome === 'upheld') {
      const other = (await awardsOfSite(ctx.sql, award.siteId)).find((one) => one.awardId !== award.awardId && one.mark === award.mark && isRunning(one))
      if (other !== undefined) throw new Refused(refuse('award-in-force', `The site holds another ${award.mark} award (${other.awardId}) by now, which stands.`))
      after = await changeAward(ctx, award, { change: 'reinstated', reasonClass: 'appeal', body: { appealId } })
    }
    await closeNotices(ctx.sql, `award:${award.awardId}:appeal:${appealId}`, ctx.now)
    await notifyRoles(ctx, ['site-owner', 'operator', 'decision-member'], siteOf(award), { kind: `appeal-${outcome}`, params: told(award), link: changesLink(award.awardId), caseId: award.caseId, dedupeKey: `award:${award.awardId}:appeal-decided:${appealId}` })
    return fileOf(ctx, after)
  },

  async sweepAwards(ctx) {
    return proposeFromClocks(ctx)
  },
}

