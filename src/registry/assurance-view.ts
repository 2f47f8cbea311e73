// What an assurance cycle made public, as it stood on a day: from published facts alone, so that the same facts and the
// same day give the same answer for ever. Nothing here is computed about a site of which only public sources speak.
import { canonicalText } from '#src/kernel/canonical.ts'
import { sha256Hex } from '#src/kernel/merkle.ts'
import { foldName } from '#src/kernel/text.ts'
import type { Day } from '#src/kernel/time.ts'
import {
  assessmentNoticeFact, extensionFact, letterFact, planStandingFact, summaryReportFact,
  type PlanStanding, type PublishedExtension, type PublishedLetter, type PublishedNotice, type SummaryReport,
} from '#src/assurance/published.ts'
import { awardFact, type Award, type AwardChange } from '#src/awards/award.ts'
import { lastingSite } from '#src/grievances/subject.ts'
import { siteFact } from '#src/parties/site.ts'
import type { Fact, FactKind, FactSet } from '#src/transparency/fact.ts'
import type {
  AwardFilter, AwardRow, AwardStatus, ExtensionRow, LetterRow, NoticeFilter, NoticeRow, PlanRow, ReportRow, SiteAssurance,
} from './assurance-record.ts'

/** What the certificate's hash is of: the award as published, whatever the language it is printed in. */
export const awardHash = (awardId: string, award: Award): string => sha256Hex(canonicalText({ award, awardId }))
export const contentHash = (kind: string, id: string, value: unknown): string => sha256Hex(canonicalText({ id, kind, value }))

/** The award's standing by its last change on or before the day; undefined on days before it was awarded. */
const changeOn = ({ history }: Award, day: Day): AwardChange | undefined => history.filter(({ on }) => on <= day).at(-1)

function statusOn(change: AwardChange, day: Day): AwardStatus {
  if (change.state === 'in-force') return day > change.validUntil ? 'expired' : change.isConditional ? 'conditional' : 'live-awarded'
  return change.state === 'suspended' && day > change.validUntil ? 'expired' : change.state
}

/** Since when it is under review on the day: what the fact says now, or what its history says of an earlier day. */
function reviewOn(award: Award, day: Day): Day | null {
  if (award.underReviewSince !== null && award.underReviewSince <= day) return award.underReviewSince
  const last = award.history.filter(({ on, change }) => on <= day && (change === 'review-opened' || change === 'review-closed')).at(-1)
  const isClosedSince = award.history.some(({ on, change }) => change === 'review-closed' && on > day)
  return last?.change === 'review-opened' && isClosedSince ? last.on : null
}

export type AwardOnDay = { readonly award: Award; readonly status: AwardStatus }

/** The award as it stood on a day: later changes are taken away, as if the day were today. */
export function awardOn(award: Award, day: Day): AwardOnDay | undefined {
  const change = changeOn(award, day)
  if (change === undefined) return undefined
  const status = statusOn(change, day)
  // What is over has no condition left to meet.
  const isConditional = change.isConditional && (status === 'conditional' || status === 'suspended')
  return {
    status,
    award: {
      ...award, state: change.state, isConditional: change.isConditional, validUntil: change.validUntil,
      announcedOn: award.announcedOn !== null && award.announcedOn <= day ? award.announcedOn : null,
      conditionalWording: isConditional ? award.conditionalWording : null,
      followUpDueOn: isConditional ? award.followUpDueOn : null,
      specialConditions: award.specialConditions.filter(({ setOn }) => setOn <= day)
        .map((one) => one.metOn !== null && one.metOn > day ? { ...one, metOn: null } : one),
      underReviewSince: reviewOn(award, day),
      history: award.history.filter(({ on }) => on <= day),
    },
  }
}

const siteOf = (facts: FactSet, siteId: string): string => lastingSite(facts, siteId) ?? siteId

/** The report that an award rests on: of its site, cycle and standard, the last decided by the day. */
export function reportOf(facts: FactSet, award: Pick<Award, 'siteId' | 'cycle' | 'standard' | 'standardVersion'>, day: Day): Fact<SummaryReport> | undefined {
  return [...facts.of(summaryReportFact).values()].filter(({ value }) =>
    value.siteId === award.siteId && value.cycle === award.cycle && value.standard === award.standard
    && value.standardVersion === award.standardVersion && value.decidedOn <= day)
    .sort((a, b) => a.value.round - b.value.round).at(-1)
}

export function awardRow(facts: FactSet, { id, value }: Fact<Award>, day: Day): AwardRow | undefined {
  const on = awardOn(value, day)
  if (on === undefined) return undefined
  const siteId = siteOf(facts, value.siteId)
  const report = reportOf(facts, value, day)
  return {
    awardId: id, ...on.award, siteId, status: on.status, country: facts.of(siteFact).get(siteId)?.value.country ?? null,
    firmName: report?.value.firmName ?? null, reportId: report?.id ?? null, contentHash: awardHash(id, value),
    links: { page: `/awards/${id}`, api: `/api/v1/awards/${id}`, certificate: `/api/v1/awards/${id}/certificate` },
  }
}

