// The report: drafted by the team, frozen at submission, read by the site when it is final; and the rounds that follow.
import type { Context } from '#src/access/context.ts'
import { canonicalText } from '#src/kernel/canonical.ts'
import { sha256Hex } from '#src/kernel/merkle.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { closeNotices } from '#src/notices/notice.store.ts'
import { notifyRoles } from '#src/notices/notify.handlers.ts'
import { firmsOf } from '#src/parties/assessor-firm.store.ts'
import { wordingFor } from '#src/standards/language-pack.ts'
import { namesOf, personOf } from './acting-person.ts'
import { subjectOf, type Case } from './case.ts'
import { caseFor, mayOn, moveCase } from './case-move.handlers.ts'
import { coveredLines } from './desk-review.handlers.ts'
import { recognitionChecksOf } from './desk-review.store.ts'
import { engagementInForce } from './engagement.store.ts'
import { requireFit, teamCheck } from './independence.handlers.ts'
import { isRecordOpen, loadRecord, recordRound, recordableCase, type LoadedRecord } from './on-site-load.handlers.ts'
import { closingIn, conflictsIn, findingsIn, interviewsIn, mediaIn, ratingIn, standingFindings, type Clause, type RecordedRating } from './on-site.ts'
import { putRating, standingRatings } from './rating.store.ts'
import type { reportContract } from './report.contract.ts'
import { emptyReport, type AssessmentReport, type ReportContent } from './report.ts'
import { reportGaps, type ReportGap } from './report-check.ts'
import { addSubmission, insertRound, markSubmitted, pathOf, putReport, reportOf, submissionsOf, type RoundPath } from './report.store.ts'
import { findingForbidsTop } from './settings-assessment.ts'
import { NOT_APPLICABLE, lineKey } from './workbook.ts'

/** Who writes a report sees its draft; reviewers see what was submitted; the site what is final. */
function mayRead(ctx: Context, one: Case, report: AssessmentReport | undefined, round: number): boolean {
  if (mayOn(ctx, 'report:write', one)) return true
  if (report === undefined || report.state === 'draft') return false
  return report.state === 'final' || round < one.round || mayOn(ctx, 'finding:read', one)
}

const reportAbsent = (round: number): Refused => new Refused(refuse('report-absent', `There is no report of round ${round} that this account may see. A site sees it when it is final.`))

async function gapsOf(ctx: Context, record: LoadedRecord, content: ReportContent): Promise<ReportGap[]> {
  const { case: one, cells, round } = record
  const covered = new Set((await coveredLines(ctx, one)).map(lineKey))
  return reportGaps({
    criteria: [...record.lines].filter(([key]) => record.inRound.has(key)).map(([key, { standard, criterion }]) => ({
      standard: standard.standard, criterion: criterion.slug, worst: standard.ratingScale.levels[0]!.slug, best: standard.ratingScale.levels.at(-1)!.slug, isCovered: covered.has(key),
    })),
    ratings: ratingsIn(record), checks: await recognitionChecksOf(ctx.sql, one.caseId, round), findings: findingsIn(cells), conflicts: conflictsIn(cells).length, content,
    isOnSite: await pathOf(ctx.sql, one.caseId, round) === 'on-site', hasClosing: closingIn(cells).heldOn !== null,
    hasMediaScan: round > 1 || mediaIn(cells).some(({ source, searchedOn, words }) => source !== null && searchedOn !== null && words !== null),
    findingForbidsTop: await ctx.setting(findingForbidsTop), today: ctx.today,
  })
}
const ratingsIn = ({ lines, inRound, cells }: LoadedRecord): Map<string, RecordedRating> =>
  new Map([...lines].filter(([key]) => inRound.has(key)).map(([key, { standard, criterion }]) => [key, ratingIn(cells, standard.standard, criterion.slug)]))

