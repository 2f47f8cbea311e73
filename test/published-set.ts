// One invented site and everything that a cycle of it makes public: letter, notice, extension, report, award, plan,
// milestones. For tests of what the public reads; nothing of it is true of anybody.
import type { SummaryReport } from '#src/assurance/published.ts'
import { assessmentNoticeFact, extensionFact, letterFact, planStandingFact, summaryReportFact } from '#src/assurance/published.ts'
import { awardFact, type Award } from '#src/awards/award.ts'
import { milestoneFact, type Milestone } from '#src/awards/milestone.ts'
import { siteIdFrom } from '#src/kernel/id.ts'
import { siteFact, type Site } from '#src/parties/site.ts'
import { datasetFact, type Dataset } from '#src/parties/source.ts'
import { putFact, type FactLine } from '#src/transparency/fact.ts'

const dataset = 'invented-scheme'
export const inventedSiteId = siteIdFrom('CHL', new Uint8Array(16).fill(7))
export const inventedCaseId = `cas_${'0'.repeat(25)}1`
export const inventedReportId = `${inventedCaseId}.1`
export const inventedNoticeId = `${inventedCaseId}.1`
export const inventedAwardId = `awd_${'0'.repeat(25)}1`
export const inventedExtensionId = `ext_${'0'.repeat(25)}1`

const reference = { siteId: inventedSiteId, siteName: 'Fundición Río Claro', cycle: 1 }
const under = { standard: 'risk-readiness-assessment', standardVersion: '3.0' }
const standards = [{ ...under, marks: ['copper', 'molybdenum'], isGoverning: true }]
const wording = 'Some criteria are met in part. The site closes them by its improvement plan; a follow-up confirms it.'

export const inventedAward: Award = {
  ...reference, participant: 'Minera Valle Alto S.A.', mark: 'copper', ...under, assessedFrom: '2025-10-06', assessedTo: '2025-10-10',
  decidedOn: '2026-01-15', issuedOn: '2026-01-20', announcedOn: '2026-01-22', validUntil: '2029-01-14', state: 'in-force', isConditional: true,
  conditionalWording: wording, followUpDueOn: '2027-01-15',
  specialConditions: [{ conditionId: 'spc_1', text: 'The tailings storage is held to the guidance for river disposal once it is final.', boundTo: 'Guidance for river disposal', setOn: '2026-01-15', metOn: null }],
  underReviewSince: null,
  history: [{ on: '2026-01-15', change: 'awarded', reasonClass: 'assessment', state: 'in-force', isConditional: true, validUntil: '2029-01-14' }],
}

/** The award after its follow-up: the condition is cleared. */
export const clearedAward: Award = {
  ...inventedAward, isConditional: false, conditionalWording: null, followUpDueOn: null,
  history: [...inventedAward.history, { on: '2026-11-30', change: 'condition-cleared', reasonClass: 'follow-up', state: 'in-force', isConditional: false, validUntil: '2029-01-14' }],
}

export const inventedReport: SummaryReport = {
  ...reference, ...under, round: 1, roundKind: 'assessment', country: 'CHL', siteTypes: ['smelter'], metals: ['copper', 'molybdenum'], marks: ['copper', 'molybdenum'],
  firmName: 'Example Assurance Ltd', assessedFrom: '2025-10-06', assessedTo: '2025-10-10', decidedOn: '2026-01-15', outcome: 'conditional',
  ratings: [
    { criterion: 'management-system', level: 'fully-meets', isApplicable: true, notApplicableBecause: null, onRecognitionOf: 'ISO 14001:2015' },
    { criterion: 'greenhouse-gas-emissions-reductions', level: 'partially-meets', isApplicable: true, notApplicableBecause: null, onRecognitionOf: null },
    { criterion: 'mine-closure', level: null, isApplicable: false, notApplicableBecause: 'The site is a smelter and has no mine.', onRecognitionOf: null },
  ],
  plan: [{ criterion: 'greenhouse-gas-emissions-reductions', status: 'open', dueOn: '2027-01-15' }],
  goodPractices: [{ criterion: 'management-system', text: 'Shift teams review near misses together every week.' }],
  findings: { major: 1, minor: 3, observation: 2, 'good-practice': 1 },
}

