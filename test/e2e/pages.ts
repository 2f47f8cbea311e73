// Every page there is, by the routes of the screens, each with a sample address. A new route without a sample fails the run,
// so no page escapes the checks that go over all of them.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { metalOf } from './metal.ts'

export type PageAddress = {
  readonly route: string
  readonly path: string
  /** Shown to the operator alone. */
  readonly isOperators: boolean
}
/** A page of the demonstration, and the person of it who opens the page; `public` has no account. */
export type DemoPage = { readonly route: string; readonly path: string; readonly who: string }

const web = join(import.meta.dirname, '..', '..', 'src', 'web')

/** While working on some pages: `CUPEL_PAGES='^/custody'` looks at those routes alone. */
const wanted = new RegExp(process.env['CUPEL_PAGES'] ?? '')

const routes = (): string[] => readdirSync(web)
  .filter((name) => existsSync(join(web, name, 'area.ts')) && readFileSync(join(web, 'areas.ts'), 'utf8').includes(`./${name}/area.ts`))
  .flatMap((name) => [...readFileSync(join(web, name, 'area.ts'), 'utf8').matchAll(/\bpath: '(\/[^']*)'/g)].map((match) => match[1]!))
  .filter((route) => wanted.test(route))

type Server = { readonly url: string; readonly token: string }

/** @param body an object as JSON, text as a file */
async function ask(server: Server, path: string, body?: object | string): Promise<Record<string, unknown>> {
  const response = await fetch(`${server.url}/api/v1${path}`, {
    headers: { authorization: `Bearer ${server.token}`, 'content-type': typeof body === 'string' ? 'text/csv' : 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
  return await response.json() as Record<string, unknown>
}

const firstOf = (list: Record<string, unknown>, name: string): string => String((list['items'] as Record<string, unknown>[])[0]![name])

/** A list with a row that is new, one that is in doubt and one that cannot be read: all an import page can show. */
const DIRECTORY = `Site,Country,Type,Latitude,Longitude
Halmoor Copper Mine,Chile,mine,-23.1,-69.4
Escondido,Chile,mine,-24.2,-69.0
,Peru,mine,-12.0,-75.1
Wyreford Smelter,Atlantis,smelter,200,0
`

/** A value for each parameter of a route. A site with an award, production and an emission figure shows the most. */
async function samples(server: Server): Promise<Readonly<Record<string, string>>> {
  const siteId = firstOf(await ask(server, '/sites?q=Escondida&status=awarded&limit=1'), 'siteId')
  const [organisations, standard, report, staged, invitation] = await Promise.all([
    ask(server, '/organisations?limit=1'),
    ask(server, '/standards/risk-readiness-assessment/3.0'),
    ask(server, `/sites/${siteId}/error-reports`, { text: 'The name is spelled in another way on the gate.' }),
    ask(server, '/imports?filename=halmoor.csv', DIRECTORY),
    ask(server, '/invitations', { email: 'ida.reed@wyre-assurance.example', role: 'technical-reviewer', scope: { kind: 'house', id: '' } }),
  ])
  return {
    siteId, organisationId: firstOf(organisations, 'organisationId'), reportId: String(report['reportId']), importId: String(staged['importId']),
    standard: 'risk-readiness-assessment', version: '3.0', criterion: String((standard['criteria'] as { slug: string }[])[0]!.slug),
    token: String(invitation['link']).split('/').at(-1)!,
  }
}

/** The same of the demonstration, which has cases. */
async function demoSamples(server: Server): Promise<Readonly<Record<string, string>>> {
  const [board, awards, letters, notices, reports, evidence, firms, concern, grievance] = await Promise.all([
    ask(server, '/board?states=conditional'), ask(server, '/awards'), ask(server, '/letters'), ask(server, '/assessment-notices'), ask(server, '/summary-reports'),
    ask(server, '/evidence'), ask(server, '/firms'),
    ask(server, '/assessment-notices').then((list) => ask(server, '/concerns', { noticeId: firstOf(list, 'noticeId'), language: 'en', group: 'worker', statement: 'The showers are cold in winter.' })),
    ask(server, '/grievances', { subject: 'scheme', subjectText: 'The fee', language: 'en', group: 'organisation', statement: 'The fee is not the same for all.' }),
  ])
  if (concern['receipt'] === undefined || grievance['receipt'] === undefined) throw new Error('the demonstration took no concern or grievance')
  const [caseRow] = board['items'] as { caseId: string; siteId: string }[]
  const [participants, applied, owned, metal] = await Promise.all([
    ask(server, '/participants'), ask(server, '/board?states=applied'), ask(server, `/sites/${caseRow!.siteId}`), metalOf(server, new Date().toISOString().slice(0, 10)),
  ])
  const shown = (evidence['items'] as { evidenceId: string; organisationId: string }[]).find((one) => JSON.stringify(owned).includes(one.organisationId))
  return {
    caseId: caseRow!.caseId, siteId: caseRow!.siteId, awardId: firstOf(awards, 'awardId'), letterId: firstOf(letters, 'letterId'), noticeId: firstOf(notices, 'noticeId'),
    summaryReportId: firstOf(reports, 'reportId'), planId: caseRow!.caseId, evidenceId: shown!.evidenceId, applicationId: firstOf(applied, 'caseId'), firmId: firstOf(firms, 'firmId'),
    organisationId: firstOf(participants, 'organisationId'), grievanceId: firstOf(await ask(server, '/grievances'), 'grievanceId'),
    standard: 'risk-readiness-assessment', version: '3.0', criterion: 'circular-economy', ...metal,
  }
}

/** Pages of the cycle, by who opens them at work. The first pattern that fits counts. */
const AT_WORK: readonly (readonly [RegExp, string])[] = [
  [/^\/cases\/\$caseId\/(decision)|^\/decisions/, 'member-a'],
  [/^\/cases\/\$caseId\/(assessment|concerns)|^\/calibration/, 'lead'],
  [/^\/cases\/\$caseId\/review|^\/reviews/, 'reviewer'],
  [/^\/firms/, 'firm'],
  [/^\/(passports\/\$passportId$|statement-check)/, 'public'],
  [/^\/passports/, 'other-site-owner'],
  [/^\/(shipments|open-receipts)/, 'partner'],
  [/^\/custody-(totals|inquiries)/, 'operator'],
  [/^\/(custody|balance|transfer-statements|lots|claims|footprint)(\/|-profiles|$)/, 'site-owner'],
  [/^\/cases\/\$caseId|^\/evidence(\/|$)|^\/site-grievances|^\/next|^\/inbox/, 'site-owner'],
  [/^\/(cases|desk|audit-trail|award-files|cohorts|concerns|grievances|participants|people|recognition|settings)(\/(?!\$noticeId)|$)|^\/awards\/\$awardId\/changes|^\/desk\//, 'operator'],
  [/^\/applications\/\$caseId|^\/(apply|approved-firms|assessments|awards|be-heard|grievance-outcomes|programme-indicators|receipts|summary-reports|letters|improvement-plans|statuses|sites\/\$siteId)|^\/concerns\/\$noticeId/, 'public'],
]
/** These show more on the plain server, or want its samples. */
const ON_PLAIN_TOO = /^\/(statuses|sites\/\$siteId|settings|people|next|inbox|apply|be-heard|receipts|awards$|assessments$|grievance-outcomes|programme-indicators)/

function pathOf(route: string, values: Readonly<Record<string, string>>): string {
  return route.replace(/\$(\w+)/g, (_, name: string) => {
    // An application that was decided is not tracked any more, so this page wants a case that has only begun.
    const value = route.startsWith('/applications/') ? values['applicationId'] : values[name]
    if (value === undefined) throw new Error(`The route ${route} has no sample for $${name}: add one in test/e2e/pages.ts.`)
    return encodeURIComponent(value)
  })
}

const workerOf = (route: string): string | undefined => AT_WORK.find(([pattern]) => pattern.test(route))?.[1]

/** @throws Error that names the route without a sample */
export async function pageAddresses(server: Server): Promise<PageAddress[]> {
  const values = await samples(server)
  return routes().filter((route) => workerOf(route) === undefined || ON_PLAIN_TOO.test(route)).map((route) => ({
    route, isOperators: /^\/(next|inbox|settings|imports|match-reviews|account|people|error-reports$|contested)|\/licensed-text$/.test(route), path: pathOf(route, values),
  }))
}

/** @throws Error that names the route without a sample */
export async function demoPages(server: Server): Promise<DemoPage[]> {
  const values = await demoSamples(server)
  return routes().flatMap((route) => { const who = workerOf(route); return who === undefined ? [] : [{ route, who, path: pathOf(route, values) }] })
    .sort((a, b) => a.who < b.who ? -1 : a.who > b.who ? 1 : 0)
}