async function view(ctx: Context, one: Case, round: number) {
  const report = await reportOf(ctx.sql, one.caseId, round)
  const isLast = round === recordRound(one)
  const mayWrite = mayOn(ctx, 'report:write', one)
  const record = await loadRecord(ctx, one, round)
  const content: ReportContent = report ?? emptyReport
  const names = await namesOf(ctx, report?.submittedBy === null || report === undefined ? [] : [report.submittedBy])
  return {
    caseId: one.caseId, round, assessedFrom: content.assessedFrom, assessedTo: content.assessedTo, summary: content.summary, strengths: content.strengths, goodPractices: content.goodPractices,
    version: report?.version ?? 0, submittedBy: report?.submittedBy ?? null, submittedAt: report?.submittedAt ?? null, submissions: report?.submissions ?? 0,
    findingCounts: report?.findingCounts ?? {}, state: report?.state ?? 'draft' as const,
    roundKind: isLast ? one.roundKind : round === 1 ? 'assessment' as const : null, path: await pathOf(ctx.sql, one.caseId, round),
    submittedByName: report?.submittedBy === null || report === undefined ? null : names[report.submittedBy] ?? report.submittedBy,
    standards: record.loaded.map(({ standard, packs }) => ({ standard: standard.standard, standardVersion: standard.version, title: wordingFor(standard, packs, ctx.language).standard.title })),
    gaps: mayWrite && isLast && isRecordOpen(one) ? await gapsOf(ctx, record, content) : [],
    may: { write: mayWrite && isLast && isRecordOpen(one), submit: mayOn(ctx, 'report:submit', one) && isLast && one.state === 'assessed' }, rounds: recordRound(one),
  }
}

/** The ratings of the round as they stand, one row a criterion. */
async function freeze(ctx: Context, record: LoadedRecord): Promise<void> {
  const { case: { caseId }, round, lines } = record
  for (const [key, rating] of ratingsIn(record)) {
    const { standard } = lines.get(key)!
    const isLeftOut = rating.rating === NOT_APPLICABLE
    await putRating(ctx.sql, {
      caseId, round, standard: rating.standard, standardVersion: standard.version, criterion: rating.criterion, level: isLeftOut ? null : rating.rating, isApplicable: !isLeftOut,
      rationale: (isLeftOut ? rating.notApplicableReason : rating.rationale)!, certificateId: rating.certificateId, evidenceIds: [...rating.evidenceIds], ratedBy: rating.ratedBy!, ratedAt: rating.ratedAt!,
    })
  }
}

/** The record as submitted, as canonical text: what a later reader can compare with. */
const recordText = (record: LoadedRecord): string => canonicalText({
  ratings: [...ratingsIn(record).values()].map(said), findings: standingFindings(findingsIn(record.cells)).map(said), media: mediaIn(record.cells).map(said),
  interviews: interviewsIn(record.cells).map(said), closing: said(closingIn(record.cells)),
})
/** Without what only a writer needs. */
const said = (row: object): object => Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'conflicts' && name !== 'seen'))

type SubmittedFinding = { findingId: string; grade: 'critical' | 'major' | 'minor' | 'observation' | 'good-practice' | null; statement: string | null; clauses: Clause[]; evidenceIds: string[] }

/** The findings of a round as they were submitted last; of a draft there are none. */
async function submittedFindings(ctx: Context, caseId: string, round: number): Promise<SubmittedFinding[]> {
  const last = (await submissionsOf(ctx.sql, caseId, round)).at(-1)
  return last === undefined ? [] : (JSON.parse(last.record) as { findings: SubmittedFinding[] }).findings
}

