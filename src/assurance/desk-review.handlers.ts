// The desk review: ask, answer, close, check what is recognised, complete.
import { grantsOf } from '#src/access/actor.ts'
import type { Context } from '#src/access/context.ts'
import { requireOn } from '#src/access/policy.ts'
import { rolesOn } from '#src/access/role.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { addDays } from '#src/kernel/time.ts'
import { closeNotices } from '#src/notices/notice.store.ts'
import { notify, notifyRoles } from '#src/notices/notify.handlers.ts'
import { wordingFor } from '#src/standards/language-pack.ts'
import { namesOf, personOf } from './acting-person.ts'
import { subjectOf, type Case } from './case.ts'
import { readCase } from './case.store.ts'
import { caseFor, mayOn, moveCase } from './case-move.handlers.ts'
import type { deskReviewContract } from './desk-review.contract.ts'
import { written, type DeskQuestion, type RecognitionCheck, type Side } from './desk-review.ts'
import { insertMessage, insertQuestion, putRecognitionCheck, questionsOf, readQuestion, recognitionChecksOf, setQuestionState } from './desk-review.store.ts'
import { recordRound } from './on-site-load.handlers.ts'
import { scopingOf } from './scoping.handlers.ts'
import { questionDays } from './settings-assessment.ts'
import type { ScopingLine } from './scoping.ts'
import { lineKey, linesOf } from './workbook.ts'
import { loadedStandards } from './workbook-load.handlers.ts'

/** Questions are asked from the plan on, and until the visit is done; in later rounds while their record is open. */
const askStates = ['planned', 'announced', 'desk-reviewed', 'assessed'] as const
const noticeKey = (caseId: string, questionId: string): string => `case:${caseId}:desk-question:${questionId}`

async function titlesOf(ctx: Context, one: Case): Promise<Map<string, string>> {
  const loaded = await loadedStandards(ctx, one)
  return new Map(loaded.flatMap((standard) => {
    const wording = wordingFor(standard.standard, standard.packs, ctx.language)
    return linesOf(one, [standard.standard]).map(({ criterion }) => [`${standard.standard.standard}/${criterion.slug}`, wording.criterion(criterion.slug, criterion).title] as const)
  }))
}

async function shownQuestions(ctx: Context, one: Case, questions: readonly DeskQuestion[]) {
  const titles = await titlesOf(ctx, one)
  const names = await namesOf(ctx, questions.flatMap(({ messages }) => messages.map(({ author }) => author)))
  return questions.map((question) => ({
    ...question, title: question.criterion === null ? null : titles.get(`${question.standard}/${question.criterion}`) ?? question.criterion,
    isOverdue: question.state === 'open' && question.dueOn < ctx.today,
    messages: question.messages.map((message) => ({ ...message, authorName: names[message.author] ?? message.author })),
  }))
}

/** Lines that an approved equivalence covers in full: the only ones a desk check can accept. */
export const coveredLines = async (ctx: Context, one: Case): Promise<ScopingLine[]> =>
  (await scopingOf(ctx, one)).filter(({ standing, isApproved }) => standing === 'covered' && isApproved)

async function view(ctx: Context, one: Case) {
  const round = recordRound(one)
  const [questions, covered, checks, titles] = [await questionsOf(ctx.sql, one.caseId, round), await coveredLines(ctx, one), await recognitionChecksOf(ctx.sql, one.caseId, round), await titlesOf(ctx, one)]
  const isOpen = (askStates as readonly string[]).includes(one.state)
  return {
    caseId: one.caseId, round, isOpen,
    may: { ask: isOpen && mayOn(ctx, 'desk-question:ask', one), answer: mayOn(ctx, 'desk-review:write', one), complete: one.state === 'announced' && mayOn(ctx, 'desk-review:complete', one) },
    questions: await shownQuestions(ctx, one, questions), open: questions.filter(({ state }) => state !== 'closed').length,
    recognised: covered.map((line) => ({
      standard: line.standard, criterion: line.criterion, certificateIds: line.certificateIds, evidenceIds: line.evidenceIds, lapsesOn: line.lapsesOn,
      title: titles.get(lineKey(line)) ?? line.criterion, check: checks.find((check) => lineKey(check) === lineKey(line)) ?? null,
    })),
    questionDays: await ctx.setting(questionDays),
  }
}

