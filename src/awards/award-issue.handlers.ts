// What becomes of awards when a case moves: they are issued, cleared, kept or replaced by what was decided. Effects of the
// cycle, run in its transaction (`platform/reactions.ts`); nothing here decides anything by itself.
import type { Context, Decision } from '#src/access/context.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { addMonths, type Day } from '#src/kernel/time.ts'
import type { Case, CaseStandard } from '#src/assurance/case.ts'
import { clocksOf, readCase } from '#src/assurance/case.store.ts'
import { standardOf } from '#src/assurance/case-move.handlers.ts'
import type { AwardDecision, DecidedMark } from '#src/assurance/decision.ts'
import { readDecision } from '#src/assurance/decision.store.ts'
import { reportOf } from '#src/assurance/report.store.ts'
import { readFirm } from '#src/parties/assessor-firm.store.ts'
import { participantsOf } from '#src/parties/participant.store.ts'
import type { Standard } from '#src/standards/standard.ts'
import { isRunning, type HeldAward, type Particulars } from './award-change.ts'
import { awardLines, changeAward, datasetLine, milestoneLine } from './award-publication.handlers.ts'
import { openMatter } from './award-proposal.handlers.ts'
import { awardsOfCase, awardsOfSite, insertAward, updateAward } from './award.store.ts'
import { Mark } from './milestone.ts'
import { validityMonths } from './settings-award.ts'

const caseOf = async (ctx: Context, decision: Decision): Promise<Case | undefined> => readCase(ctx.sql, decision.subject)
const dayIn = (decision: Decision, today: Day): Day => typeof decision.body['happenedOn'] === 'string' ? decision.body['happenedOn'] : today

/** @throws Refused `mark-not-awardable` */
function markOf(slug: string): Mark {
  const parsed = Mark.safeParse(slug)
  if (!parsed.success) throw new Refused(refuse('mark-not-awardable', `The mark "${slug}" is not one that this installation keeps a register of. Decide "not-awarded" for it, with the reason.`))
  return parsed.data
}

/** The marks asked for under standards of the register of marks. */
async function marksAsked(ctx: Context, one: Case): Promise<{ mark: Mark; under: CaseStandard }[]> {
  const found: { mark: Mark; under: CaseStandard }[] = []
  for (const under of one.standards) {
    if ((await standardOf(ctx, under.standard, under.standardVersion)).register !== 'mark') continue
    for (const slug of under.marks) { const mark = Mark.safeParse(slug); if (mark.success) found.push({ mark: mark.data, under }) }
  }
  return found
}

/** A signed letter is a commitment to each mark asked for. */
export async function whenLetterSigned(ctx: Context, decision: Decision): Promise<void> {
  await tellOfMarks(ctx, decision, 'commitment', 'letter', 'Letter of commitment, signed and published here')
}

/** An announced assessment is a notice for each mark asked for. */
export async function whenAssessmentAnnounced(ctx: Context, decision: Decision): Promise<void> {
  await tellOfMarks(ctx, decision, 'notice', 'notice', 'Notice of an assessment, published here')
}

async function tellOfMarks(ctx: Context, decision: Decision, kind: 'commitment' | 'notice', name: string, source: string): Promise<void> {
  const one = await caseOf(ctx, decision)
  if (one === undefined) return
  const on = dayIn(decision, ctx.today)
  const lines = (await marksAsked(ctx, one)).map(({ mark }) => milestoneLine(ctx, `${one.caseId}.${one.round}.${name}.${mark}`, {
    siteId: one.siteId, siteName: one.siteName, register: 'mark', kind, mark, on, source, path: `/sites/${one.siteId}`, asFound: source,
  }))
  if (lines.length > 0) ctx.publish([datasetLine(), ...lines], { kind: 'milestone.recorded', subject: one.siteId, isPublic: true, body: { caseId: one.caseId, milestone: kind } })
}

/** What the body decided becomes awards, or changes of those there are. */
export async function whenCaseDecided(ctx: Context, decision: Decision): Promise<void> {
  const one = await caseOf(ctx, decision)
  const decided = await readDecision(ctx.sql, String(decision.body['decisionId'] ?? ''))
  if (one === undefined || decided === undefined) return
  for (const under of one.standards) {
    const standard = await standardOf(ctx, under.standard, under.standardVersion)
    const results = decided.results.filter((result) => result.standard === under.standard)
    if (standard.register === 'mark') for (const result of results) await settleMark(ctx, one, decided, standard, result)
    else await settleConformance(ctx, one, decided, standard, results)
  }
}

