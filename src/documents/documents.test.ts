import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { textOf, type PrintedDocument } from '#src/exchange/document/document.ts'
import { bodyOf } from '#src/exchange/document/html.ts'
import { letterFact, planStandingFact } from '#src/assurance/published.ts'
import { awardFact } from '#src/awards/award.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { awardRow, contentHash } from '#src/registry/assurance-view.ts'
import { wordsOf } from '#src/registry/summary-words.ts'
import { readStandardFile } from '#src/standards/load.ts'
import type { LoadedStandard } from '#src/standards/standard-view.ts'
import { factSet, type FactLine } from '#src/transparency/fact.ts'
import { clearedAward, inventedAward, inventedAwardId, inventedCaseId, inventedPublicSet, inventedReport, inventedReportId, inventedSite } from '#test/published-set.ts'
import { assessmentReport } from './assessment-report.ts'
import { certificate } from './certificate.ts'
import { documentWords, type DocumentWords } from './document-words.ts'
import { letterDocument, signedLetterDocument } from './letter.ts'
import { planDocument, summaryReport } from './summary-report.ts'

const root = join(import.meta.dirname, '../..')
const languages = ['en', 'es', 'zh', 'fr'] as const
const url = 'https://registry.example.org'
const golden = (name: string): string => join(root, 'test', 'goldens', name)

function shippedStandard(): LoadedStandard {
  const file = (name: string) => orRefuse(readStandardFile(name, readFileSync(join(root, 'standards', name), 'utf8')))
  const main = file('risk-readiness-assessment/3.0.yaml')
  if (main.kind === 'language-pack') throw new Error('not a standard')
  const packs = ['es', 'zh', 'fr'].map((tag) => file(`risk-readiness-assessment/3.0.${tag}.yaml`)).flatMap((one) => one.kind === 'language-pack' ? [one.pack] : [])
  return { standard: main.standard, contentHash: main.contentHash, loadedAt: '2026-01-01T00:00:00Z', packs }
}
const library = [shippedStandard()]

function wordsIn(language: string): DocumentWords {
  const area = (name: string, tag: string) => JSON.parse(readFileSync(join(root, 'languages', tag, `${name}.json`), 'utf8')) as Record<string, string>
  return documentWords(wordsOf(language, { ...area('registry', 'en'), ...area('documents', 'en'), ...area('registry', language), ...area('documents', language) }), library)
}

const factsOf = (lines: readonly FactLine[]) => factSet(9, lines.flatMap((line) => line.op === 'put' ? [{ kind: line.kind, id: line.id, value: line.value }] : []))
const facts = factsOf([...inventedSite(), ...inventedPublicSet()])
const valueOf = <T>(kind: Parameters<typeof facts.of<T>>[0], id: string): T => facts.of(kind).get(id)!.value
const theAward = (day: string) => awardRow(facts, facts.of(awardFact).get(inventedAwardId)!, day)!

const documents: Readonly<Record<string, (words: DocumentWords) => PrintedDocument>> = {
  certificate: (words) => certificate(theAward('2026-02-01'), '2026-02-01', url, words),
  'summary-report': (words) => summaryReport(inventedReportId, inventedReport, valueOf(planStandingFact, inventedCaseId), contentHash('summary-report', inventedReportId, inventedReport), '2026-04-01', url, words),
  letter: (words) => letterDocument(inventedCaseId, valueOf(letterFact, inventedCaseId), '2026-02-01', url, words),
  'improvement-plan': (words) => planDocument(inventedCaseId, valueOf(planStandingFact, inventedCaseId), 'cd'.repeat(32), '2026-04-01', url, words),
}