function requireState(one: Case, states: readonly string[], what: string): void {
  if (!states.includes(one.state)) {
    throw new Refused(refuse('case-state-forbids', `The case is in state "${one.state}"; ${what} in ${states.map((state) => `"${state}"`).join(', ')} only. The case page names what comes next.`))
  }
}

async function questionFor(ctx: Context, questionId: string, permit: string): Promise<{ question: DeskQuestion; one: Case }> {
  const absent = () => new Refused(refuse('desk-question-absent', `There is no question ${questionId} that this account may see.`))
  const question = await readQuestion(ctx.sql, questionId, true)
  const one = question === undefined ? undefined : await readCase(ctx.sql, question.caseId)
  if (question === undefined || one === undefined) throw absent()
  requireOn(ctx.actor, permit, subjectOf(one), 'assessment:read', absent)
  return { question, one }
}

const sideOf = (ctx: Context, one: Case): Side => {
  const roles = rolesOn(grantsOf(ctx.actor), subjectOf(one))
  return roles.has('lead-assessor') || roles.has('assessor') ? 'assessor' : 'site'
}

const told = (one: Case, question: DeskQuestion, kind: string, sequence: number, title: string) => ({
  kind, params: { site: one.siteName, criterion: title }, link: `/cases/${one.caseId}/assessment/desk-review`, caseId: one.caseId, dueOn: question.dueOn,
  dedupeKey: `${noticeKey(one.caseId, question.questionId)}:${sequence}`,
})

