// The full report of an assessment for the parties of the case: every rating with its rationale, the findings, what is
// done well. It is never public; the public reads the summary that is derived from it by rule.
import { facts, heading, list, paragraph, table, type Block, type PrintedDocument } from '#src/exchange/document/document.ts'
import { governing, type Case } from '#src/assurance/case.ts'
import type { Rating } from '#src/assurance/rating.ts'
import type { AssessmentReport } from '#src/assurance/report.ts'
import { criterionLine, period, standardLine, type DocumentWords } from './document-words.ts'
import { gradeName } from './summary-report.ts'

export type ReportedFinding = { readonly findingId: string; readonly grade: string; readonly text: string; readonly clauses: readonly { readonly standard: string; readonly criterion: string }[] }

export type FullReport = {
  readonly one: Case
  readonly report: Pick<AssessmentReport, 'round' | 'state' | 'assessedFrom' | 'assessedTo' | 'summary' | 'strengths' | 'goodPractices'>
  readonly ratings: readonly Rating[]
  readonly findings: readonly ReportedFinding[]
  readonly firmName: string | null
}

function ratingsOfStandard({ one, ratings }: FullReport, standard: string, words: DocumentWords): Block[] {
  const { say } = words
  const under = one.standards.find((each) => each.standard === standard)!
  const names = words.standard(standard, under.standardVersion)
  const rows = ratings.filter((rating) => rating.standard === standard).toSorted((a, b) => names.rank(a.criterion) - names.rank(b.criterion))
    .map((rating) => {
      const { number, title } = names.criterion(rating.criterion)
      return [number, title, rating.level === null ? say('report.not-applicable') : names.level(rating.level), rating.rationale]
    })
  if (rows.length === 0) return []
  return [heading(standardLine(words, standard, under.standardVersion)), table(say('report.ratings'),
    ['column.number', 'column.criterion', 'column.rating', 'column.rationale'].map((key) => say(key)), rows)]
}

function findingsOf({ one, findings }: FullReport, words: DocumentWords): Block[] {
  const { say } = words
  if (findings.length === 0) return []
  const versionOf = (standard: string): string => one.standards.find((each) => each.standard === standard)?.standardVersion ?? ''
  return [heading(say('report.findings')), table(say('report.findings'), ['column.grade', 'column.finding', 'column.criteria'].map((key) => say(key)),
    findings.map(({ grade, text, clauses }) => [
      gradeName(words, grade), text,
      clauses.map(({ standard, criterion }) => criterionLine(words.standard(standard, versionOf(standard)).criterion(criterion))).join('; '),
    ]))]
}

export function assessmentReport(full: FullReport, asOf: string, words: DocumentWords): PrintedDocument {
  const { say } = words
  const { one, report } = full
  const main = governing(one)
  const practices = report.goodPractices.map(({ standard, criterion, text }) => say('report.practice', {
    criterion: criterionLine(words.standard(standard, one.standards.find((each) => each.standard === standard)?.standardVersion ?? '').criterion(criterion)), text,
  }))
  const prose = (key: string, text: string): Block[] => text === '' ? [] : [heading(say(key)), paragraph(text)]
  return {
    title: say('full.title', { site: one.siteName }), subtitle: standardLine(words, main.standard, main.standardVersion), language: say.language, asOf,
    foot: `${one.caseId}.${report.round} · ${one.siteName}`, pageOf: say('page.of', { page: '{page}', pages: '{pages}' }),
    blocks: [
      paragraph(say('full.private'), 'lead'),
      facts([
        [say('fact.site'), one.siteName], [say('fact.site-number'), one.siteId], [say('fact.case'), one.caseId], [say('fact.cycle'), String(one.cycle)],
        [say('fact.report-state'), say(`full.state.${report.state}`)], [say('fact.firm'), full.firmName],
        [say('fact.assessed'), report.assessedFrom === null ? null : period(words, report.assessedFrom, report.assessedTo ?? report.assessedFrom)],
      ]),
      ...prose('full.summary', report.summary), ...prose('full.strengths', report.strengths),
      ...one.standards.flatMap(({ standard }) => ratingsOfStandard(full, standard, words)),
      ...findingsOf(full, words),
      ...practices.length === 0 ? [] : [heading(say('report.practices')), list(practices)],
    ],
  }
}
