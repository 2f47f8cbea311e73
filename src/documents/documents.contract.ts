// What is published of assurance cycles, and the documents made of it. Reads of published facts only: the same facts, day
// and language give the same answer, and the same bytes of a PDF.
import { z } from 'zod'
import { PrintedDocument } from '#src/exchange/document/document.ts'
import { TimeQuery } from '#src/kernel/as-of.ts'
import { operation } from '#src/kernel/operation.ts'
import { PageQuery, pageOf } from '#src/kernel/page.ts'
import { Day, Instant } from '#src/kernel/time.ts'
import { CaseId } from '#src/assurance/case.ts'
import { PlanStanding, PublishedLetter, PublishedNotice, SummaryReport } from '#src/assurance/published.ts'
import {
  AwardFilter, AwardRow, ExtensionRow, LetterRow, NoticeFilter, NoticeRow, OfSite, PlanRow, PublishedId, ReportRow,
} from '#src/registry/assurance-record.ts'
import { Language } from '#src/standards/standard.ts'

const read = { method: 'GET', permit: 'registry:read', tag: 'Published' } as const
const file = { method: 'GET', permit: 'public-document:read', tag: 'Published', stream: 'export' } as const
const seen = { position: z.number().int(), asOf: Day }
const counted = <T extends z.ZodType>(row: T) => pageOf(row).extend({ total: z.number().int(), ...seen })
const asked = { ...TimeQuery.shape, ...PageQuery.shape }
const language = { language: Language.optional().describe('of the document: en, es, zh, fr, or a pack that was added (default: the reader\'s)') }
const refusals = ['published-absent', 'published-ended'] as const

/** One version of an award as it was published; its hash is what its certificates of that time carry. */
export const AwardVersion = z.object({ contentHash: z.string(), recordedAt: z.number().int(), recordedOn: Instant, supersededOn: Instant.nullable(), isCurrent: z.boolean() })
export type AwardVersion = z.infer<typeof AwardVersion>

const Hash = z.string().trim().toLowerCase().regex(/^[0-9a-f]{64}$/, 'a hash is 64 characters 0-9 and a-f')
const aReport = { reportId: PublishedId }
const aLetter = { letterId: PublishedId }
const aPlan = { planId: PublishedId }

