// One cycle of one site, step by step, each by whoever takes it. A story takes as many steps as it needs.
import { addDays, type Day } from '#src/kernel/time.ts'
import type { Teller, Told } from './demo-teller.ts'

const STANDARD = 'risk-readiness-assessment'
const TOP = 'fully-meets'

export type StorySite = {
  readonly name: string
  readonly country: string
  readonly place: string
  readonly types: readonly ('mine' | 'smelter' | 'refinery' | 'rod-mill')[]
  readonly metals: readonly ('copper' | 'molybdenum' | 'nickel' | 'zinc')[]
  readonly participant: string
  readonly organisationId?: string
  /** Who acts for the site, by the name in the story. */
  readonly owner: string
  readonly contact: { readonly name: string; readonly email: string }
}

type Levels = Readonly<Record<string, string>>

/** A small file that is one by its bytes, so that the library takes it. */
export const pdfOf = (title: string): Uint8Array => new TextEncoder().encode(
  `%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]>>endobj\n% ${title.replace(/[^\x20-\x7e]/g, ' ')}\ntrailer<</Root 1 0 R>>\n%%EOF\n`)

/** Application and acceptance. @returns the case */
export async function apply(tell: Teller, site: StorySite): Promise<Told<'decideEligibility'>> {
  const { caseId } = await tell.act(site.organisationId === undefined ? 'public' : site.owner, 'createApplication', {
    site: { name: site.name, country: site.country, place: site.place }, siteTypes: [...site.types], metals: [...site.metals],
    standards: [{ standard: STANDARD, marks: [...site.metals] }], participantName: site.participant, participantCountry: site.country,
    contact: { ...site.contact, phone: null }, isContactResourced: true,
    ...(site.organisationId === undefined ? {} : { organisationId: site.organisationId }),
  })
  const accepted = await tell.act('operator', 'decideEligibility', {
    caseId, isEligible: true, reason: 'The site handles a covered metal.', ...(site.organisationId === undefined ? {} : { organisationId: site.organisationId }),
  })
  await comeIn(tell, site)
  return accepted
}

/** The contact follows the invitation; where the role is held already, none stands. */
async function comeIn(tell: Teller, site: StorySite): Promise<void> {
  const { items } = await tell.act('operator', 'listInvitations', { state: 'open' })
  const invitation = items.find(({ email }) => email === site.contact.email)
  if (invitation === undefined) return
  const { link } = await tell.act('operator', 'renewInvitation', { invitationId: invitation.invitationId })
  if (link !== null) await tell.act(site.owner, 'acceptInvitation', { token: link.split('/').at(-1)! })
}

export async function sign(tell: Teller, caseId: string, site: StorySite): Promise<void> {
  const letter = await tell.act(site.owner, 'getLetter', { caseId })
  await tell.act(site.owner, 'signLetter', { caseId, documentHash: letter.documentHash!, name: site.contact.name, role: 'General manager' })
}

const criteriaOf = async (tell: Teller, who: string, caseId: string) => (await tell.act(who, 'getWorkbook', { caseId })).criteria

/** Answers the workbook, with a piece of evidence for each answer. */
export async function answer(tell: Teller, caseId: string, site: StorySite, organisationId: string, levels: Levels, part = 1): Promise<void> {
  const criteria = await criteriaOf(tell, site.owner, caseId)
  const evidence = await tell.act(site.owner, 'uploadEvidence', {
    organisationId, title: `Management handbook of ${site.name}`, kind: 'procedure', writtenIn: 'en', validFrom: addDays(tell.today(), -200), validUntil: addDays(tell.today(), 900), layer: 'assessor', filename: 'handbook.pdf',
  }, pdfOf(`Handbook of ${site.name}`))
  for (const { standard, criterion, title } of criteria.slice(0, Math.ceil(criteria.length * part))) {
    const level = levels[criterion] ?? TOP
    await tell.act(site.owner, 'saveChanges', { caseId, changes: [
      { changeId: `chg-${criterion.slice(0, 50)}-r`, key: { standard, criterion, field: 'rating' }, value: level, parents: [] },
      { changeId: `chg-${criterion.slice(0, 50)}-t`, key: { standard, criterion, field: 'rationale' }, value: `${title}: the procedure is kept, followed and looked at again each year.`, parents: [] },
    ] })
    await tell.act(site.owner, 'linkEvidence', { caseId, evidenceId: evidence.evidenceId, standard, criterion })
  }
}