/** Due diligence and custody lead to an entry in their register, and to no award. */
async function settleConformance(ctx: Context, one: Case, decided: AwardDecision, standard: Standard, results: readonly DecidedMark[]): Promise<void> {
  if (!results.some(({ decided: outcome }) => outcome !== 'not-awarded')) return
  const isCustody = standard.register === 'chain-of-custody'
  const source = `Decision of the scheme under ${standard.title}`
  ctx.publish([datasetLine(), milestoneLine(ctx, `${decided.decisionId}.${standard.standard}`, {
    siteId: one.siteId, siteName: one.siteName, register: standard.register, kind: isCustody ? 'custody-conformance' : 'due-diligence-conformance', mark: null, on: decided.decidedOn!, source,
    path: `/sites/${one.siteId}`, asFound: source, firmName: await firmNameOf(ctx, one),
  })], { kind: 'milestone.recorded', subject: one.siteId, isPublic: true, body: { caseId: one.caseId, standard: standard.standard } })
}

const firmNameOf = async (ctx: Context, one: Case): Promise<string | undefined> => one.firmId === null ? undefined : (await readFirm(ctx.sql, one.firmId))?.name

async function settleMark(ctx: Context, one: Case, decided: AwardDecision, standard: Standard, result: DecidedMark): Promise<void> {
  if (result.mark === null) return
  const held = (await awardsOfCase(ctx.sql, one.caseId)).find(({ standard: under, mark, state }) => under === result.standard && mark === result.mark && state !== 'transferred' && state !== 'replaced')
  if (held !== undefined && isRunning(held)) return followUp(ctx, one, decided, held, result)
  if (result.decided === 'not-awarded') return
  await issue(ctx, one, decided, standard, markOf(result.mark), result.decided === 'conditional')
}

/** A later round of the same cycle: the condition is cleared or kept, and validity stays as it was. */
async function followUp(ctx: Context, one: Case, decided: AwardDecision, held: HeldAward, result: DecidedMark): Promise<void> {
  const on = decided.decidedOn!
  const body = { decisionId: decided.decisionId, caseId: one.caseId }
  if (result.decided === 'not-awarded') {
    // The body found less than an award needs; what becomes of it is another question, on which the site is heard.
    await openMatter(ctx, held, { proposal: 'suspend', reasonClass: 'follow-up', reason: decided.reason ?? 'The follow-up found that the award rule is no longer met.', origin: 'body', cause: `decision:${decided.decisionId}` })
    return
  }
  const isCleared = result.decided === 'awarded'
  let award = held
  if (isCleared && held.isConditional) award = await changeAward(ctx, award, { change: 'condition-cleared', reasonClass: 'follow-up', on, patch: { isConditional: false, followUpDueOn: null }, body })
  else if (!isCleared) award = await changeAward(ctx, award, { change: 'condition-kept', reasonClass: 'follow-up', on, patch: { isConditional: true, followUpDueOn: award.followUpDueOn ?? await followUpDue(ctx, one, on) }, body })
  if (isCleared && award.state === 'suspended') await changeAward(ctx, award, { change: 'reinstated', reasonClass: 'verified-remedy', on, body })
}

const followUpDue = async (ctx: Context, one: Case, on: Day): Promise<Day> =>
  (await clocksOf(ctx.sql, one.caseId)).find(({ clock, droppedOn }) => clock === 'improvement-plan' && droppedOn === null)?.dueOn ?? addMonths(on, 12)

const newConditions = (ctx: Context, decided: AwardDecision): HeldAward['specialConditions'] =>
  decided.specialConditions.map(({ text, boundTo }) => ({ conditionId: ctx.newId('scn'), text, boundTo, setOn: decided.decidedOn!, metOn: null }))

async function issue(ctx: Context, one: Case, decided: AwardDecision, standard: Standard, mark: Mark, isConditional: boolean): Promise<void> {
  const on = decided.decidedOn!
  await replaceBefore(ctx, one, decided, mark)
  const months = standard.clocks.find(({ slug }) => slug === 'award-validity')?.length.months ?? await ctx.setting(validityMonths)
  const validUntil = (await clocksOf(ctx.sql, one.caseId)).find(({ clock, startedOn, droppedOn }) => clock === 'award-validity' && startedOn === on && droppedOn === null)?.dueOn ?? addMonths(on, months)
  const specialConditions = newConditions(ctx, decided)
  const entry = { on, reasonClass: 'assessment' as const, state: 'in-force' as const, isConditional, validUntil }
  const award: HeldAward = {
    awardId: ctx.newId('awd'), caseId: one.caseId, decisionId: decided.decisionId, siteId: one.siteId, organisationId: one.organisationId, mark, standard: standard.standard,
    standardVersion: standard.version, cycle: one.cycle, decidedOn: on, validUntil, state: 'in-force', isConditional, followUpDueOn: isConditional ? await followUpDue(ctx, one, on) : null,
    underReviewSince: null, specialConditions, history: [{ ...entry, change: 'awarded' }, ...specialConditions.map(() => ({ ...entry, change: 'special-condition-set' as const }))],
    particulars: await particularsOf(ctx, one, on), continuesAwardId: null, version: 1, changedAt: ctx.now,
  }
  await insertAward(ctx.sql, award)
  const lines = await awardLines(ctx, { ...award, history: award.history.slice(0, 1) }, null)
  const published = specialConditions.length === 0 ? lines : [...lines, ...await awardLines(ctx, award, 'in-force')]
  ctx.publish([...new Map(published.map((line) => [`${line.kind} ${line.id}`, line])).values()], {
    kind: 'award.issued', subject: one.siteId, isPublic: true, body: { awardId: award.awardId, caseId: one.caseId, decisionId: decided.decisionId, mark, isConditional, validUntil },
  })
}

