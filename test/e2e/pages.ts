// Every page there is, by the routes of the screens, each with a sample address. A new route without a sample fails the run,
// so no page escapes the checks that go over all of them.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

export type PageAddress = {
  readonly route: string
  readonly path: string
  /** Shown to the operator alone. */
  readonly isOperators: boolean
}

const web = join(import.meta.dirname, '..', '..', 'src', 'web')

const routes = (): string[] => readdirSync(web)
  .filter((name) => existsSync(join(web, name, 'area.ts')) && readFileSync(join(web, 'areas.ts'), 'utf8').includes(`./${name}/area.ts`))
  .flatMap((name) => [...readFileSync(join(web, name, 'area.ts'), 'utf8').matchAll(/\bpath: '(\/[^']*)'/g)].map((match) => match[1]!))

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
  const [organisations, standard, report, staged, invited] = await Promise.all([
    ask(server, '/organisations?limit=1'),
    ask(server, '/standards/risk-readiness-assessment/3.0'),
    ask(server, `/sites/${siteId}/error-reports`, { text: 'The name is spelled in another way on the gate.' }),
    ask(server, '/imports?filename=halmoor.csv', DIRECTORY),
    ask(server, '/invitations', { email: 'invited@halmoor.example', role: 'decision-member', scope: { kind: 'house', id: '' } }),
  ])
  return {
    token: String(invited['link']).split('/').at(-1)!,
    siteId, organisationId: firstOf(organisations, 'organisationId'), reportId: String(report['reportId']), importId: String(staged['importId']),
    standard: 'risk-readiness-assessment', version: '3.0', criterion: String((standard['criteria'] as { slug: string }[])[0]!.slug),
  }
}

/** @throws Error that names the route without a sample */
export async function pageAddresses(server: Server): Promise<PageAddress[]> {
  const values = await samples(server)
  return routes().map((route) => ({
    route,
    isOperators: /^\/(next|inbox|settings|imports|match-reviews|account|people|error-reports$|contested)|\/licensed-text$/.test(route),
    path: route.replace(/\$(\w+)/g, (_, name: string) => {
      const value = values[name]
      if (value === undefined) throw new Error(`The route ${route} has no sample for $${name}: add one in test/e2e/pages.ts.`)
      return encodeURIComponent(value)
    }),
  }))
}
