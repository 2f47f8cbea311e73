import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assessedCase, rate, RRA } from '#test/assessed-case.ts'
import { MINUTES, calling, codeOf, decided, opened, reviewed } from '#test/decide.ts'
import { actor, addPerson, giveGrants, grant } from '#test/people.ts'
import { testWorld, type World } from '#test/world.ts'
import { readCase, clocksOf } from './case.store.ts'
import { decisionHandlers } from './decision.handlers.ts'
import { gapsOf } from './improvement-plan.store.ts'
import { improvementPlanHandlers } from './improvement-plan.handlers.ts'
import { markPreviewHandlers } from './mark-preview.handlers.ts'
import { planStandingFact, summaryReportFact } from './published.ts'
import { ratingsOf } from './rating.store.ts'
import { reviewHandlers } from './review.handlers.ts'

let world: World
beforeAll(async () => { world = await testWorld({ now: '2026-06-15T12:00:00.000Z', loadsShipped: true }) }, 60_000)
afterAll(async () => {
  expect(world.faults).toEqual([])
  await world.close()
})
const sql = () => world.house.database.sql
const review = () => calling(world, reviewHandlers)
const decide = () => calling(world, decisionHandlers)
const plan = () => calling(world, improvementPlanHandlers)
const preview = () => calling(world, markPreviewHandlers)
const stateOf = async (caseId: string) => (await readCase(sql(), caseId))!.state

describe('a technical review', () => {
  test('is not by those who assessed, nor by those with an interest, and never changes a rating', async () => {
    const { one, people } = await assessedCase(world)
    const { caseId } = one
    const before = await ratingsOf(sql(), caseId, 1)
    expect(await codeOf(review()(people.operator, 'assignReviewer', { caseId, userId: people.lead.userId }))).toBe('reviewer-assessed-it')
    await giveGrants(world, people.owner.userId, [grant('site-owner', 'site', one.siteId)])
    expect(await codeOf(review()(people.operator, 'assignReviewer', { caseId, userId: people.owner.userId }))).toBe('reviewer-conflicted')
    expect(await codeOf(review()(people.operator, 'assignReviewer', { caseId, userId: 'nobody' }))).toBe('reviewer-unknown')
    expect(await codeOf(review()(people.reviewer, 'assignReviewer', { caseId, userId: people.reviewer.userId }))).toBe('permit-missing')
    expect(await codeOf(review()(actor('stranger', grant('site-owner', 'site', 'CHL-OTHER')), 'getReview', { caseId }))).toBe('case-absent')
    expect(await codeOf(review()(people.owner, 'getReview', { caseId }))).toBe('permit-missing')
    await reviewed(world, { one, people })
    expect(await stateOf(caseId)).toBe('final')
    expect(await ratingsOf(sql(), caseId, 1)).toEqual(before)
  })

  test('asks, is answered, settles; a report is final only when nothing is open', async () => {
    const { one, people } = await assessedCase(world)
    const { caseId } = one
    expect(await codeOf(review()(people.reviewer, 'askReviewQuestion', { caseId, text: 'Why?' }))).toBe('reviewer-not-assigned')
    const { points } = await review()(people.operator, 'assignReviewer', { caseId, userId: people.reviewer.userId })
    expect(await codeOf(review()(people.reviewer, 'askReviewQuestion', { caseId, standard: RRA.standard, criterion: 'no-such', text: 'Why?' }))).toBe('criterion-unknown')
    const asked = await review()(people.reviewer, 'askReviewQuestion', { caseId, standard: RRA.standard, criterion: 'pollution', text: 'Which samples?' })
    const { questionId } = asked.questions[0]!
    expect(await codeOf(review()(people.reviewer, 'finaliseReport', { caseId }))).toBe('review-unfinished')
    const answers = Object.fromEntries(points.map((point) => [point, { answer: 'yes' as const, remark: null }]))
    const saved = await review()(people.reviewer, 'saveReviewChecklist', { caseId, version: asked.review!.version, answers })
    expect(await codeOf(review()(people.reviewer, 'saveReviewChecklist', { caseId, version: asked.review!.version, answers: {} }))).toBe('review-changed')
    expect(await codeOf(review()(people.reviewer, 'saveReviewChecklist', { caseId, version: saved.review!.version, answers: { other: { answer: 'yes', remark: null } } }))).toBe('review-point-unknown')
    expect(await codeOf(review()(people.reviewer, 'finaliseReport', { caseId }))).toBe('review-question-open')
    expect(await codeOf(review()(people.members[0]!, 'answerReviewQuestion', { caseId, questionId, text: 'I think' }))).toBe('review-answer-not-yours')
    world.setNow('2026-06-15T12:05:00.000Z')
    const answered = await review()(people.lead, 'answerReviewQuestion', { caseId, questionId, text: 'Four of them' })
    expect(answered.questions[0]).toMatchObject({ state: 'answered' })
    expect(answered.questions[0]!.messages.map(({ text }) => text)).toEqual(['Which samples?', 'Four of them'])
    expect(await codeOf(review()(people.lead, 'settleReviewQuestion', { caseId, questionId }))).toBe('permit-missing')
    await review()(people.reviewer, 'settleReviewQuestion', { caseId, questionId })
    expect(await codeOf(review()(people.lead, 'answerReviewQuestion', { caseId, questionId, text: 'More' }))).toBe('review-question-settled')
    await review()(people.reviewer, 'saveReviewChecklist', { caseId, version: saved.review!.version, answers: { [points[0]!]: { answer: 'no', remark: 'One is missing' } } })
    expect(await codeOf(review()(people.reviewer, 'finaliseReport', { caseId }))).toBe('review-point-wanting')
    await review()(people.reviewer, 'returnReport', { caseId, reason: 'One rating has no evidence' })
    expect(await stateOf(caseId)).toBe('assessed')
    expect(await codeOf(review()(people.reviewer, 'returnReport', { caseId, reason: 'Again' }))).toBe('case-state-forbids')
  })

  test('is listed for its reviewer, and gone from the list of one who was released', async () => {
    const { one, people } = await assessedCase(world)
    await review()(people.operator, 'assignReviewer', { caseId: one.caseId, userId: people.reviewer.userId })
    const mine = async () => (await review()(people.reviewer, 'listOwnReviews', { limit: 10 })).items.map(({ caseId }) => caseId)
    expect(await mine()).toEqual([one.caseId])
    const other = await addPerson(world, 'Another Reviewer', [grant('technical-reviewer')])
    expect((await review()(people.operator, 'listReviewerCandidates', { caseId: one.caseId, limit: 100 })).items.find(({ userId }) => userId === other.userId)).toMatchObject({ exclusions: [], openReviews: 0 })
    await review()(people.operator, 'assignReviewer', { caseId: one.caseId, userId: other.userId })
    expect(await mine()).toEqual([])
    expect(await codeOf(review()(people.reviewer, 'finaliseReport', { caseId: one.caseId }))).toBe('reviewer-not-assigned')
  })
})