export const letterRow = ({ id, value }: Fact<PublishedLetter>, day: Day): LetterRow | undefined => value.signedOn > day ? undefined : { letterId: id, ...value }

export function noticeRow({ id, value }: Fact<PublishedNotice>, day: Day): NoticeRow | undefined {
  if (value.publishedOn > day) return undefined
  return {
    noticeId: id, ...value, phase: day < value.visitFrom ? 'upcoming' : day > value.visitTo ? 'past' : 'under-way',
    isBeforeVisit: day <= value.concernsUntil, hearing: `/concerns/${id}`,
  }
}

export function reportRow({ id, value }: Fact<SummaryReport>, day: Day): ReportRow | undefined {
  if (value.decidedOn > day) return undefined
  const { ratings, plan: _plan, goodPractices: _practices, findings: _findings, ...rest } = value
  const levels: Record<string, number> = {}
  for (const { level, isApplicable } of ratings) {
    const key = isApplicable && level !== null ? level : 'not-applicable'
    levels[key] = (levels[key] ?? 0) + 1
  }
  return { reportId: id, ...rest, levels }
}

export function planRow({ id, value }: Fact<PlanStanding>, day: Day): PlanRow | undefined {
  if (value.asOf > day) return undefined
  const counts = { open: 0, 'in-progress': 0, closed: 0, verified: 0 }
  for (const { status } of value.gaps) counts[status] += 1
  return { planId: id, ...value, counts }
}

export const extensionRow = ({ id, value }: Fact<PublishedExtension>, day: Day): ExtensionRow | undefined =>
  value.grantedOn > day ? undefined : { extensionId: id, ...value }

/** Rows of one kind on a day, newest first. @param dayOf the day by which they are put in order */
function rowsOf<T extends { siteId: string }, R extends { siteId: string }>(
  facts: FactSet, kind: FactKind<T>, siteId: string | undefined, day: Day, made: (fact: Fact<T>, day: Day) => R | undefined, keyOf: (row: R) => string,
): R[] {
  const asked = siteId === undefined ? undefined : siteOf(facts, siteId)
  return [...facts.of(kind).values()].filter(({ value }) => asked === undefined || siteOf(facts, value.siteId) === asked)
    .flatMap((fact) => made(fact, day) ?? []).sort((a, b) => keyOf(a) < keyOf(b) ? 1 : -1)
}

export const awardKey = (row: AwardRow): string => `${row.decidedOn} ${row.awardId}`
export const letterKey = (row: LetterRow): string => `${row.signedOn} ${row.letterId}`
export const noticeKey = (row: NoticeRow): string => `${row.visitFrom} ${row.noticeId}`
export const reportKey = (row: ReportRow): string => `${row.decidedOn} ${row.reportId}`
export const planKey = (row: PlanRow): string => `${row.asOf} ${row.planId}`
export const extensionKey = (row: ExtensionRow): string => `${row.grantedOn} ${row.extensionId}`

export function awardRows(facts: FactSet, { siteId, mark, status, country, q }: AwardFilter, day: Day): AwardRow[] {
  const words = foldName(q ?? '').split(' ').filter((word) => word !== '')
  return rowsOf(facts, awardFact, siteId, day, (fact) => awardRow(facts, fact, day), awardKey).filter((row) => {
    const text = foldName(`${row.siteName} ${row.participant} ${row.awardId}`)
    return (mark === undefined || row.mark === mark) && (status === undefined || row.status === status)
      && (country === undefined || row.country === country) && words.every((word) => text.includes(word))
  })
}

export const letterRows = (facts: FactSet, siteId: string | undefined, day: Day): LetterRow[] => rowsOf(facts, letterFact, siteId, day, letterRow, letterKey)
export const reportRows = (facts: FactSet, siteId: string | undefined, day: Day): ReportRow[] => rowsOf(facts, summaryReportFact, siteId, day, reportRow, reportKey)
export const planRows = (facts: FactSet, siteId: string | undefined, day: Day): PlanRow[] => rowsOf(facts, planStandingFact, siteId, day, planRow, planKey)
export const extensionRows = (facts: FactSet, siteId: string | undefined, day: Day): ExtensionRow[] => rowsOf(facts, extensionFact, siteId, day, extensionRow, extensionKey)

export const noticeRows = (facts: FactSet, { siteId, phase, until }: NoticeFilter, day: Day): NoticeRow[] =>
  rowsOf(facts, assessmentNoticeFact, siteId, day, noticeRow, noticeKey)
    .filter((row) => (phase === undefined || row.phase === phase) && (until === undefined || row.visitFrom <= until))

export const siteAssurance = (facts: FactSet, siteId: string, day: Day): SiteAssurance => ({
  awards: awardRows(facts, { siteId }, day), letters: letterRows(facts, siteId, day), notices: noticeRows(facts, { siteId }, day),
  reports: reportRows(facts, siteId, day), plans: planRows(facts, siteId, day), extensions: extensionRows(facts, siteId, day),
})
