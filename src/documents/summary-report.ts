// The public summary report (assurance process: public report with the performance on each criterion), and the standing of
// an improvement plan. Both say what was decided and what is still open; findings, interviews and evidence stay private.
import { facts, heading, list, paragraph, table, type Block, type PrintedDocument } from '#src/exchange/document/document.ts'
import type { PlanStanding, SummaryReport } from '#src/assurance/published.ts'
import { liveAddress } from './certificate.ts'
import { criterionLine, listed, period, standardLine, type DocumentWords, type StandardNames } from './document-words.ts'

/** From worst to best, as findings are graded; a grade of the scheme's own comes after these. */
const GRADES = ['critical', 'major', 'minor', 'observation', 'good-practice']
const gradeRank = (grade: string): number => GRADES.includes(grade) ? GRADES.indexOf(grade) : GRADES.length

export const gradeName = ({ say }: DocumentWords, grade: string): string => {
  const name = say(`finding.${grade}`)
  return name === `finding.${grade}` ? grade : name
}

function ratingsTable(report: SummaryReport, names: StandardNames, words: DocumentWords): Block[] {
  const { say } = words
  const ratings = report.ratings.toSorted((a, b) => names.rank(a.criterion) - names.rank(b.criterion))
  // From best to worst; what does not apply comes last.
  const counts = new Map([...names.levels.toReversed().map(names.level), say('report.not-applicable')].map((level) => [level, 0]))
  const rows = ratings.map(({ criterion, level, isApplicable, notApplicableBecause, onRecognitionOf }) => {
    const rating = isApplicable && level !== null ? names.level(level) : say('report.not-applicable')
    counts.set(rating, (counts.get(rating) ?? 0) + 1)
    const remarks = [
      ...notApplicableBecause === null ? [] : [say('report.because', { reason: notApplicableBecause })],
      ...onRecognitionOf === null ? [] : [say('report.recognised', { standard: onRecognitionOf })],
    ]
    const { number, title } = names.criterion(criterion)
    return [number, title, rating, remarks.join(' ')]
  })
  return [
    heading(say('report.levels')), list([...counts].filter(([, count]) => count > 0).map(([level, count]) => say('report.level', { level, count }))),
    heading(say('report.ratings')),
    table(say('report.ratings.caption', { count: rows.length, standard: standardLine(words, report.standard, report.standardVersion) }),
      ['column.number', 'column.criterion', 'column.rating', 'column.remark'].map((key) => say(key)), rows),
  ]
}

export function planTable(gaps: PlanStanding['gaps'], names: StandardNames, { say }: DocumentWords): Block {
  return table(say('plan.caption'), ['column.criterion', 'column.status', 'column.due'].map((key) => say(key)),
    gaps.toSorted((a, b) => names.rank(a.criterion) - names.rank(b.criterion))
      .map(({ criterion, status, dueOn }) => [criterionLine(names.criterion(criterion)), say(`plan.status.${status}`), say.day(dueOn)]))
}

function findings({ findings: counts }: SummaryReport, words: DocumentWords): Block[] {
  const { say } = words
  const rows = Object.entries(counts).filter(([, count]) => count > 0).sort(([a], [b]) => gradeRank(a) - gradeRank(b))
    .map(([grade, count]) => [gradeName(words, grade), say.number(count)])
  return [heading(say('report.findings')), rows.length === 0 ? paragraph(say('report.findings.none'))
    : table(say('report.findings.caption'), [say('column.grade'), say('column.count')], rows)]
}

/** @param standing how far the plan has come since, where that is published; else the plan as the report had it */
export function summaryReport(
  reportId: string, report: SummaryReport, standing: PlanStanding | undefined, hash: string, asOf: string, publicUrl: string, words: DocumentWords,
): PrintedDocument {
  const { say } = words
  const names = words.standard(report.standard, report.standardVersion)
  const gaps = standing?.gaps ?? report.plan
  const practices = report.goodPractices.map(({ criterion, text }) => say('report.practice', { criterion: criterionLine(names.criterion(criterion)), text }))
  return {
    title: say('report.title', { site: report.siteName }), subtitle: standardLine(words, report.standard, report.standardVersion), language: say.language, asOf,
    foot: `${reportId} · ${report.siteName}`, pageOf: say('page.of', { page: '{page}', pages: '{pages}' }),
    blocks: [
      paragraph(say(`report.outcome.${report.outcome}`), 'status'),
      facts([
        [say('fact.site'), report.siteName], [say('fact.site-number'), report.siteId], [say('fact.country'), say.country(report.country)],
        [say('fact.site-types'), listed(words, report.siteTypes.map((type) => say(`type.${type}`)))],
        [say('fact.metals'), listed(words, report.metals.map((metal) => say(`metal.${metal}`)))],
        [say('fact.marks'), report.marks.length === 0 ? null : listed(words, report.marks.map((mark) => names.mark(mark)))],
        [say('fact.round'), say(`report.round.${report.roundKind}`)], [say('fact.cycle'), String(report.cycle)],
        [say('fact.assessed'), period(words, report.assessedFrom, report.assessedTo)], [say('fact.firm'), report.firmName], [say('fact.decided'), say.day(report.decidedOn)],
      ]),
      paragraph(say('report.derived'), 'quiet'),
      ...ratingsTable(report, names, words),
      heading(say('plan.heading')), ...standing === undefined ? [] : [paragraph(planLead(standing, words))],
      gaps.length === 0 ? paragraph(say('plan.none')) : planTable(gaps, names, words),
      ...findings(report, words),
      ...practices.length === 0 ? [] : [heading(say('report.practices')), list(practices)],
      ...liveAddress(words, `${publicUrl}/summary-reports/${reportId}`),
      { kind: 'code', name: say('hash.published'), text: hash },
    ],
  }
}

const planLead = ({ gaps }: PlanStanding, { say }: DocumentWords): string =>
  say('plan.lead', { verified: gaps.filter(({ status }) => status === 'verified').length, count: gaps.length })

export function planDocument(planId: string, plan: PlanStanding, hash: string, asOf: string, publicUrl: string, words: DocumentWords): PrintedDocument {
  const { say } = words
  return {
    title: say('plan.title', { site: plan.siteName }), subtitle: standardLine(words, plan.standard, plan.standardVersion), language: say.language, asOf,
    foot: `${planId} · ${plan.siteName}`, pageOf: say('page.of', { page: '{page}', pages: '{pages}' }),
    blocks: [
      paragraph(planLead(plan, words), 'status'),
      facts([
        [say('fact.site'), plan.siteName], [say('fact.site-number'), plan.siteId], [say('fact.cycle'), String(plan.cycle)],
        [say('fact.as-of'), say.day(plan.asOf)], [say('fact.plan-due'), say.day(plan.dueOn)],
      ]),
      ...plan.gaps.length === 0 ? [] : [planTable(plan.gaps, words.standard(plan.standard, plan.standardVersion), words)],
      paragraph(say('plan.privacy'), 'quiet'),
      ...liveAddress(words, `${publicUrl}/sites/${plan.siteId}`),
      { kind: 'code', name: say('hash.published'), text: hash },
    ],
  }
}
