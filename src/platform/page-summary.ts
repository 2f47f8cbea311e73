// Joins the summaries of the slices' pages, and the words of the language they are in.
import { html } from 'hono/html'
import { publicActor } from '#src/access/actor.ts'
import type { PagePart } from '#src/registry/summary-parts.ts'
import { wordsOf, type Words } from '#src/registry/summary-words.ts'
import { summaryOf, type PageSummary } from '#src/registry/summary.ts'
import type { Kernel } from './http.ts'
import type { Languages } from './languages.ts'
import { figuresPage } from './page-figures.ts'
import { heardPage } from './page-heard.ts'
import { passportPage } from './page-passport.ts'
import { publishedPage } from './page-published.ts'
import { standardsPage } from './page-standards.ts'
import { textPage } from './page-texts.ts'
import { read } from './transaction.ts'

export type { PageSummary }

/** Pages that are forms: they have nothing to read without a script, and say so. */
const screens: readonly (readonly [RegExp, string])[] = [
  [/^\/lots$/, 'nav.lots'], [/^\/lots\/recall$/, 'nav.recall'], [/^\/lots\/balance$/, 'nav.site-balance'], [/^\/lots\/changes$/, 'nav.lot-changes'], [/^\/lots\/disclosure$/, 'nav.disclosure'], [/^\/lots\/compare$/, 'summary.lot-compare.title'], [/^\/lots\/[^/]+$/, 'summary.lot.title'],
  [/^\/custody-totals$/, 'nav.custody-totals'], [/^\/custody-inquiries$/, 'nav.inquiries'],
  [/^\/cases\/[^/]+\/review$/, 'summary.case-review.title'], [/^\/cases\/[^/]+\/decision$/, 'summary.case-decision.title'],
  [/^\/cases\/[^/]+\/mark$/, 'summary.case-mark.title'], [/^\/cases\/[^/]+\/improvement-plan$/, 'summary.case-plan.title'],
  [/^\/reviews$/, 'nav.reviews'], [/^\/decisions$/, 'nav.decisions'], [/^\/award-files$/, 'nav.award-files'], [/^\/awards\/[^/]+\/changes$/, 'nav.award-changes'],
  [/^\/next$/, 'nav.next'], [/^\/inbox$/, 'nav.inbox'], [/^\/settings$/, 'nav.settings'],
  [/^\/evidence$/, 'nav.evidence'], [/^\/evidence\/[^/]+$/, 'summary.evidence.title'], [/^\/cases\/[^/]+\/recognition$/, 'nav.recognised'], [/^\/recognition$/, 'nav.recognition'], [/^\/recognition\/requests$/, 'nav.recognition-requests'],
  [/^\/lookup$/, 'nav.lookup'], [/^\/sign-in$/, 'nav.sign-in'], [/^\/welcome$/, 'summary.welcome.title'], [/^\/new-password$/, 'summary.new-password.title'], [/^\/account$/, 'nav.account'], [/^\/account\/security$/, 'nav.security'], [/^\/account\/own-data$/, 'nav.own-data'], [/^\/people$/, 'nav.people'], [/^\/personal-data$/, 'nav.personal-data'], [/^\/invitations\/[^/]+$/, 'summary.invitation.title'],
  [/^\/cases\/[^/]+\/workbook$/, 'summary.workbook.title'], [/^\/cases\/[^/]+\/workbook\/file$/, 'summary.workbook-file.title'],
  [/^\/cases\/[^/]+\/workbook\/submission$/, 'summary.workbook-submission.title'], [/^\/cases\/[^/]+\/workbook\/[^/]+\/[^/]+$/, 'summary.workbook-criterion.title'],
  [/^\/imports$/, 'nav.imports'], [/^\/imports\/[^/]+$/, 'summary.import.title'], [/^\/match-reviews$/, 'summary.match-reviews.title'],
  [/^\/error-reports$/, 'nav.error-reports'], [/^\/error-reports\/[^/]+$/, 'summary.error-report.title'],
  [/^\/contested\/[^/]+$/, 'summary.contested.title'], [/^\/standards\/[^/]+\/[^/]+\/licensed-text$/, 'summary.licensed-text.title'],
  [/^\/apply$/, 'nav.apply'], [/^\/applications\/[^/]+$/, 'summary.application.title'], [/^\/cases$/, 'nav.cases'], [/^\/cases\/[^/]+$/, 'summary.case.title'],
  [/^\/cases\/[^/]+\/letter$/, 'summary.case-letter.title'], [/^\/cases\/[^/]+\/history$/, 'summary.case-history.title'],
  [/^\/approved-firms$/, 'nav.approved-firms'], [/^\/firms$/, 'nav.firms'], [/^\/firms\/[^/]+$/, 'summary.firm.title'], [/^\/calibration$/, 'nav.calibration'],
  [/^\/cases\/[^/]+\/assessment$/, 'summary.assessment.title'], [/^\/cases\/[^/]+\/assessment\/plan$/, 'summary.assessment-plan.title'], [/^\/cases\/[^/]+\/assessment\/desk-review$/, 'summary.desk-review.title'],
  [/^\/cases\/[^/]+\/assessment\/on-site$/, 'summary.on-site.title'], [/^\/cases\/[^/]+\/assessment\/on-site\/file$/, 'summary.on-site-file.title'],
  [/^\/cases\/[^/]+\/assessment\/on-site\/[^/]+\/[^/]+$/, 'summary.on-site-criterion.title'], [/^\/cases\/[^/]+\/assessment\/report$/, 'summary.assessment-report.title'],
  [/^\/desk$/, 'nav.desk'], [/^\/desk\/workload$/, 'nav.workload'], [/^\/desk\/quality$/, 'nav.quality'], [/^\/audit-trail$/, 'nav.audit-trail'],
  [/^\/concerns$/, 'nav.concerns'], [/^\/cases\/[^/]+\/concerns$/, 'summary.case-concerns.title'], [/^\/grievances$/, 'nav.grievances'],
  [/^\/grievances\/[^/]+$/, 'summary.grievance.title'], [/^\/site-grievances$/, 'nav.site-grievances'],
  [/^\/desk\/switch-over$/, 'nav.switch-over'], [/^\/desk\/case-files$/, 'nav.case-files'], [/^\/desk\/standard-versions$/, 'nav.standard-versions'],
  [/^\/passports$/, 'nav.passports'], [/^\/passports\/new$/, 'summary.passport-new.title'], [/^\/passports\/[^/]+\/renewal$/, 'summary.passport-renewal.title'], [/^\/evidence-packs$/, 'nav.evidence-packs'],
  [/^\/shipments$/, 'nav.shipments'], [/^\/shipments\/[^/]+$/, 'summary.shipment.title'], [/^\/open-receipts$/, 'nav.open-receipts'],
  [/^\/custody$/, 'nav.stock'], [/^\/custody\/record$/, 'nav.custody-record'], [/^\/custody\/events$/, 'nav.custody-events'], [/^\/custody\/file$/, 'nav.custody-file'], [/^\/custody\/month-end$/, 'nav.month-end'], [/^\/custody\/lots\/[^/]+$/, 'nav.custody-lot'],
  [/^\/claims$/, 'nav.claims'], [/^\/claims\/new$/, 'nav.claims-new'], [/^\/claims\/[^/]+$/, 'summary.claim.title'], [/^\/footprint$/, 'nav.footprint'], [/^\/footprint\/lots$/, 'nav.lot-footprint'],
  [/^\/cohorts$/, 'nav.cohorts'], [/^\/participants$/, 'nav.participants'], [/^\/participants\/[^/]+$/, 'summary.participant.title'],
  [/^\/balance$/, 'nav.balance'], [/^\/balance\/[^/]+$/, 'summary.balance-account.title'], [/^\/balance\/[^/]+\/month$/, 'summary.balance-month.title'], [/^\/balance\/[^/]+\/close$/, 'summary.balance-close.title'],
  [/^\/custody-profiles$/, 'nav.custody-profiles'], [/^\/transfer-statements$/, 'nav.transfer-statements'], [/^\/transfer-statements\/[^/]+$/, 'summary.transfer-statement.title'], [/^\/statement-check\/[^/]+\/[^/]+$/, 'summary.statement-check.title'],
]