describe('a document', () => {
  for (const [name, made] of Object.entries(documents)) {
    for (const language of languages) {
      test(`${name} in ${language} says what it said`, async () => {
        await expect(textOf(made(wordsIn(language)))).toMatchFileSnapshot(golden(`${name}.${language}.txt`))
      })
    }
    test(`${name} has the same blocks in every language, and no message is missing`, () => {
      const shapes = languages.map((language) => made(wordsIn(language)).blocks.map(({ kind }) => kind).filter((kind) => kind !== 'paragraph').join())
      expect(new Set(shapes).size).toBe(1)
      for (const language of languages) expect(textOf(made(wordsIn(language)))).not.toMatch(/\b(fact|column|certificate|report|plan|letter|award|live|hash|value|status|metal|type)\.[a-z-]+/)
    })
    test(`${name} is the same on the page as in print`, async () => {
      const document = made(wordsIn('en'))
      const page = String(await bodyOf(document)).replace(/<svg[\s\S]*?<\/svg>/g, '').replace(/<[^>]+>/g, ' ').replace(/&#39;/g, '\'').replace(/&quot;/g, '"').replace(/&amp;/g, '&').replace(/\s+/g, ' ')
      for (const line of textOf({ ...document, title: '', foot: '' }).split('\n')) {
        for (const part of line.replace(/^(## |- |\d+\. |# )/, '').split(/ \| |: /)) expect(page).toContain(part.trim())
      }
    })
  }
})

describe('the certificate', () => {
  const text = (day: string, award = inventedAward) => {
    const set = factsOf([...inventedSite(), ...inventedPublicSet(award)])
    return textOf(certificate(awardRow(set, set.of(awardFact).get(inventedAwardId)!, day)!, day, url, wordsIn('en')))
  }
  test('leads to its live page and says that the page counts', () => {
    expect(text('2026-02-01')).toContain(`${url}/awards/${inventedAwardId}`)
    expect(text('2026-02-01')).toContain('The live page counts.')
  })
  test('of an award that is over says so first, and never that it is awarded', () => {
    const over = text('2029-01-15')
    expect(over).toContain('Expired. Standing of 15 January 2029.')
    expect(over).toContain('This award is not in force.')
    const suspended = text('2026-06-01', { ...inventedAward, state: 'suspended', history: [...inventedAward.history, { ...inventedAward.history[0]!, on: '2026-05-01', change: 'suspended', reasonClass: 'serious-event', state: 'suspended' }] })
    expect(suspended).toContain('Suspended. Standing of 1 June 2026.')
  })
  test('of a cleared award says no condition, and the earlier one on an earlier day', () => {
    expect(text('2026-12-01', clearedAward)).not.toContain('met in part')
    expect(text('2026-02-01', clearedAward)).not.toContain('Condition cleared')
  })
  test('never says that anything conforms', () => {
    for (const [, made] of Object.entries(documents)) expect(textOf(made(wordsIn('en'))).toLowerCase()).not.toMatch(/\bconformant|certified\b/)
  })
})

describe('documents for the parties', () => {
  const signed = {
    caseId: inventedCaseId, documentHash: 'ef'.repeat(32), way: 'in-application' as const, fileHash: null, signedOn: '2025-02-03', signedAt: '2025-02-03T10:00:00Z', signedBy: 'u1',
    signerName: 'Ana Roja', signerRole: 'General manager',
    document: {
      form: 'cupel-letter-1' as const, caseId: inventedCaseId, siteId: inventedReport.siteId, siteName: inventedReport.siteName, country: 'CHL', siteTypes: inventedReport.siteTypes,
      metals: inventedReport.metals, cycle: 1, participant: 'Minera Valle Alto S.A.', standards: [{ standard: 'risk-readiness-assessment', standardVersion: '3.0', marks: ['copper' as const], isGoverning: true }],
      texts: { en: { title: 'Letter of commitment', opening: 'For the site we commit.', promises: ['We will meet all applicable criteria.'], closing: 'This letter is public.' } },
    },
  }
  test('the signed letter names its signatory to those who may know, and to nobody else', () => {
    expect(textOf(signedLetterDocument(signed, true, '2026-02-01', wordsIn('en')))).toContain('Ana Roja, General manager')
    expect(textOf(signedLetterDocument(signed, false, '2026-02-01', wordsIn('en')))).not.toContain('Ana Roja')
    expect(textOf(documents['letter']!(wordsIn('en')))).not.toContain('Ana Roja')
  })
  test('the full report has every rationale and finding', () => {
    const one = {
      caseId: inventedCaseId, siteId: inventedReport.siteId, organisationId: 'org', cycle: 1, state: 'final' as const, round: 1, roundKind: 'assessment' as const, siteName: inventedReport.siteName,
      country: 'CHL', siteTypes: inventedReport.siteTypes, metals: inventedReport.metals, standards: signed.document.standards, firmId: null, cohort: null, appliedOn: '2025-01-01',
      letterSignedOn: '2025-02-03', previousCaseId: null, version: 1, openedAt: '2025-01-01T00:00:00Z', changedAt: '2025-01-01T00:00:00Z',
    }
    const report = {
      caseId: inventedCaseId, round: 1, assessedFrom: '2025-10-06', assessedTo: '2025-10-10', summary: 'The site was seen whole.', strengths: 'Shift teams.', goodPractices: [],
      version: 1, submittedBy: 'u9', submittedAt: '2025-11-01T00:00:00Z', submissions: 1, findingCounts: { minor: 1 }, state: 'final' as const,
    }
    const rating = {
      caseId: inventedCaseId, round: 1, standard: 'risk-readiness-assessment', standardVersion: '3.0', criterion: 'business-integrity', level: 'fully-meets', isApplicable: true,
      rationale: 'Policy read, training records sampled.', certificateId: null, evidenceIds: [], ratedBy: 'u9', ratedAt: '2025-10-10T00:00:00Z',
    }
    const findings = [{ findingId: 'f1', grade: 'minor', text: 'Two records were missing.', clauses: [{ standard: 'risk-readiness-assessment', criterion: 'business-integrity' }] }]
    const text = textOf(assessmentReport({ one, report, ratings: [rating], findings, firmName: 'Example Assurance Ltd' }, '2026-02-01', wordsIn('en')))
    for (const part of ['Policy read, training records sampled.', 'Two records were missing.', '3 Business Integrity', 'For the parties of the case. Not public.']) expect(text).toContain(part)
    expect(text).not.toContain('u9')
  })
})