describe('a decision', () => {
  test('gives what the rule gives, starts the clocks and publishes without a private word', async () => {
    const assessed = await assessedCase(world, { 'climate-action': 'partially-meets', 'mine-closure-and-reclamation': null })
    const { one, people } = assessed
    await decided(world, assessed)
    expect(await stateOf(one.caseId)).toBe('conditional')
    expect((await clocksOf(sql(), one.caseId)).map(({ clock, dueOn }) => [clock, dueOn])).toContainEqual(['award-validity', '2029-06-15'])
    const facts = await world.house.facts.read(sql())
    const report = facts.of(summaryReportFact).get(`${one.caseId}.1`)!.value
    expect(report).toMatchObject({ outcome: 'conditional', marks: ['copper', 'molybdenum'], findings: { minor: 2 }, goodPractices: [{ text: 'Shared openly' }] })
    expect(JSON.stringify(report)).not.toMatch(/private/)
    expect(facts.of(planStandingFact).get(one.caseId)!.value).toMatchObject({ dueOn: '2027-06-15', gaps: [{ criterion: 'climate-action', status: 'open' }] })
    const seenBySite = await decide()(people.owner, 'getCaseDecision', { caseId: one.caseId })
    expect(seenBySite).toMatchObject({ isFinal: true, body: null, recorded: { outcome: 'conditional' } })
    expect(seenBySite.answers[0]!.bars).toMatchObject([{ criterion: 'climate-action' }])
    expect(JSON.stringify(seenBySite)).not.toContain(MINUTES)
  })

  test('can be less than the rule gives, with a reason, and never more', async () => {
    const assessed = await assessedCase(world, { 'climate-action': 'does-not-meet' })
    const { one, people } = assessed
    await reviewed(world, assessed)
    const decisionId = await opened(world, assessed, ['less', 'less', 'by-rule'])
    const record = (results: Parameters<typeof decisionHandlers.recordDecision>[1]['results']) =>
      decide()(people.members[0]!, 'recordDecision', { decisionId, minutes: MINUTES, results, specialConditions: [] })
    expect(await codeOf(record([{ standard: RRA.standard, mark: 'copper', decided: 'awarded' }]))).toBe('rule-not-met')
    expect(await codeOf(record([{ standard: RRA.standard, mark: 'zinc', decided: 'not-awarded' }]))).toBe('mark-not-in-case')
    expect(await codeOf(record([]))).toBe('majority-missing')
    for (const member of people.members.slice(0, 2)) await decide()(member, 'castDecisionVote', { decisionId, vote: 'by-rule' })
    await record([])
    expect(await stateOf(one.caseId)).toBe('remediation')
    expect((await gapsOf(sql(), one.caseId)).map(({ criterion }) => criterion)).toEqual(['climate-action'])
    expect(await codeOf(record([]))).toBe('decision-closed')
  })

  test('of less needs a reason and the votes for it', async () => {
    const assessed = await assessedCase(world)
    await reviewed(world, assessed)
    const { one, people } = assessed
    const decisionId = await opened(world, assessed, ['less', 'less', 'by-rule'])
    const less = (reason?: string) => decide()(people.members[0]!, 'recordDecision', {
      decisionId, minutes: MINUTES, specialConditions: [], results: [{ standard: RRA.standard, mark: 'molybdenum', decided: 'not-awarded', ...(reason === undefined ? {} : { reason }) }],
    })
    expect(await codeOf(less())).toBe('decision-reason-missing')
    await less('The molybdenum line was not running during the visit.')
    expect(await stateOf(one.caseId)).toBe('awarded')
    const seen = await decide()(people.owner, 'getCaseDecision', { caseId: one.caseId })
    expect(seen.recorded!.results.map(({ mark, decided: got }) => [mark, got])).toEqual([['copper', 'awarded'], ['molybdenum', 'not-awarded']])
  })

  test('needs its quorum of members who may vote: nobody who assessed, reviewed, is of the site, or stood aside', async () => {
    const assessed = await assessedCase(world)
    const { one, people } = assessed
    await reviewed(world, assessed)
    const decisionId = await opened(world, assessed, ['by-rule', 'by-rule'])
    const record = () => decide()(people.operator, 'recordDecision', { decisionId, minutes: MINUTES, results: [], specialConditions: [] })
    expect(await codeOf(record())).toBe('quorum-missing')
    const asMember = async (who: { userId: string }) => { await giveGrants(world, who.userId, [grant('decision-member')]); return actor(who.userId, grant('decision-member')) }
    for (const who of [people.lead, people.reviewer]) {
      expect(await codeOf(decide()(await asMember(who), 'castDecisionVote', { decisionId, vote: 'by-rule' }))).toBe('decider-conflicted')
    }
    await giveGrants(world, people.owner.userId, [grant('site-owner', 'site', one.siteId)])
    expect(await codeOf(decide()(await asMember(people.owner), 'castDecisionVote', { decisionId, vote: 'by-rule' }))).toBe('decider-conflicted')
    const aside = people.members[2]!
    await decide()(aside, 'castDecisionVote', { decisionId, vote: 'by-rule' })
    const view = await decide()(aside, 'declareRecusal', { decisionId, reason: 'My sister works there' })
    expect(view).toMatchObject({ areVotesShown: false, votes: [], voteCount: 2 })
    expect(await codeOf(decide()(aside, 'castDecisionVote', { decisionId, vote: 'by-rule' }))).toBe('member-recused')
    expect(await codeOf(decide()(aside, 'declareRecusal', { decisionId, reason: 'Again' }))).toBe('member-recused')
    expect(await codeOf(record())).toBe('quorum-missing')
    await decide()(people.members[3]!, 'castDecisionVote', { decisionId, vote: 'abstain' })
    await record()
    expect(await stateOf(one.caseId)).toBe('awarded')
  })

  test('hides the votes of others until a member has voted', async () => {
    const assessed = await assessedCase(world)
    await reviewed(world, assessed)
    await opened(world, assessed, ['by-rule'])
    const seen = async (who: typeof assessed.people.owner) => (await decide()(who, 'getCaseDecision', { caseId: assessed.one.caseId })).body!
    expect((await seen(assessed.people.members[1]!)).votes).toEqual([])
    expect((await seen(assessed.people.members[0]!)).votes).toHaveLength(1)
    expect((await seen(assessed.people.operator)).votes).toHaveLength(1)
    expect((await decide()(assessed.people.members[1]!, 'listDecisions', { state: 'open', limit: 100 })).items.find(({ caseId }) => caseId === assessed.one.caseId)).toMatchObject({ voteCount: 1, ownVote: null, recused: null })
  })

  test('sends the report back, once the votes say so, and the review begins again', async () => {
    const assessed = await assessedCase(world)
    const { one, people } = assessed
    await reviewed(world, assessed)
    const decisionId = await opened(world, assessed, ['send-back', 'send-back', 'by-rule'])
    expect(await codeOf(decide()(people.operator, 'recordDecision', { decisionId, minutes: MINUTES, results: [], specialConditions: [] }))).toBe('majority-missing')
    await decide()(people.operator, 'sendBackReport', { decisionId, reason: 'The sampling of night shifts is not told' })
    expect(await stateOf(one.caseId)).toBe('in-review')
    expect((await review()(people.reviewer, 'getReview', { caseId: one.caseId })).review).toMatchObject({ outcome: null })
    await review()(people.reviewer, 'finaliseReport', { caseId: one.caseId })
    await opened(world, assessed)
  })

  test('is opened on a final report, once, and recorded on a day that can be', async () => {
    const assessed = await assessedCase(world)
    const { one, people } = assessed
    const open = () => decide()(people.operator, 'openDecision', { caseId: one.caseId })
    expect(await codeOf(open())).toBe('case-state-forbids')
    await reviewed(world, assessed)
    const decisionId = await opened(world, assessed)
    expect(await codeOf(open())).toBe('decision-open')
    expect(await codeOf(decide()(people.members[0]!, 'openDecision', { caseId: one.caseId }))).toBe('permit-missing')
    for (const decidedOn of ['2026-06-14', '2026-06-16']) {
      expect(await codeOf(decide()(people.operator, 'recordDecision', { decisionId, minutes: MINUTES, results: [], specialConditions: [], decidedOn }))).toBe('decision-day-wrong')
    }
    expect(await codeOf(decide()(people.owner, 'castDecisionVote', { decisionId, vote: 'by-rule' }))).toBe('decision-absent')
    expect(await codeOf(decide()(people.operator, 'castDecisionVote', { decisionId, vote: 'by-rule' }))).toBe('permit-missing')
  })

  test('rests on no recognition that was not approved here, and on no custody without a mark', async () => {
    const leaning = await assessedCase(world, {}, { under: [RRA] })
    await world.transact(leaning.people.operator, async (ctx) => {
      const [rating] = await ratingsOf(ctx.sql, leaning.one.caseId, 1)
      const { putRating } = await import('./rating.store.ts')
      await putRating(ctx.sql, { ...rating!, certificateId: 'cer_none' })
    })
    await reviewed(world, leaning)
    const first = await opened(world, leaning)
    const record = (decisionId: string, people: typeof leaning.people) => decide()(people.operator, 'recordDecision', { decisionId, minutes: MINUTES, results: [], specialConditions: [] })
    expect(await codeOf(record(first, leaning.people))).toBe('recognition-not-approved')
    const custody = await assessedCase(world, { pollution: 'does-not-meet' }, { under: [RRA, { standard: 'chain-of-custody', standardVersion: '2022', marks: [] }] })
    await reviewed(world, custody)
    expect(await codeOf(record(await opened(world, custody), custody.people))).toBe('mark-required-first')
  })
})

