// Answers what is published of assurance cycles, and prints it. A document is made once, as a value, and then shown as
// text, page or PDF.
import type { Context } from '#src/access/context.ts'
import { assessmentNoticeFact, letterFact, planStandingFact, summaryReportFact, type PlanStanding, type SummaryReport } from '#src/assurance/published.ts'
import { caseFor, mayOn } from '#src/assurance/case-move.handlers.ts'
import { signedLetterOf } from '#src/assurance/letter.store.ts'
import { standingRatings } from '#src/assurance/rating.store.ts'
import { reportHandlers } from '#src/assurance/report.handlers.ts'
import { awardFact, Award } from '#src/awards/award.ts'
import { pdfOf } from '#src/exchange/document/pdf.ts'
import type { PrintedDocument } from '#src/exchange/document/document.ts'
import type { FontShelf } from '#src/exchange/document/font.ts'
import { knownAtInstant, type TimeQuery } from '#src/kernel/as-of.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { page, type Page } from '#src/kernel/page.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { dayOf, type Day } from '#src/kernel/time.ts'
import {
  awardHash, awardKey, awardRow, awardRows, contentHash, extensionKey, extensionRows, letterKey, letterRow, letterRows, noticeKey, noticeRow, noticeRows,
  planKey, planRow, planRows, reportKey, reportRow, reportRows,
} from '#src/registry/assurance-view.ts'
import { wordsOf } from '#src/registry/summary-words.ts'
import { standardLibrary } from '#src/standards/library.store.ts'
import { factVersions } from '#src/transparency/fact.store.ts'
import type { Fact, FactKind, FactSet } from '#src/transparency/fact.ts'
import { assessmentReport } from './assessment-report.ts'
import { awardsCsv } from './award-export.ts'
import { certificate } from './certificate.ts'
import { documentWords, type DocumentWords } from './document-words.ts'
import type { AwardVersion, documentsContract } from './documents.contract.ts'
import { letterDocument, signedLetterDocument } from './letter.ts'
import { planDocument, summaryReport } from './summary-report.ts'

type Asked = { readonly asOf?: TimeQuery['asOf']; readonly knownAt?: TimeQuery['knownAt'] }
type Plain<N extends keyof typeof reportHandlers> = Exclude<Awaited<ReturnType<(typeof reportHandlers)[N]>>, Response>
type Seen = { readonly facts: FactSet; readonly day: Day }

const library = standardLibrary()

async function seen(ctx: Context, { asOf, knownAt }: Asked): Promise<Seen> {
  return { facts: await ctx.facts(knownAtInstant(knownAt)), day: asOf ?? ctx.today }
}

export async function wordsFor(ctx: Context, language: string | undefined): Promise<DocumentWords> {
  const tag = language ?? ctx.language
  return documentWords(wordsOf(tag, { ...ctx.messages('registry', tag), ...ctx.messages('documents', tag) }), await library.read(ctx.sql))
}

const absent = (what: string, id: string): Refused => new Refused(refuse('published-absent', `No ${what} with the number "${id}" was public on the day asked about.`))

/** Why a fact that was public once is so no more; what was removed by law is told as absent. */
async function endOf(ctx: Context, kind: string, what: string, id: string): Promise<Refused> {
  const last = (await factVersions(ctx.sql, kind, id)).at(-1)
  if (last === undefined || last.supersededOn === null || last.withheldReason !== null) return absent(what, id)
  const day = dayOf(last.supersededOn)
  return new Refused(refuse('published-ended', `The ${what} "${id}" was public until ${day}. Why it ended: ${last.retractedReason ?? 'not stated'}. `
    + `Ask with knownAt=${dayOf(last.recordedOn)} to read it as it was.`))
}

/** A fact that was public on the day, as known. @throws Refused `published-absent`, `published-ended` */
async function found<T, R>(ctx: Context, { facts, day }: Seen, kind: FactKind<T>, id: string, what: string, made: (fact: Fact<T>, day: Day) => R | undefined): Promise<{ fact: Fact<T>; row: R }> {
  const fact = facts.of(kind).get(id)
  if (fact === undefined) throw await endOf(ctx, kind.kind, what, id)
  const row = made(fact, day)
  if (row === undefined) throw absent(what, id)
  return { fact, row }
}

const at = ({ facts, day }: Seen) => ({ position: facts.position, asOf: day })

function listOf<R>(all: readonly R[], keyOf: (row: R) => string, query: { limit: number; cursor?: string | undefined }, view: Seen) {
  const { items, next }: Page<R> = page(all, keyOf, query, 'descending')
  return { items: [...items], next, total: all.length, ...at(view) }
}