async function openRound(ctx: Context, caseId: string, kind: 'follow-up' | 'remediation', path: RoundPath, reason: string): Promise<Case> {
  const one = await caseFor(ctx, caseId, 'follow-up:open', true)
  const needed = kind === 'follow-up' ? 'conditional' : 'remediation'
  if (one.state !== needed) throw new Refused(refuse('case-state-forbids', `The case is in state "${one.state}"; this round is opened in "${needed}" only. The case page names what comes next.`))
  const engagement = await engagementInForce(ctx.sql, caseId)
  if (engagement === undefined) throw new Refused(refuse('team-missing', 'No team is engaged for the case. Engage one first.'))
  await requireFit(ctx, await teamCheck(ctx, one, engagement.firmId, engagement.team), engagement.firmId)
  const after = await moveCase(ctx, one, kind === 'follow-up' ? 'follow-up.opened' : 'remediation.opened', { reason, body: { path } })
  await insertRound(ctx.sql, { caseId, round: after.round, path, openedBy: personOf(ctx), openedOn: ctx.today, reason })
  await closeNotices(ctx.sql, `case:${caseId}:round-request`, ctx.now)
  await notifyRoles(ctx, ['lead-assessor', 'assessor', 'site-owner'], subjectOf(one), {
    kind: 'round.opened', params: { site: one.siteName, kind, path }, link: `/cases/${caseId}/assessment`, caseId, dedupeKey: `case:${caseId}:round:${after.round}`,
  })
  return after
}