describe('what the mark would be', () => {
  test('is shown to the site at any time, and kept from assessor and reviewer until the ratings are final', async () => {
    const assessed = await assessedCase(world, { pollution: 'partially-meets' })
    const { one, people } = assessed
    const ask = (who: Parameters<ReturnType<typeof preview>>[0]) => preview()(who, 'getMarkPreview', { caseId: one.caseId })
    const before = await ask(people.owner)
    expect(before).toMatchObject({ basis: 'own-answers', round: 0 })
    expect(before.answers.map(({ mark, outcome }) => [mark, outcome])).toEqual([['copper', 'undetermined'], ['molybdenum', 'undetermined']])
    expect(before.answers[0]!.criteria.every(({ rating }) => rating === null)).toBe(true)
    expect(await codeOf(ask(people.lead))).toBe('permit-missing')
    expect(await codeOf(ask(people.reviewer))).toBe('permit-missing')
    const both = actor(people.lead.userId, grant('operator'))
    expect(await codeOf(ask(both))).toBe('ratings-not-final')
    expect(await codeOf(ask(actor('x', grant('operator'), grant('technical-reviewer', 'case', one.caseId))))).toBe('ratings-not-final')
    expect(await codeOf(ask(actor('y', grant('site-owner', 'site', 'CHL-OTHER'))))).toBe('case-absent')
    await reviewed(world, assessed)
    const after = await ask(people.owner)
    expect(after).toMatchObject({ basis: 'assessor-ratings', round: 1 })
    expect(after.answers[0]).toMatchObject({ outcome: 'conditional', toFull: [{ criterion: 'pollution', to: 'fully-meets', needs: 'raise' }] })
    expect(after.clocks.map(({ clock }) => clock)).toContain('full-conformance')
    expect((await ask(both)).round).toBe(1)
  })
})