const fileName = (document: PrintedDocument, id: string): string => `${id}.${document.language}.pdf`

const download = (body: BodyInit, mediaType: string, name: string, isInline = false): Response =>
  new Response(body, { headers: { 'content-type': mediaType, 'content-disposition': `${isInline ? 'inline' : 'attachment'}; filename="${name}"` } })

async function awardAnswer(ctx: Context, { awardId, language, ...asked }: Asked & { awardId: string; language?: string | undefined }) {
  const view = await seen(ctx, asked)
  const { row } = await found(ctx, view, awardFact, awardId, 'award', (fact, day) => awardRow(view.facts, fact, day))
  return { view, row, document: certificate(row, view.day, ctx.publicUrl, await wordsFor(ctx, language)) }
}

/** Every version ever published, oldest first; of those removed by law none. */
async function versionsOf(ctx: Context, awardId: string, facts: FactSet): Promise<AwardVersion[]> {
  const versions = await factVersions(ctx.sql, awardFact.kind, awardId)
  return versions.filter(({ recordedAt, value }) => recordedAt < facts.position && value !== null).map(({ value, recordedAt, recordedOn, supersededAt, supersededOn }) => {
    const isCurrent = supersededAt === null || supersededAt >= facts.position
    return { contentHash: awardHash(awardId, Award.parse(value)), recordedAt, recordedOn, supersededOn: isCurrent ? null : supersededOn, isCurrent }
  })
}

/** How far the plan of a report has come since; of the same site, cycle and standard. */
const planOf = ({ facts, day }: Seen, { siteId, cycle, standard }: SummaryReport): PlanStanding | undefined =>
  [...facts.of(planStandingFact).values()].find(({ value }) => value.siteId === siteId && value.cycle === cycle && value.standard === standard && value.asOf <= day)?.value

async function reportAnswer(ctx: Context, { reportId, language, ...asked }: Asked & { reportId: string; language?: string | undefined }) {
  const view = await seen(ctx, asked)
  const { fact } = await found(ctx, view, summaryReportFact, reportId, 'summary report', reportRow)
  const plan = planOf(view, fact.value)
  const hash = contentHash(summaryReportFact.kind, reportId, fact.value)
  return { view, report: fact.value, plan, hash, document: summaryReport(reportId, fact.value, plan, hash, view.day, ctx.publicUrl, await wordsFor(ctx, language)) }
}

async function letterAnswer(ctx: Context, { letterId, language, ...asked }: Asked & { letterId: string; language?: string | undefined }) {
  const view = await seen(ctx, asked)
  const { fact } = await found(ctx, view, letterFact, letterId, 'letter of commitment', letterRow)
  return { view, letter: fact.value, document: letterDocument(letterId, fact.value, view.day, ctx.publicUrl, await wordsFor(ctx, language)) }
}

async function planAnswer(ctx: Context, { planId, language, ...asked }: Asked & { planId: string; language?: string | undefined }) {
  const view = await seen(ctx, asked)
  const { fact, row } = await found(ctx, view, planStandingFact, planId, 'improvement plan', planRow)
  const hash = contentHash(planStandingFact.kind, planId, fact.value)
  return { view, row, document: planDocument(planId, fact.value, hash, view.day, ctx.publicUrl, await wordsFor(ctx, language)) }
}