async function particularsOf(ctx: Context, one: Case, on: Day): Promise<Particulars> {
  const report = await reportOf(ctx.sql, one.caseId, one.round)
  const participant = (await participantsOf(ctx.sql, [one.organisationId])).get(one.organisationId)
  return { siteName: one.siteName, participant: participant?.name ?? one.siteName, assessedFrom: report?.assessedFrom ?? on, assessedTo: report?.assessedTo ?? on, issuedOn: ctx.today, announcedOn: ctx.today }
}

/** An award of the cycle before, or one that ended, gives way to the new one. */
async function replaceBefore(ctx: Context, one: Case, decided: AwardDecision, mark: Mark): Promise<void> {
  for (const before of await awardsOfSite(ctx.sql, one.siteId)) {
    if (before.mark !== mark || before.caseId === one.caseId || (!isRunning(before) && before.state !== 'expired')) continue
    if (before.cycle >= one.cycle) throw new Refused(refuse('award-in-force', `The site holds the ${mark} mark from cycle ${before.cycle} (${before.awardId}), which is not before this one.`))
    await changeAward(ctx, before, { change: 'replaced', reasonClass: 're-assessment', on: decided.decidedOn!, body: { decisionId: decided.decisionId } })
  }
}

/** A site that leaves: the body says what becomes of its awards; where there are none, it takes part no longer. */
export async function whenCaseLeft(ctx: Context, decision: Decision): Promise<void> {
  const one = await caseOf(ctx, decision)
  if (one === undefined) return
  const given = String(decision.body['reasonClass'] ?? 'site-left')
  const reasonClass = given === 'site-closed' || given === 'site-sold' ? given : 'site-left'
  const running = (await awardsOfSite(ctx.sql, one.siteId)).filter(isRunning)
  for (const award of running) {
    await openMatter(ctx, award, { proposal: 'withdraw', reasonClass, reason: 'The participation of the site ended.', origin: 'operator', cause: `left:${one.caseId}` })
  }
  const on = dayIn(decision, ctx.today)
  const lines = (await marksAsked(ctx, one)).filter(({ mark }) => one.letterSignedOn !== null && !running.some((award) => award.mark === mark)).map(({ mark }) => milestoneLine(ctx, `${one.caseId}.left.${mark}`, {
    siteId: one.siteId, siteName: one.siteName, register: 'mark', kind: 'withdrawal', mark, on, source: 'End of participation, recorded here', path: `/sites/${one.siteId}`, asFound: reasonClass,
  }))
  if (lines.length > 0) ctx.publish([datasetLine(), ...lines], { kind: 'milestone.recorded', subject: one.siteId, isPublic: true, body: { caseId: one.caseId, milestone: 'withdrawal' } })
}

/** A longer improvement plan means a later follow-up; the extension itself is public. */
export async function whenExtensionGranted(ctx: Context, decision: Decision): Promise<void> {
  if (decision.body['clock'] !== 'improvement-plan') return
  const dueAfter = decision.body['dueAfter']
  for (const award of await awardsOfCase(ctx.sql, decision.subject)) {
    if (!isRunning(award) || !award.isConditional || typeof dueAfter !== 'string') continue
    await changeFollowUp(ctx, award, dueAfter)
  }
}

async function changeFollowUp(ctx: Context, award: HeldAward, dueOn: Day): Promise<void> {
  const after = { ...award, followUpDueOn: dueOn, changedAt: ctx.now }
  await updateAward(ctx.sql, after)
  const [line] = (await awardLines(ctx, after, null)).filter(({ kind }) => kind === 'award')
  ctx.publish([line!], { kind: 'award.changed', subject: award.siteId, isPublic: true, body: { awardId: award.awardId, followUpDueOn: { before: award.followUpDueOn, after: dueOn } } })
}