export const reportHandlers: Handlers<typeof reportContract, Context> = {
  async getReport(ctx, { caseId, round: asked }) {
    const one = await caseFor(ctx, caseId, 'report:read')
    const round = asked ?? recordRound(one)
    if (round > recordRound(one) || !mayRead(ctx, one, await reportOf(ctx.sql, caseId, round), round)) throw reportAbsent(round)
    return view(ctx, one, round)
  },

  async getStandardReport(ctx, { caseId, standard, round: asked }) {
    const one = await caseFor(ctx, caseId, 'report:read')
    const round = asked ?? recordRound(one)
    const report = await reportOf(ctx.sql, caseId, round)
    const under = one.standards.find((found) => found.standard === standard)
    if (report === undefined || report.submittedAt === null || under === undefined || !mayRead(ctx, one, report, round)) throw reportAbsent(round)
    const { loaded } = await loadRecord(ctx, one, round)
    const { standard: of, packs } = loaded.find((found) => found.standard.standard === standard)!
    const wording = wordingFor(of, packs, ctx.language)
    const ratings = (await standingRatings(ctx.sql, caseId, round)).filter((rating) => rating.standard === standard)
    const titles = new Map(of.ratingScale.levels.map(({ slug, title }) => [slug, wording.of('levels', slug, title)]))
    return {
      caseId, round, roundKind: round === 1 ? 'assessment' as const : one.roundKind ?? 'assessment' as const, siteName: one.siteName, standard, standardVersion: of.version, title: wording.standard.title, marks: under.marks,
      firmName: one.firmId === null ? null : (await firmsOf(ctx.sql, [one.firmId])).get(one.firmId)?.name ?? null,
      assessedFrom: report.assessedFrom, assessedTo: report.assessedTo, summary: report.summary, strengths: report.strengths,
      ratings: of.criteria.flatMap((criterion) => {
        const rating = ratings.find((found) => found.criterion === criterion.slug)
        return rating === undefined ? [] : [{
          criterion: criterion.slug, number: criterion.number, title: wording.criterion(criterion.slug, criterion).title, level: rating.level,
          levelTitle: rating.level === null ? null : titles.get(rating.level) ?? rating.level, isApplicable: rating.isApplicable, rationale: rating.rationale,
          certificateId: rating.certificateId, evidenceIds: rating.evidenceIds, ratedInRound: rating.round,
        }]
      }),
      findings: (await submittedFindings(ctx, caseId, round)).filter(({ clauses }) => clauses.some((clause) => clause.standard === standard))
        .map(({ findingId, grade, statement, clauses, evidenceIds }) => ({ findingId, grade, statement, clauses, evidenceIds })),
      goodPractices: report.goodPractices.filter((practice) => practice.standard === standard),
      acceptedOnRecognition: ratings.filter(({ certificateId }) => certificateId !== null).map(({ criterion }) => criterion),
    }
  },

  async saveReport(ctx, { caseId, report, version }) {
    const one = await recordableCase(ctx, caseId, 'report:write')
    const round = recordRound(one)
    const standing = (await reportOf(ctx.sql, caseId, round))?.version ?? 0
    if (standing !== version) throw new Refused(refuse('report-changed', `The report was changed after it was read (version ${standing}, not ${version}). Read it again.`))
    await putReport(ctx.sql, caseId, round, report, version + 1, personOf(ctx), ctx.now)
    return view(ctx, one, round)
  },

  async submitReport(ctx, { caseId, version }) {
    const one = await caseFor(ctx, caseId, 'report:submit', true)
    if (one.state !== 'assessed') throw new Refused(refuse('case-state-forbids', `The case is in state "${one.state}"; a report is submitted in "assessed" only. The case page names what comes next.`))
    const round = recordRound(one)
    const report = await reportOf(ctx.sql, caseId, round)
    if ((report?.version ?? 0) !== version) throw new Refused(refuse('report-changed', `The report was changed after it was read (version ${report?.version ?? 0}, not ${version}). Read it again.`))
    const record = await loadRecord(ctx, one, round)
    const gaps = await gapsOf(ctx, record, report ?? emptyReport)
    if (gaps.length > 0) {
      throw new Refused(refuse('report-incomplete', `${gaps.length} things are missing: ${gaps.slice(0, 3).map(({ detail }) => detail).join('; ')}${gaps.length > 3 ? '; …' : ''}.`,
        gaps.map(({ standard, criterion, code, detail }) => ({ pointer: standard === null ? `/${code}` : `/${standard}/${criterion}`, detail }))))
    }
    await freeze(ctx, record)
    const text = recordText(record)
    const submission = report!.submissions + 1
    const counts: Record<string, number> = {}
    for (const { grade } of standingFindings(findingsIn(record.cells))) counts[grade!] = (counts[grade!] ?? 0) + 1
    await addSubmission(ctx.sql, { caseId, round, submission, submittedAt: ctx.now, recordHash: sha256Hex(text), record: text })
    await markSubmitted(ctx.sql, caseId, round, personOf(ctx), ctx.now, submission, counts)
    const after = await moveCase(ctx, one, 'report.submitted', { body: { submission, recordHash: sha256Hex(text), standards: one.standards.map(({ standard }) => standard) } })
    await notifyRoles(ctx, ['operator', 'technical-reviewer'], { caseId }, { kind: 'report.submitted', params: { site: one.siteName }, link: `/cases/${caseId}/review`, caseId, dedupeKey: `case:${caseId}:report:${round}:${submission}` })
    return view(ctx, after, round)
  },

  async requestRound(ctx, { caseId, text }) {
    const one = await caseFor(ctx, caseId, 'round:request', true)
    if (one.state !== 'conditional' && one.state !== 'remediation') {
      throw new Refused(refuse('case-state-forbids', `The case is in state "${one.state}"; a further round is asked for in "conditional" or "remediation" only. The case page names what comes next.`))
    }
    ctx.record({ kind: 'round.requested', subject: caseId, isPublic: false, body: { round: one.round, reason: text } })
    await notifyRoles(ctx, ['operator'], subjectOf(one), { kind: 'round.requested', params: { site: one.siteName }, link: `/cases/${caseId}/assessment`, caseId, dedupeKey: `case:${caseId}:round-request:${one.round}:${ctx.today}` })
    return { caseId, requestedOn: ctx.today }
  },

  openFollowUp: (ctx, { caseId, path, reason }) => openRound(ctx, caseId, 'follow-up', path, reason),
  openRemediation: (ctx, { caseId, path, reason }) => openRound(ctx, caseId, 'remediation', path, reason),
}