export const deskReviewHandlers: Handlers<typeof deskReviewContract, Context> = {
  async getDeskReview(ctx, { caseId }) {
    return view(ctx, await caseFor(ctx, caseId, 'assessment:read'))
  },

  async askDeskQuestion(ctx, { caseId, standard, criterion, text, dueOn }) {
    const one = await caseFor(ctx, caseId, 'desk-question:ask', true)
    requireState(one, askStates, 'questions are asked')
    const titles = await titlesOf(ctx, one)
    if (criterion === null ? !one.standards.some((under) => under.standard === standard) : !titles.has(`${standard}/${criterion}`)) {
      throw new Refused(refuse('criterion-unknown', `${standard}/${criterion ?? ''} is no criterion of this case. Take it from the workbook.`))
    }
    const question: DeskQuestion = {
      questionId: ctx.newId('dkq'), caseId, round: recordRound(one), standard, criterion, askedBy: personOf(ctx), askedOn: ctx.today,
      dueOn: dueOn ?? addDays(ctx.today, await ctx.setting(questionDays)), state: 'open', closedOn: null,
      messages: [{ sequence: 1, author: personOf(ctx), side: 'assessor', writtenAt: ctx.now, text }],
    }
    await insertQuestion(ctx.sql, question)
    ctx.record({ kind: 'desk-question.asked', subject: caseId, isPublic: false, body: { questionId: question.questionId, round: question.round, standard, criterion, dueOn: question.dueOn } })
    await notifyRoles(ctx, ['site-owner', 'site-contributor'], subjectOf(one), told(one, question, 'desk-question.asked', 1, titles.get(`${standard}/${criterion ?? ''}`) ?? standard))
    return (await shownQuestions(ctx, one, [question]))[0]!
  },

  async answerDeskQuestion(ctx, { questionId, text }) {
    const { question, one } = await questionFor(ctx, questionId, 'desk-review:write')
    const side = sideOf(ctx, one)
    const state = orRefuse(written(question, side))
    const message = { sequence: question.messages.length + 1, author: personOf(ctx), side, writtenAt: ctx.now, text }
    await insertMessage(ctx.sql, questionId, message)
    await setQuestionState(ctx.sql, questionId, state)
    await closeNotices(ctx.sql, noticeKey(one.caseId, questionId), ctx.now)
    ctx.record({ kind: side === 'site' ? 'desk-question.answered' : 'desk-question.followed-up', subject: one.caseId, isPublic: false, body: { questionId, round: question.round } })
    const title = (await titlesOf(ctx, one)).get(`${question.standard}/${question.criterion ?? ''}`) ?? question.standard
    const after: DeskQuestion = { ...question, state, messages: [...question.messages, message] }
    if (side === 'site') await notify(ctx, [question.askedBy], told(one, after, 'desk-question.answered', message.sequence, title))
    else await notifyRoles(ctx, ['site-owner', 'site-contributor'], subjectOf(one), told(one, after, 'desk-question.asked', message.sequence, title))
    return (await shownQuestions(ctx, one, [after]))[0]!
  },

  async closeDeskQuestion(ctx, { questionId }) {
    const { question, one } = await questionFor(ctx, questionId, 'desk-question:ask')
    orRefuse(written(question, 'assessor'))
    await setQuestionState(ctx.sql, questionId, 'closed', { by: personOf(ctx), on: ctx.today })
    await closeNotices(ctx.sql, noticeKey(one.caseId, questionId), ctx.now)
    ctx.record({ kind: 'desk-question.closed', subject: one.caseId, isPublic: false, body: { questionId, round: question.round, from: question.state } })
    return (await shownQuestions(ctx, one, [{ ...question, state: 'closed', closedOn: ctx.today }]))[0]!
  },

  async checkRecognition(ctx, { caseId, standard, criterion, certificateId, isAccepted, note }) {
    const one = await caseFor(ctx, caseId, 'recognition:check', true)
    requireState(one, askStates, 'recognition is checked')
    const line = (await scopingOf(ctx, one)).find((found) => found.standard === standard && found.criterion === criterion)
    if (line === undefined) throw new Refused(refuse('criterion-unknown', `${standard}/${criterion} is no criterion of this case. Take it from the workbook.`))
    if (isAccepted && !(line.standing === 'covered' && line.isApproved && line.certificateIds.includes(certificateId))) {
      throw new Refused(refuse('recognition-not-usable', `${certificateId} does not cover ${standard}/${criterion} in full by an approved equivalence. Look at it on the visit.`))
    }
    const check: RecognitionCheck = { caseId, round: recordRound(one), standard, criterion, certificateId, isAccepted, note, checkedBy: personOf(ctx), checkedOn: ctx.today }
    await putRecognitionCheck(ctx.sql, check)
    ctx.record({ kind: 'recognition.checked', subject: caseId, isPublic: false, body: { round: check.round, standard, criterion, certificateId, isAccepted } })
    return check
  },

  async completeDeskReview(ctx, { caseId }) {
    const one = await caseFor(ctx, caseId, 'desk-review:complete', true)
    requireState(one, ['announced'], 'the desk review is completed')
    const open = (await questionsOf(ctx.sql, caseId, recordRound(one))).filter(({ state }) => state !== 'closed')
    if (open.length > 0) {
      throw new Refused(refuse('desk-questions-open', `${open.length} questions are not closed: ${open.map(({ standard, criterion }) => criterion ?? standard).join(', ')}. Close them first.`))
    }
    const checks = new Set((await recognitionChecksOf(ctx.sql, caseId, recordRound(one))).map(lineKey))
    const missing = (await coveredLines(ctx, one)).filter((line) => !checks.has(lineKey(line)))
    if (missing.length > 0) {
      throw new Refused(refuse('desk-checks-missing', `${missing.length} recognised criteria wait for their desk check: ${missing.map(({ criterion }) => criterion).join(', ')}.`))
    }
    const after = await moveCase(ctx, one, 'desk-review.completed')
    return view(ctx, after)
  },
}