const milestone = (value: Partial<Milestone> & Pick<Milestone, 'kind' | 'date'>): Milestone => ({
  siteId: inventedSiteId, subjectAsFound: reference.siteName, register: 'mark', asFound: value.kind, origin: 'decided', dataset, citations: [{ text: 'Decision of this installation' }], ...value,
})
const onDay = (day: string) => ({ from: day, to: day, precision: 'day' as const, printed: day })

/** The site with its dataset: what stands before a cycle. */
export const inventedSite = (): FactLine[] => [
  putFact(datasetFact, dataset, { title: 'Invented scheme', file: 'invented', licence: 'CC0-1.0', attribution: 'Invented for a test', isShareAlike: false, origin: 'mark-owner' } satisfies Dataset),
  putFact(siteFact, inventedSiteId, {
    name: reference.siteName, aliases: [], identifiers: [], types: ['smelter'], country: 'CHL', metals: ['copper', 'molybdenum'], dataset, citations: [{ text: 'Application to this installation' }],
  } as Site),
]

/** Everything of one cycle up to the conditional award; `inventedSite()` goes before it. */
export const inventedPublicSet = (award: Award = inventedAward): FactLine[] => [
  putFact(letterFact, inventedCaseId, {
    ...reference, participant: 'Minera Valle Alto S.A.', country: 'CHL', siteTypes: ['smelter'], metals: ['copper', 'molybdenum'], standards, signedOn: '2025-02-03',
    promises: {
      en: ['Meet all applicable criteria within 24 months.', 'Show it through the assurance process.', 'Name and resource a contact person.', 'Share information as the process requires.'],
      es: ['Cumplir todos los criterios aplicables en 24 meses.', 'Demostrarlo mediante el proceso de aseguramiento.', 'Nombrar y dotar a una persona de contacto.', 'Compartir información según lo exija el proceso.'],
    },
    documentHash: 'ab'.repeat(32), dueOn: [{ clock: 'self-assessment', dueOn: '2025-08-03' }, { clock: 'site-assessment', dueOn: '2026-02-03' }, { clock: 'full-conformance', dueOn: '2027-02-03' }],
  }),
  putFact(assessmentNoticeFact, inventedNoticeId, {
    ...reference, standards, publishedOn: '2025-08-20', visitFrom: '2025-10-06', visitTo: '2025-10-10', firmName: 'Example Assurance Ltd', languages: ['es', 'en'],
    text: 'Whoever is affected by the site may speak with the assessors, before the visit or during it.', concernsUntil: '2025-10-05',
  }),
  putFact(extensionFact, inventedExtensionId, { ...reference, clock: 'self-assessment', dueBefore: '2025-08-03', dueAfter: '2025-09-03', reasonClass: 'assessor-not-available', grantedOn: '2025-07-20' }),
  putFact(summaryReportFact, inventedReportId, inventedReport),
  putFact(planStandingFact, inventedCaseId, {
    ...reference, ...under, dueOn: '2027-01-15', asOf: '2026-03-01', gaps: [{ criterion: 'greenhouse-gas-emissions-reductions', status: 'in-progress', dueOn: '2027-01-15' }],
  }),
  putFact(awardFact, inventedAwardId, award),
  ...(['copper', 'molybdenum'] as const).map((mark) => putFact(milestoneFact, `${inventedCaseId}.commitment.${mark}`, milestone({ kind: 'commitment', mark, date: onDay('2025-02-03') }))),
  putFact(milestoneFact, `${inventedAwardId}.award`, milestone({ kind: 'award', mark: 'copper', date: onDay('2026-01-15'), validUntil: '2029-01-14', condition: wording })),
]