export async function submit(tell: Teller, caseId: string, site: StorySite): Promise<void> {
  const { contentHash } = await tell.act(site.owner, 'getQualityCheck', { caseId })
  await tell.act(site.owner, 'submitSelfAssessment', { caseId, contentHash })
}

/** The firm is asked, names its team, the site agrees, the secretariat confirms. */
export async function engage(tell: Teller, caseId: string, site: StorySite, firmId: string): Promise<void> {
  const proposed = await tell.act('operator', 'proposeEngagement', { caseId, firmId })
  const accepted = await tell.act('firm', 'acceptEngagement', {
    engagementId: proposed.engagementId, leadUserId: tell.userOf('lead'), assessorUserIds: [tell.userOf('assessor')], isIndependent: true, version: proposed.version,
  })
  await tell.act(site.owner, 'acceptTeam', { engagementId: proposed.engagementId, version: accepted.version })
  await tell.act('operator', 'confirmEngagement', { engagementId: proposed.engagementId })
}

/** The plan of the visit, agreed and announced. */
export async function plan(tell: Teller, caseId: string, site: StorySite, visitFrom: Day): Promise<void> {
  const { coverage } = await tell.act('lead', 'getPlan', { caseId })
  const saved = await tell.act('lead', 'savePlan', { caseId, version: 0, plan: {
    visitFrom, visitTo: addDays(visitFrom, 2), personDays: 6, areas: [{ area: 'Furnace hall', what: 'Safety and emissions' }, { area: 'Canteen and changing rooms', what: 'Interviews without supervisors' }],
    documentSampling: 'Every tenth record of training, overtime and waste of the last twelve months.',
    interviews: coverage.map(({ group, isEmployees }) => ({ group, size: isEmployees ? 100 : null, planned: 12, reason: null })),
    languages: ['en'], interpreted: [], mediaScan: 'Local press and the last five years of court records.',
  } })
  await tell.act(site.owner, 'confirmPlan', { caseId, version: saved.version })
  await tell.act('operator', 'approvePlan', { caseId, version: saved.version })
}

export const announce = (tell: Teller, caseId: string, site: StorySite, concernsUntil: Day): Promise<unknown> => tell.act('operator', 'publishNotice', {
  caseId, concernsUntil, languages: ['en', 'es'], text: `${site.name} is assessed by independent assessors. Whoever works there or lives nearby can be heard without giving a name.`,
})

/** Desk review with one question, asked and answered. */
export async function reviewDesk(tell: Teller, caseId: string, site: StorySite): Promise<void> {
  const [first] = await criteriaOf(tell, 'lead', caseId)
  const question = await tell.act('lead', 'askDeskQuestion', { caseId, standard: first!.standard, criterion: first!.criterion, text: 'Who looks at the handbook again, and when was it last done?' })
  await tell.act(site.owner, 'answerDeskQuestion', { questionId: question.questionId, text: 'The site manager, in January of each year; the minutes are in the library.' })
  await tell.act('lead', 'closeDeskQuestion', { questionId: question.questionId })
  await tell.act('lead', 'completeDeskReview', { caseId })
}

/** Ratings of one round, with a finding for each that is not at the top. */
export async function rate(tell: Teller, caseId: string, levels: Levels, reason: string | null = null): Promise<void> {
  const record = await tell.act('lead', 'getOnSiteRecord', { caseId })
  const evidence = new Map((await criteriaOf(tell, 'lead', caseId)).map((line) => [line.criterion, line.evidence.map(({ evidenceId }) => evidenceId)]))
  for (const line of record.criteria.filter(({ isInRound }) => isInRound)) {
    const level = levels[line.criterion] ?? TOP
    if (level !== TOP && reason === null) {
      await tell.act('lead', 'recordFinding', { caseId, grade: level === 'does-not-meet' ? 'major' : 'minor', statement: `${line.title}: records of the last year are missing in part.`, clauses: [{ standard: line.standard, criterion: line.criterion }], seen: [] })
    }
    await tell.act('lead', 'rateCriterion', {
      caseId, standard: line.standard, criterion: line.criterion, rating: level, seen: line.seen, evidenceIds: evidence.get(line.criterion)?.slice(0, 1) ?? [], reason,
      rationale: level === TOP ? 'Seen on site and confirmed in interviews.' : 'Practised, but not recorded throughout.',
    })
  }
}