export const documentsContract = {
  listAwards: operation({
    ...read, path: '/awards', summary: 'List awards decided here, newest first',
    description: 'Every award with its status on a day: awarded, conditional, suspended, withdrawn, expired, transferred or replaced.',
    input: z.object({ ...AwardFilter.shape, ...asked }), result: counted(AwardRow), refusals: ['cursor-invalid'],
  }),
  exportAwards: operation({
    ...read, path: '/awards/export', stream: 'export', summary: 'Export the awards shown as CSV',
    input: z.object({ ...AwardFilter.shape, ...TimeQuery.shape }), result: z.unknown(),
  }),
  getAward: operation({
    ...read, path: '/awards/{awardId}', summary: 'Get one award with its history and its certificate as text',
    description: 'What the code on a certificate leads to. `versions` holds the hash of every version ever published.',
    input: z.object({ awardId: PublishedId, ...language, ...TimeQuery.shape }),
    result: z.object({ ...seen, award: AwardRow, document: PrintedDocument, versions: z.array(AwardVersion) }), refusals,
  }),
  checkCertificate: operation({
    ...read, path: '/awards/{awardId}/versions/{hash}', summary: 'Check the hash that a certificate carries',
    description: 'Whether the certificate is of the award as it is published now, or of an earlier version, and of when.',
    input: z.object({ awardId: PublishedId, hash: Hash }), result: AwardVersion, refusals: [...refusals, 'award-hash-unknown'],
  }),
  getCertificate: operation({
    ...file, path: '/awards/{awardId}/certificate', summary: 'Download the certificate of an award (PDF)',
    input: z.object({ awardId: PublishedId, ...language, ...TimeQuery.shape }), result: z.unknown(), refusals,
  }),
  listSummaryReports: operation({
    ...read, path: '/summary-reports', summary: 'List public summary reports, newest first',
    input: z.object({ ...OfSite.shape, ...asked }), result: counted(ReportRow), refusals: ['cursor-invalid'],
  }),
  getSummaryReport: operation({
    ...read, path: '/summary-reports/{reportId}', summary: 'Get one public summary report',
    input: z.object({ ...aReport, ...language, ...TimeQuery.shape }),
    result: z.object({
      ...seen, reportId: z.string(), report: SummaryReport, plan: PlanStanding.nullable(), contentHash: z.string(), document: PrintedDocument,
      awards: z.array(AwardRow),
    }), refusals,
  }),
  exportSummaryReport: operation({
    ...file, path: '/summary-reports/{reportId}/document', summary: 'Download a public summary report (PDF)',
    input: z.object({ ...aReport, ...language, ...TimeQuery.shape }), result: z.unknown(), refusals,
  }),
  listPublishedLetters: operation({
    ...read, path: '/letters', summary: 'List public letters of commitment, newest first',
    input: z.object({ ...OfSite.shape, ...asked }), result: counted(LetterRow), refusals: ['cursor-invalid'],
  }),
  getPublishedLetter: operation({
    ...read, path: '/letters/{letterId}', summary: 'Get one public letter of commitment, by the number of its case',
    input: z.object({ ...aLetter, ...language, ...TimeQuery.shape }),
    result: z.object({ ...seen, letterId: z.string(), letter: PublishedLetter, document: PrintedDocument, extensions: z.array(ExtensionRow) }), refusals,
  }),
  exportPublishedLetter: operation({
    ...file, path: '/letters/{letterId}/document', summary: 'Download a public letter of commitment (PDF)',
    input: z.object({ ...aLetter, ...language, ...TimeQuery.shape }), result: z.unknown(), refusals,
  }),
  listAssessmentNotices: operation({
    ...read, path: '/assessment-notices', summary: 'List notices of assessments, with the way to be heard',
    description: 'Upcoming, under way and past. `hearing` leads to the form on which anybody is heard without an account.',
    input: z.object({ ...NoticeFilter.shape, ...asked }), result: counted(NoticeRow), refusals: ['cursor-invalid'],
  }),
  getAssessmentNotice: operation({
    ...read, path: '/assessment-notices/{noticeId}', summary: 'Get one notice of an assessment',
    input: z.object({ noticeId: PublishedId, ...TimeQuery.shape }), result: z.object({ ...seen, noticeId: z.string(), notice: PublishedNotice, row: NoticeRow }), refusals,
  }),
  listPublishedExtensions: operation({
    ...read, path: '/granted-extensions', summary: 'List longer due days that were granted, newest first',
    description: 'The class of the reason is public, its words are not.',
    input: z.object({ ...OfSite.shape, ...asked }), result: counted(ExtensionRow), refusals: ['cursor-invalid'],
  }),
  listPlanStandings: operation({
    ...read, path: '/improvement-plans', summary: 'List how far improvement plans have come',
    input: z.object({ ...OfSite.shape, ...asked }), result: counted(PlanRow), refusals: ['cursor-invalid'],
  }),
  getPlanStanding: operation({
    ...read, path: '/improvement-plans/{planId}', summary: 'Get how far one improvement plan has come',
    input: z.object({ ...aPlan, ...language, ...TimeQuery.shape }),
    result: z.object({ ...seen, plan: PlanRow, document: PrintedDocument }), refusals,
  }),
  exportPlanStanding: operation({
    ...file, path: '/improvement-plans/{planId}/document', summary: 'Download the standing of an improvement plan (PDF)',
    input: z.object({ ...aPlan, ...language, ...TimeQuery.shape }), result: z.unknown(), refusals,
  }),
  exportSignedLetter: operation({
    method: 'GET', path: '/cases/{caseId}/letter/document', tag: 'Letters of commitment', permit: 'case:read', stream: 'export',
    summary: 'Download the signed letter of a case, with its signatory (PDF)',
    input: z.object({ caseId: CaseId, ...language }), result: z.unknown(), refusals: ['case-absent', 'published-absent'],
  }),
  exportAssessmentReport: operation({
    method: 'GET', path: '/cases/{caseId}/reports/{round}/document', tag: 'Reports', permit: 'report:read', stream: 'export',
    summary: 'Download the full report of an assessment (PDF)',
    description: 'For the parties: ratings with their rationale, findings, good practices. Never public.',
    input: z.object({ caseId: CaseId, round: z.coerce.number().int().min(1).max(50), ...language }), result: z.unknown(),
    refusals: ['case-absent', 'report-absent', 'standard-absent'],
  }),
} as const
