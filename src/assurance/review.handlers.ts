// The way of a technical review: name the reviewer, ask, answer, check, return or find final. Nothing here writes a rating.
import { addGrant, grantsOn, holdersOn, revokeGrantsOn } from '#src/access/grant.store.ts'
import { actorRef } from '#src/access/actor.ts'
import type { Context, Decision } from '#src/access/context.ts'
import { house } from '#src/access/role.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import type { Handlers, ResultOf } from '#src/kernel/operation.ts'
import { page } from '#src/kernel/page.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { addDays } from '#src/kernel/time.ts'
import { closeNotices } from '#src/notices/notice.store.ts'
import { notify, notifyRoles } from '#src/notices/notify.handlers.ts'
import { namesOf, personOf } from './acting-person.ts'
import type { Case } from './case.ts'
import { readCase } from './case.store.ts'
import { caseFor, mayOn, moveCase, standardOf } from './case-move.handlers.ts'
import { caseFactsOf } from './independence.handlers.ts'
import { whoMayNotReview, type Exclusion } from './independence.ts'
import { finalisable, reviewChecklist, reviewDays, spoken, type ReviewQuestion, type TechnicalReview } from './review.ts'
import type { reviewContract } from './review.contract.ts'
import { addMessage, insertQuestion, openReviewsOf, putReview, questionsOf, readReview, setQuestionState } from './review.store.ts'

type View = ResultOf<typeof reviewContract.getReview>

const matter = (one: Case, what: string): string => `case:${one.caseId}:review:${one.round}:${what}`
const params = (one: Case): { siteName: string } => ({ siteName: one.siteName })
const linkOf = (one: Case): string => `/cases/${one.caseId}/review`

async function viewOf(ctx: Context, one: Case): Promise<View> {
  const review = await readReview(ctx.sql, one.caseId, one.round)
  const questions = one.round === 0 ? [] : await questionsOf(ctx.sql, one.caseId, one.round)
  const me = personOf(ctx)
  const isOpen = one.state === 'in-review'
  return {
    caseId: one.caseId, siteName: one.siteName, state: one.state, round: one.round, roundKind: one.roundKind,
    review: review ?? null, points: [...await ctx.setting(reviewChecklist)], questions,
    people: await namesOf(ctx, [...review === undefined ? [] : [review.reviewer], ...questions.flatMap(({ messages }) => messages.map(({ author }) => author))]),
    may: {
      assign: isOpen && mayOn(ctx, 'review:assign', one), review: isOpen && review?.reviewer === me && mayOn(ctx, 'review:write', one),
      answer: isOpen && review?.reviewer !== me && mayOn(ctx, 'review:answer', one),
    },
  }
}

/** @throws Refused `reviewer-assessed-it`, `reviewer-conflicted` */
async function requireApart(ctx: Context, one: Case, userId: string): Promise<void> {
  const why = whoMayNotReview(await caseFactsOf(ctx, one)).get(userId) ?? []
  const assessed: readonly Exclusion[] = ['rated', 'on-the-team']
  if (why.some((reason) => assessed.includes(reason))) throw new Refused(refuse('reviewer-assessed-it', 'This person assessed the site in this case, and nobody reviews what they assessed. Name somebody else.'))
  if (why.length > 0) throw new Refused(refuse('reviewer-conflicted', `This person has an interest in the site (${why.join(', ')}). Name somebody without one.`))
}

function requireState(one: Case): void {
  if (one.state !== 'in-review') throw new Refused(refuse('case-state-forbids', `The case is in state "${one.state}"; a report is reviewed in state "in-review" only.`))
}

/** The case, locked, and its review, for the person who reviews it. @throws Refused */
async function reviewing(ctx: Context, caseId: string): Promise<{ one: Case; review: TechnicalReview }> {
  const one = await caseFor(ctx, caseId, 'review:write', true)
  requireState(one)
  const review = await readReview(ctx.sql, caseId, one.round)
  if (review === undefined || review.reviewer !== personOf(ctx)) {
    throw new Refused(refuse('reviewer-not-assigned', 'Another person is named to review this report, or nobody yet. The scheme names the reviewer.'))
  }
  return { one, review }
}