function screenPart(path: string, words: Words): PagePart | undefined {
  const screen = screens.find(([pattern]) => pattern.test(path))
  if (screen === undefined) return undefined
  const lead = words('summary.screen.needs-script')
  return { status: 200, path, title: words(screen[1]), description: lead, body: html`<p>${lead}</p><p><a href="/docs">${words('footer.api')}</a></p>`, jsonLd: [] }
}

export async function pageSummary(kernel: Kernel, languages: Languages, url: URL, language: string, today: string): Promise<PageSummary> {
  const { house, config } = kernel
  // English first, so that a pack that lacks a message falls back to it.
  const messagesOf = (...areas: string[]): Record<string, string> =>
    Object.assign({}, ...['en', language].flatMap((tag) => areas.map((area) => languages.messages(tag, area))))
  const time = Object.fromEntries(['asOf', 'knownAt'].flatMap((name) => { const value = url.searchParams.get(name); return value === null ? [] : [[name, value]] }))
  return summaryOf({
    pathname: url.pathname, search: url.searchParams, today, publicUrl: config.publicUrl, words: wordsOf(language, messagesOf('documents', 'published', 'shell', 'registry', 'summary')),
    facts: (knownAt) => house.facts.read(house.database.sql, knownAt),
    pages: async (path, words) => await read(house, { actor: publicActor, language }, async (ctx) => {
      const at = { ctx, publicUrl: config.publicUrl, time }
      return await standardsPage(path, url.searchParams, { ...at, words })
        ?? await publishedPage(path, url.searchParams, { ...at, words: wordsOf(language, messagesOf('shell', 'registry', 'summary', 'documents', 'published')) })
        ?? await passportPage(path, ctx)
        ?? await heardPage(path, url.searchParams, { ctx, publicUrl: config.publicUrl, words: wordsOf(language, messagesOf('summary', 'shell', 'desk', 'grievance')) })
        ?? await textPage(path, ctx, wordsOf(language, messagesOf('setting')))
        ?? figuresPage(path, url.searchParams, { ...at, words: wordsOf(language, messagesOf('figures')) })
    }) ?? screenPart(path, words),
  })
}