/** What else belongs on the record of a visit, and its end. */
export async function visit(tell: Teller, caseId: string): Promise<void> {
  const record = await tell.act('lead', 'getOnSiteRecord', { caseId })
  for (const { group, planned, least, seen } of record.interviews) {
    await tell.act('assessor', 'recordInterviews', { caseId, group, count: Math.max(planned ?? 0, least ?? 0, 12), shortfallReason: null, seen })
  }
  await tell.act('assessor', 'recordMediaFind', { caseId, source: 'Local press', searchedOn: tell.today(), words: 'accident, strike, spill', found: 'Nothing of the last two years.', relevance: 'none', seen: [] })
  await tell.act('lead', 'recordClosingMeeting', { caseId, heldOn: tell.today(), attendees: [{ role: 'Management', count: 4 }, { role: 'Works council', count: 2 }], differences: 'None.', seen: record.closing.seen })
  await tell.act('lead', 'completeSiteVisit', { caseId })
}

/** Technical review: one question back, the checklist, the report final. */
export async function review(tell: Teller, caseId: string): Promise<void> {
  await tell.act('operator', 'assignReviewer', { caseId, userId: tell.userOf('reviewer') })
  const asked = await tell.act('reviewer', 'askReviewQuestion', { caseId, text: 'Which records were drawn for working hours?' })
  const questionId = asked.questions.at(-1)!.questionId
  await tell.act('lead', 'answerReviewQuestion', { caseId, questionId, text: 'Forty pay slips of two months, drawn by their number.' })
  await tell.act('reviewer', 'settleReviewQuestion', { caseId, questionId })
  const { points, review: standing } = await tell.act('reviewer', 'getReview', { caseId })
  await tell.act('reviewer', 'saveReviewChecklist', { caseId, version: standing!.version, answers: Object.fromEntries(points.map((point) => [point, { answer: 'yes' as const, remark: null }])) })
  await tell.act('reviewer', 'finaliseReport', { caseId })
}

/** The body decides as the rule says. @param recused who stands aside, with the reason */
export async function decide(tell: Teller, caseId: string, members: readonly string[], recused?: { readonly who: string; readonly reason: string }): Promise<void> {
  const { decision } = await tell.act('operator', 'openDecision', { caseId, meetingOn: tell.today() })
  if (recused !== undefined) await tell.act(recused.who, 'declareRecusal', { decisionId: decision.decisionId, reason: recused.reason })
  for (const member of members) await tell.act(member, 'castDecisionVote', { decisionId: decision.decisionId, vote: 'by-rule' })
  await tell.act('operator', 'recordDecision', { decisionId: decision.decisionId, minutes: 'The report was presented by the secretariat; the body followed the award rule.' })
}

/** The report of a round, from the record as it stands. */
export async function report(tell: Teller, caseId: string, from: Day, to: Day): Promise<void> {
  const draft = await tell.act('lead', 'getReport', { caseId })
  const saved = await tell.act('lead', 'saveReport', { caseId, version: draft.version, report: {
    assessedFrom: from, assessedTo: to, summary: 'The site is managed with care; what is missing is named in the findings.', strengths: 'Open talk with neighbours, and water looked after day by day.', goodPractices: [],
  } })
  await tell.act('lead', 'submitReport', { caseId, version: saved.version })
}

/** Plans every gap of a case, and closes and verifies the first of them. @param closing how many are closed */
export async function improve(tell: Teller, caseId: string, site: StorySite, organisationId: string, closing: number): Promise<void> {
  const { gaps, dueOn } = await tell.act(site.owner, 'getImprovementPlan', { caseId })
  for (const gap of gaps) {
    await tell.act(site.owner, 'planGap', {
      caseId, gapId: gap.gapId, version: gap.version, rootCause: 'Records were kept on paper in three places.', action: 'One register, kept by the shift leaders and checked each month.',
      ownerUserId: tell.userOf(site.owner), dueOn: addDays(dueOn ?? addDays(tell.today(), 120), -30),
    })
  }
  const evidence = await tell.act(site.owner, 'uploadEvidence', { organisationId, title: 'Register of the shift leaders', kind: 'record', writtenIn: 'en', layer: 'assessor', filename: 'register.pdf' }, pdfOf('Register'))
  for (const gap of gaps.slice(0, closing)) {
    await tell.act(site.owner, 'closeGap', { caseId, gapId: gap.gapId, evidenceIds: [evidence.evidenceId], text: 'The register is in use since last month.' })
    await tell.act('lead', 'verifyGap', { caseId, gapId: gap.gapId, isClosed: true, text: 'Seen in the register; entries of all shifts are there.' })
  }
}