/** @param fonts what documents are printed with */
export function documentsHandlers(fonts: FontShelf): Handlers<typeof documentsContract, Context> {
  const printed = async (document: PrintedDocument, id: string): Promise<Response> =>
    download(await pdfOf(document, fonts) as BodyInit, 'application/pdf', fileName(document, id), true)
  return {
    async listAwards(ctx, { limit, cursor, asOf, knownAt, ...filter }) {
      const view = await seen(ctx, { asOf, knownAt })
      return listOf(awardRows(view.facts, filter, view.day), awardKey, { limit, cursor }, view)
    },
    async exportAwards(ctx, { asOf, knownAt, ...filter }) {
      const view = await seen(ctx, { asOf, knownAt })
      return download(awardsCsv(awardRows(view.facts, filter, view.day), view.day, view.facts.position, ctx.publicUrl), 'text/csv; charset=utf-8', 'awards.csv')
    },
    async getAward(ctx, input) {
      const { view, row, document } = await awardAnswer(ctx, input)
      return { ...at(view), award: row, document, versions: await versionsOf(ctx, input.awardId, view.facts) }
    },
    async checkCertificate(ctx, { awardId, hash }) {
      const view = await seen(ctx, {})
      await found(ctx, view, awardFact, awardId, 'award', (fact) => fact)
      const version = (await versionsOf(ctx, awardId, view.facts)).findLast(({ contentHash: one }) => one === hash)
      if (version === undefined) throw new Refused(refuse('award-hash-unknown', `No version of the award ${awardId} has the hash ${hash}.`))
      return version
    },
    async getCertificate(ctx, input) {
      return printed((await awardAnswer(ctx, input)).document, input.awardId)
    },
    async listSummaryReports(ctx, { limit, cursor, siteId, ...asked }) {
      const view = await seen(ctx, asked)
      return listOf(reportRows(view.facts, siteId, view.day), reportKey, { limit, cursor }, view)
    },
    async getSummaryReport(ctx, input) {
      const { view, report, plan, hash, document } = await reportAnswer(ctx, input)
      const awards = awardRows(view.facts, { siteId: report.siteId }, view.day).filter(({ cycle, standard }) => cycle === report.cycle && standard === report.standard)
      return { ...at(view), reportId: input.reportId, report, plan: plan ?? null, contentHash: hash, document, awards }
    },
    async exportSummaryReport(ctx, input) {
      return printed((await reportAnswer(ctx, input)).document, input.reportId)
    },
    async listPublishedLetters(ctx, { limit, cursor, siteId, ...asked }) {
      const view = await seen(ctx, asked)
      return listOf(letterRows(view.facts, siteId, view.day), letterKey, { limit, cursor }, view)
    },
    async getPublishedLetter(ctx, input) {
      const { view, letter, document } = await letterAnswer(ctx, input)
      const extensions = extensionRows(view.facts, letter.siteId, view.day).filter(({ cycle }) => cycle === letter.cycle)
      return { ...at(view), letterId: input.letterId, letter, document, extensions }
    },
    async exportPublishedLetter(ctx, input) {
      return printed((await letterAnswer(ctx, input)).document, input.letterId)
    },
    async listAssessmentNotices(ctx, { limit, cursor, asOf, knownAt, ...filter }) {
      const view = await seen(ctx, { asOf, knownAt })
      return listOf(noticeRows(view.facts, filter, view.day), noticeKey, { limit, cursor }, view)
    },
    async getAssessmentNotice(ctx, { noticeId, ...asked }) {
      const view = await seen(ctx, asked)
      const { fact, row } = await found(ctx, view, assessmentNoticeFact, noticeId, 'notice of an assessment', noticeRow)
      return { ...at(view), noticeId, notice: fact.value, row }
    },
    async listPublishedExtensions(ctx, { limit, cursor, siteId, ...asked }) {
      const view = await seen(ctx, asked)
      return listOf(extensionRows(view.facts, siteId, view.day), extensionKey, { limit, cursor }, view)
    },
    async listPlanStandings(ctx, { limit, cursor, siteId, ...asked }) {
      const view = await seen(ctx, asked)
      return listOf(planRows(view.facts, siteId, view.day), planKey, { limit, cursor }, view)
    },
    async getPlanStanding(ctx, input) {
      const { view, row, document } = await planAnswer(ctx, input)
      return { ...at(view), plan: row, document }
    },
    async exportPlanStanding(ctx, input) {
      return printed((await planAnswer(ctx, input)).document, input.planId)
    },
    async exportSignedLetter(ctx, { caseId, language }) {
      const one = await caseFor(ctx, caseId)
      const signed = await signedLetterOf(ctx.sql, caseId)
      if (signed === undefined) throw absent('signed letter', caseId)
      return printed(signedLetterDocument(signed, mayOn(ctx, 'letter:read-scan', one), ctx.today, await wordsFor(ctx, language)), `letter-${caseId}`)
    },
    async exportAssessmentReport(ctx, { caseId, round, language }) {
      const one = await caseFor(ctx, caseId, 'report:read')
      // Who sees which state of a report is the law of the report itself.
      const report = await reportHandlers.getReport(ctx, { caseId, round }) as Plain<'getReport'>
      const parts: Plain<'getStandardReport'>[] = []
      if (report.submittedAt !== null) {
        for (const { standard } of one.standards) parts.push(await reportHandlers.getStandardReport(ctx, { caseId, standard, round }) as Plain<'getStandardReport'>)
      }
      const findings = new Map(parts.flatMap((part) => part.findings).map((finding) => [finding.findingId, { ...finding, text: finding.statement ?? '', grade: finding.grade ?? '' }]))
      const full = { one, report, ratings: await standingRatings(ctx.sql, caseId, round), findings: [...findings.values()], firmName: parts[0]?.firmName ?? null }
      return printed(assessmentReport(full, ctx.today, await wordsFor(ctx, language)), `report-${caseId}-${round}`)
    },
  }
}