describe('an improvement plan', () => {
  test('is planned and closed by the site, verified by an assessor, and its status alone is public', async () => {
    const assessed = await assessedCase(world, { 'climate-action': 'partially-meets' })
    const { one, people } = assessed
    const { caseId } = one
    await giveGrants(world, people.owner.userId, [grant('site-owner', 'site', one.siteId)])
    await decided(world, assessed)
    const seen = await plan()(people.owner, 'getImprovementPlan', { caseId })
    const { gapId, version } = seen.gaps[0]!
    const asked = { caseId, gapId, version, rootCause: 'No inventory of scope 3', action: 'Make one', ownerUserId: people.owner.userId }
    expect(await codeOf(plan()(people.owner, 'planGap', { ...asked, dueOn: '2027-06-16' }))).toBe('gap-due-too-late')
    expect(await codeOf(plan()(people.owner, 'planGap', { ...asked, dueOn: '2026-06-14' }))).toBe('day-past')
    expect(await codeOf(plan()(people.owner, 'planGap', { ...asked, dueOn: '2027-01-15', ownerUserId: people.lead.userId }))).toBe('gap-owner-unknown')
    expect(await codeOf(plan()(people.lead, 'planGap', { ...asked, dueOn: '2027-01-15' }))).toBe('permit-missing')
    await plan()(people.owner, 'planGap', { ...asked, dueOn: '2027-06-15' })
    expect(await codeOf(plan()(people.owner, 'planGap', { ...asked, dueOn: '2027-01-15' }))).toBe('gap-changed')
    await plan()(people.owner, 'noteGapProgress', { caseId, gapId, percent: 40, text: 'Suppliers asked' })
    const standing = async () => (await world.house.facts.read(sql())).of(planStandingFact).get(caseId)!.value.gaps
    expect(await standing()).toEqual([{ criterion: 'climate-action', status: 'in-progress', dueOn: '2027-06-15' }])
    expect(await codeOf(plan()(people.owner, 'closeGap', { caseId, gapId, evidenceIds: ['evd_00000000000000000000000000'], text: 'Done' }))).toBe('gap-evidence-unfit')
    expect(await codeOf(plan()(people.lead, 'verifyGap', { caseId, gapId, isClosed: true, text: 'Seen' }))).toBe('gap-not-closed')
    expect(await codeOf(plan()(people.owner, 'verifyGap', { caseId, gapId, isClosed: true, text: 'Seen' }))).toBe('permit-missing')
    const both = actor(people.owner.userId, grant('site-owner', 'site', one.siteId), grant('assessor', 'case', caseId))
    expect(await codeOf(plan()(both, 'verifyGap', { caseId, gapId, isClosed: true, text: 'Seen' }))).toBe('gap-verified-by-site')
    expect(await codeOf(plan()(people.owner, 'noteGapProgress', { caseId, gapId: 'gap_00000000000000000000000000', percent: 1, text: 'x' }))).toBe('gap-absent')
  })

  test('follows a later round: what is met is verified, what falls short again is open', async () => {
    const assessed = await assessedCase(world, { 'climate-action': 'does-not-meet', pollution: 'partially-meets' })
    const { one, people } = assessed
    await decided(world, assessed)
    await world.transact(people.operator, async (ctx) => {
      const { moveCase } = await import('./case-move.handlers.ts')
      const after = await moveCase(ctx, (await readCase(ctx.sql, one.caseId, true))!, 'remediation.opened')
      await moveCase(ctx, after, 'report.submitted')
    })
    const again = { one: (await readCase(sql(), one.caseId))!, people }
    await rate(world, again.one, 2, { 'climate-action': 'fully-meets' }, people.lead.userId, ['climate-action'])
    await decided(world, again)
    expect(await stateOf(one.caseId)).toBe('conditional')
    expect((await gapsOf(sql(), one.caseId)).map(({ criterion, status, round }) => [criterion, status, round])).toEqual([['climate-action', 'verified', 1], ['pollution', 'open', 1]])
  })
})