async function questionFor(ctx: Context, one: Case, questionId: string): Promise<ReviewQuestion> {
  const found = (await questionsOf(ctx.sql, one.caseId, one.round)).find((question) => question.questionId === questionId)
  if (found === undefined) throw new Refused(refuse('review-question-absent', `The review of this round has no question ${questionId}.`))
  return found
}

async function conclude(ctx: Context, one: Case, review: TechnicalReview, outcome: 'returned' | 'finalised', text: string | null): Promise<void> {
  await putReview(ctx.sql, { ...review, outcome, outcomeText: text, concludedAt: ctx.now })
  await closeNotices(ctx.sql, matter(one, ''), ctx.now)
}

export const reviewHandlers: Handlers<typeof reviewContract, Context> = {
  async getReview(ctx, { caseId }) {
    return viewOf(ctx, await caseFor(ctx, caseId, 'review:read'))
  },

  async listOwnReviews(ctx, query) {
    const found = await Promise.all((await openReviewsOf(ctx.sql, personOf(ctx))).map(async (review) => {
      const one = await readCase(ctx.sql, review.caseId)
      if (one === undefined || one.state !== 'in-review' || one.round !== review.round || !mayOn(ctx, 'review:write', one)) return []
      const questions = await questionsOf(ctx.sql, one.caseId, one.round)
      const count = (state: string): number => questions.filter((question) => question.state === state).length
      return [{ caseId: one.caseId, siteName: one.siteName, round: one.round, roundKind: one.roundKind, dueOn: review.dueOn, openQuestions: count('open'), answeredQuestions: count('answered') }]
    }))
    const sorted = found.flat().sort((a, b) => `${a.dueOn} ${a.caseId}` < `${b.dueOn} ${b.caseId}` ? -1 : 1)
    const { items, next } = page(sorted, ({ dueOn, caseId }) => `${dueOn} ${caseId}`, query)
    return { items: [...items], next }
  },

  async listReviewerCandidates(ctx, { caseId, ...query }) {
    const one = await caseFor(ctx, caseId, 'review:assign')
    const excluded = whoMayNotReview(await caseFactsOf(ctx, one))
    const ids = await holdersOn(ctx.sql, ['technical-reviewer'], {})
    const names = await namesOf(ctx, ids)
    const open = await Promise.all(ids.map(async (userId) => (await openReviewsOf(ctx.sql, userId)).length))
    const { items, next } = page(ids.map((userId, i) => ({ userId, name: names[userId] ?? userId, openReviews: open[i]!, exclusions: excluded.get(userId) ?? [] })), ({ userId }) => userId, query)
    return { items: [...items], next }
  },

  async assignReviewer(ctx, { caseId, userId, dueOn }) {
    const one = await caseFor(ctx, caseId, 'review:assign', true)
    requireState(one)
    if (dueOn !== undefined && dueOn < ctx.today) throw new Refused(refuse('day-past', `${dueOn} has passed; today is ${ctx.today}. Name a day to come.`))
    if (!(await ctx.accounts.people([userId])).has(userId)) throw new Refused(refuse('reviewer-unknown', 'There is no such account. Invite the person first.'))
    await requireApart(ctx, one, userId)
    const before = await readReview(ctx.sql, caseId, one.round)
    const scope = { kind: 'case' as const, id: caseId }
    if (before !== undefined && before.reviewer !== userId) {
      await revokeGrantsOn(ctx.sql, scope, ['technical-reviewer'], ctx.now, actorRef(ctx.actor), before.reviewer)
      await closeNotices(ctx.sql, matter(one, ''), ctx.now, before.reviewer)
    }
    await addGrant(ctx.sql, { grantId: ctx.newId('grt'), userId, role: 'technical-reviewer', scope, grantedAt: ctx.now, grantedBy: actorRef(ctx.actor) })
    const due = dueOn ?? addDays(ctx.today, await ctx.setting(reviewDays))
    const isSame = before?.reviewer === userId
    await putReview(ctx.sql, {
      caseId, round: one.round, reviewer: userId, assignedBy: actorRef(ctx.actor), assignedAt: ctx.now, dueOn: due, checklist: isSame ? before.checklist : {},
      version: before?.version ?? 0, outcome: null, outcomeText: null, concludedAt: null,
    })
    await closeNotices(ctx.sql, matter(one, 'reviewer-needed'), ctx.now)
    ctx.record({ kind: 'reviewer.assigned', subject: caseId, isPublic: false, body: { round: one.round, before: before?.reviewer ?? null, after: userId, dueOn: due } })
    await notify(ctx, [userId], { kind: 'review-assigned', params: { ...params(one), dueOn: due }, link: linkOf(one), caseId, dueOn: due, dedupeKey: matter(one, `assigned:${due}`) })
    return viewOf(ctx, one)
  },

  async askReviewQuestion(ctx, { caseId, standard, criterion, text }) {
    const { one } = await reviewing(ctx, caseId)
    if ((standard === undefined) !== (criterion === undefined)) throw new Refused(refuse('criterion-unknown', 'A criterion is named together with its standard.'))
    if (standard !== undefined) {
      const under = one.standards.find((each) => each.standard === standard)
      const known = under !== undefined && (await standardOf(ctx, under.standard, under.standardVersion)).criteria.some(({ slug }) => slug === criterion)
      if (!known) throw new Refused(refuse('criterion-unknown', `The standards of this case have no criterion ${criterion} under ${standard}.`))
    }
    const questionId = ctx.newId('rvq')
    await insertQuestion(ctx.sql, { questionId, caseId, round: one.round, standard: standard ?? null, criterion: criterion ?? null, state: 'open', askedAt: ctx.now, settledAt: null })
    await addMessage(ctx.sql, questionId, { messageId: ctx.newId('rvm'), author: personOf(ctx), text, at: ctx.now })
    ctx.record({ kind: 'review-question.asked', subject: caseId, isPublic: false, body: { questionId, round: one.round, standard: standard ?? null, criterion: criterion ?? null } })
    await notifyRoles(ctx, ['lead-assessor'], { caseId }, { kind: 'review-question-asked', params: params(one), link: linkOf(one), caseId, dedupeKey: matter(one, `question:${questionId}`) })
    return viewOf(ctx, one)
  },

  async answerReviewQuestion(ctx, { caseId, questionId, text }) {
    const one = await caseFor(ctx, caseId, 'review:read', true)
    requireState(one)
    const [me, review] = [personOf(ctx), await readReview(ctx.sql, caseId, one.round)]
    const isReviewer = review?.reviewer === me && mayOn(ctx, 'review:write', one)
    if (!isReviewer && !mayOn(ctx, 'review:answer', one)) throw new Refused(refuse('review-answer-not-yours', 'The lead assessor of the case answers, and the reviewer asks.'))
    const question = await questionFor(ctx, one, questionId)
    const state = orRefuse(spoken(question, isReviewer))
    await setQuestionState(ctx.sql, questionId, state, null)
    await addMessage(ctx.sql, questionId, { messageId: ctx.newId('rvm'), author: me, text, at: ctx.now })
    ctx.record({ kind: 'review-question.answered', subject: caseId, isPublic: false, body: { questionId, before: question.state, after: state } })
    if (isReviewer) await notifyRoles(ctx, ['lead-assessor'], { caseId }, { kind: 'review-question-asked', params: params(one), link: linkOf(one), caseId, dedupeKey: matter(one, `question:${questionId}:${question.messages.length}`) })
    else {
      await closeNotices(ctx.sql, matter(one, `question:${questionId}`), ctx.now)
      if (review !== undefined) await notify(ctx, [review.reviewer], { kind: 'review-question-answered', params: params(one), link: linkOf(one), caseId, dedupeKey: matter(one, `answer:${questionId}:${question.messages.length}`) })
    }
    return viewOf(ctx, one)
  },

  async settleReviewQuestion(ctx, { caseId, questionId }) {
    const { one } = await reviewing(ctx, caseId)
    const question = await questionFor(ctx, one, questionId)
    if (question.state === 'settled') throw new Refused(refuse('review-question-settled', 'This question is settled already.'))
    await setQuestionState(ctx.sql, questionId, 'settled', ctx.now)
    await closeNotices(ctx.sql, matter(one, `question:${questionId}`), ctx.now)
    ctx.record({ kind: 'review-question.settled', subject: caseId, isPublic: false, body: { questionId, before: question.state } })
    return viewOf(ctx, one)
  },

  async saveReviewChecklist(ctx, { caseId, version, answers }) {
    const { one, review } = await reviewing(ctx, caseId)
    if (review.version !== version) throw new Refused(refuse('review-changed', 'The checklist was changed since you opened it, in another window perhaps. Load it again; nothing was overwritten.'))
    const points = await ctx.setting(reviewChecklist)
    const stray = Object.keys(answers).find((point) => !points.includes(point))
    if (stray !== undefined) throw new Refused(refuse('review-point-unknown', `The checklist of the scheme has no point "${stray}".`))
    await putReview(ctx.sql, { ...review, checklist: { ...review.checklist, ...answers } })
    return viewOf(ctx, one)
  },

  async returnReport(ctx, { caseId, reason }) {
    const { one, review } = await reviewing(ctx, caseId)
    await requireApart(ctx, one, review.reviewer)
    const after = await moveCase(ctx, one, 'report.returned', { reason })
    await conclude(ctx, one, review, 'returned', reason)
    await notifyRoles(ctx, ['lead-assessor', 'assessor'], { caseId }, { kind: 'report-returned', params: params(one), link: linkOf(one), caseId, dedupeKey: `case:${caseId}:report:${one.round}:returned:${review.version}` })
    return viewOf(ctx, after)
  },

  async finaliseReport(ctx, { caseId, remark }) {
    const { one, review } = await reviewing(ctx, caseId)
    await requireApart(ctx, one, review.reviewer)
    orRefuse(finalisable(review, await ctx.setting(reviewChecklist), await questionsOf(ctx.sql, caseId, one.round)))
    const after = await moveCase(ctx, one, 'report.finalised', remark === undefined ? {} : { reason: remark })
    await conclude(ctx, one, review, 'finalised', remark ?? null)
    const operators = (await grantsOn(ctx.sql, house, ['operator'])).map(({ userId }) => userId)
    await notify(ctx, operators, { kind: 'report-final', params: params(one), link: `/cases/${caseId}/decision`, caseId, dedupeKey: `case:${caseId}:decision:${one.round}:${review.version}` })
    await notifyRoles(ctx, ['site-owner'], { siteId: one.siteId, organisationId: one.organisationId, caseId }, { kind: 'ratings-final', params: params(one), link: `/cases/${caseId}/mark`, caseId, dedupeKey: `case:${caseId}:ratings-final:${one.round}:${review.version}` })
    return viewOf(ctx, after)
  },
}


/** A report that comes (back) to review waits for its reviewer, or for the scheme to name one. */
export async function whenReportSubmitted(ctx: Context, decision: Decision): Promise<void> {
  const one = await readCase(ctx.sql, decision.subject)
  if (one === undefined || one.state !== 'in-review') return
  const review = await readReview(ctx.sql, one.caseId, one.round)
  if (review !== undefined) {
    await putReview(ctx.sql, { ...review, outcome: null, outcomeText: null, concludedAt: null })
    await notify(ctx, [review.reviewer], { kind: 'review-resumed', params: params(one), link: linkOf(one), caseId: one.caseId, dedupeKey: matter(one, `resumed:${review.version}`) })
    return
  }
  await notify(ctx, (await grantsOn(ctx.sql, house, ['operator'])).map(({ userId }) => userId), {
    kind: 'reviewer-needed', params: params(one), link: linkOf(one), caseId: one.caseId, dedupeKey: matter(one, 'reviewer-needed'),
  })
}
