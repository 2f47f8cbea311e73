// The house of the journey of the metal: five invented parties and a decision body on a new installation. Sites and awards
// are taken over from a workbook, people come in by invitation, and each keeps a browser of their own from step to step.
import type { BrowserContext, Page } from 'playwright-core'
import { addDays, addMonths, type Day } from '#src/kernel/time.ts'
import { asWorkbook, wordsIn, type SwitchOverRows } from '#test/switch-over.ts'
import { lookAt } from './cycle-stage.ts'
import type { Served } from './served.ts'
import { open, type Visit, type VisitOptions } from './visit.ts'

export type PartyName = 'thornwick' | 'marrow' | 'ashgrove' | 'fenmoor' | 'kestrel'
export type Who = PartyName | 'member-a' | 'member-b' | 'member-c'

type Party = { readonly site: string; readonly organisation: string; readonly country: string; readonly types: string; readonly person: string; readonly role: 'site-owner' | 'partner'; readonly isAwarded: boolean }
export const PARTIES: Readonly<Record<PartyName, Party>> = {
  thornwick: { site: 'Thornwick Mine', organisation: 'Thornwick Copper', country: 'CHL', types: 'mine; concentrator', person: 'Elsa Thorn', role: 'site-owner', isAwarded: true },
  marrow: { site: 'Marrow Pit', organisation: 'Marrow Mining', country: 'PER', types: 'mine; concentrator', person: 'Ivo Marr', role: 'site-owner', isAwarded: true },
  ashgrove: { site: 'Ashgrove Smelter', organisation: 'Ashgrove Metals', country: 'DEU', types: 'smelter', person: 'Greta Ash', role: 'site-owner', isAwarded: true },
  fenmoor: { site: 'Fenmoor Rod Mill', organisation: 'Fenmoor Rod', country: 'FRA', types: 'rod-mill', person: 'Luc Fenn', role: 'site-owner', isAwarded: true },
  kestrel: { site: 'Kestrel Cable Works', organisation: 'Kestrel Cable', country: 'FRA', types: 'fabricator', person: 'Ana Kest', role: 'partner', isAwarded: false },
}
const MEMBERS = { 'member-a': 'Lena Ost', 'member-b': 'Kofi Grey', 'member-c': 'Aiko Moor' } as const
const PASSWORD = 'a hundred tonnes of matte'

const emailOf = (who: Who): string => `${who}@journey.example`

/** The list of the operator as it was kept before: four awarded sites, and the works of the buyer, which only began. */
function rowsOf(decidedOn: Day): SwitchOverRows {
  const words = wordsIn('en')
  const rows: SwitchOverRows = { cases: [], extensions: [], ratings: [], plan: [], awards: [] }
  const letter = addMonths(decidedOn, -14)
  for (const [key, { site, organisation, country, types, isAwarded }] of Object.entries(PARTIES)) {
    const state = isAwarded ? 'awarded' : 'committed'
    rows.cases.push({
      key, 'site-number': 'new', 'site-name': site, country, 'site-types': types, metals: 'copper', participant: organisation, 'participant-country': country, standard: 'risk-readiness-assessment', version: '3.0', marks: 'copper', cycle: 1,
      state: words[`state.${state}`] ?? state, since: isAwarded ? decidedOn : letter, 'letter-signed-on': letter, 'due.self-assessment': addMonths(letter, 6), 'due.site-assessment': addMonths(letter, 12), 'due.full-conformance': addMonths(letter, 24),
      ...(isAwarded ? { 'self-assessed-on': addMonths(letter, 5), 'assessed-from': addMonths(letter, 11), 'assessed-to': addMonths(letter, 11), 'decided-on': decidedOn, 'due.award-validity': addMonths(decidedOn, 36), 'due.re-assessment': addMonths(decidedOn, 36) } : {}),
    })
    if (!isAwarded) continue
    rows.ratings.push({ key, criterion: 'climate-action', level: 'fully-meets', 'rated-on': addMonths(letter, 11) })
    rows.awards.push({ key, mark: 'copper', 'decided-on': decidedOn, 'valid-until': addMonths(decidedOn, 36), conditional: words['answer.no']!, 'follow-up-due-on': null, 'award-state': words['award.in-force']! })
  }
  return rows
}

type Ask = (method: string, path: string, body?: object | Uint8Array) => Promise<Record<string, unknown>>
const asker = (server: Pick<Served, 'url' | 'token'>, isOperator = true): Ask => async (method, path, body) => {
  const isFile = body instanceof Uint8Array
  const answer = await fetch(`${server.url}/api/v1${path}`, {
    method, headers: { ...(isOperator ? { authorization: `Bearer ${server.token}` } : {}), 'content-type': isFile ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' : 'application/json' },
    ...(body === undefined ? {} : { body: isFile ? Buffer.from(body) : JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
  return await answer.json() as Record<string, unknown>
}

type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>
type Places = { readonly sites: Readonly<Record<PartyName, string>>; readonly organisations: Readonly<Record<PartyName, string>>; readonly firstDay: Day }
export type CustodyHouse = Places & {
  readonly server: Pick<Served, 'url' | 'token'>
  /** As the operator, by the local token. */
  readonly ask: Ask
  /** As somebody with an account, by their session. */
  askAs(who: Who, method: string, path: string, body?: object): Promise<Record<string, unknown>>
  /** A day of the story: day 0 is the first of a month, four months ago. */
  day(after: number): Day
  invite(who: Who): Promise<string>
  keep(who: Who, page: Page): Promise<void>
  /** Opens a page as somebody and looks at it once. */
  go(visit: Visit, who: Who, path: string, options?: VisitOptions): Promise<Page>
  look(page: Page, name?: string): Promise<void>
  readonly broken: Readonly<Record<string, readonly string[]>>
}

/** Takes the sites over from the workbook. */
export async function takeOver(server: Pick<Served, 'url' | 'token'>): Promise<Places> {
  const ask = asker(server)
  // The quarter that the account begins with is over, and every hand-over of the story lies in it.
  const firstDay = addMonths(`${new Date().toISOString().slice(0, 8)}01`, -4)
  await ask('POST', '/switch-overs?otherDifferences=keep', await asWorkbook(rowsOf(addMonths(firstDay, -13))))
  const participants = await ask('GET', '/participants?limit=1000') as { items: { organisationId: string; name: string }[] }
  const organisations = namedBy((name) => participants.items.find((one) => one.name === PARTIES[name].organisation)!.organisationId)
  const { items } = await ask('GET', '/sites?limit=1000') as { items: { siteId: string; name: string }[] }
  return { organisations, sites: namedBy((name) => items.find((one) => one.name === PARTIES[name].site)!.siteId), firstDay }
}

const namedBy = <T>(read: (name: PartyName) => T): Readonly<Record<PartyName, T>> =>
  Object.fromEntries((Object.keys(PARTIES) as PartyName[]).map((name) => [name, read(name)])) as Record<PartyName, T>

/** Signing in too often is refused, as it should be: whoever is asked to wait, waits. */
async function signIn(server: Pick<Served, 'url'>, who: Who): Promise<Cookies> {
  for (;;) {
    const entered = await fetch(`${server.url}/api/auth/sign-in/email`, { method: 'POST', headers: { 'content-type': 'application/json', origin: server.url }, body: JSON.stringify({ email: emailOf(who), password: PASSWORD }) })
    if (entered.status === 429) { await new Promise((resolve) => { setTimeout(resolve, 1000) }); continue }
    if (!entered.ok) throw new Error(`${who} cannot sign in: ${entered.status} ${await entered.text()}`)
    return entered.headers.getSetCookie().map((line) => {
      const [pair = ''] = line.split(';')
      const at = pair.indexOf('=')
      return { name: pair.slice(0, at), value: pair.slice(at + 1), domain: '127.0.0.1', path: '/', expires: -1, httpOnly: true, secure: false, sameSite: 'Lax' as const }
    })
  }
}

export function custodyHouse(server: Pick<Served, 'url' | 'token'>, places: Places): CustodyHouse {
  const ask = asker(server)
  const sessions = new Map<Who, Promise<Cookies>>()
  const sessionOf = (who: Who): Promise<Cookies> => {
    let session = sessions.get(who)
    if (session === undefined) sessions.set(who, session = signIn(server, who))
    return session
  }
  const looked = new Set<string>()
  const broken: Record<string, string[]> = {}
  const house: CustodyHouse = {
    ...places, server, ask, broken,
    day: (after) => addDays(places.firstDay, after),
    askAs: async (who, method, path, body) => {
      const cookie = (await sessionOf(who)).map(({ name, value }) => `${name}=${value}`).join('; ')
      const answer = await fetch(`${server.url}/api/v1${path}`, { method, headers: { cookie, origin: server.url, 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
      if (!answer.ok) throw new Error(`${who} at ${path}: ${answer.status} ${await answer.text()}`)
      return await answer.json() as Record<string, unknown>
    },
    invite: async (who) => {
      const offer = who in PARTIES ? { role: PARTIES[who as PartyName].role, scope: { kind: 'organisation', id: places.organisations[who as PartyName] } } : { role: 'decision-member', scope: { kind: 'house', id: '' } }
      return String((await ask('POST', '/invitations', { email: emailOf(who), ...offer }))['link'])
    },
    keep: async (who, page) => { sessions.set(who, Promise.resolve(await page.context().cookies())) },
    go: async (visit, who, path, options) => {
      const page = await visit({ server: server.url, at: '/statuses', ...options })
      await page.context().addCookies(await sessionOf(who))
      await open(page, path)
      await house.look(page)
      return page
    },
    look: (page, name) => lookAt(page, looked, broken, name),
  }
  return house
}

/** Everybody but the first gets an account by the invitation's own operation. */
export async function populate(house: CustodyHouse): Promise<void> {
  for (const [who, name] of [...Object.entries(PARTIES).map(([key, { person }]) => [key, person]), ...Object.entries(MEMBERS)] as [Who, string][]) {
    if (who === 'thornwick') continue
    const token = (await house.invite(who)).split('/').at(-1)!
    await asker(house.server, false)('POST', '/invitation-acceptances', { token, name, password: PASSWORD })
  }
}

/** The first person comes in as everybody does: by the link, in the browser. */
export async function comeIn(house: CustodyHouse, visit: Visit, who: PartyName): Promise<Page> {
  const page = await visit({ server: house.server.url, at: new URL(await house.invite(who)).pathname })
  await page.getByRole('textbox', { name: 'Your name' }).fill(PARTIES[who].person)
  await page.getByLabel(/^Password/).fill(PASSWORD)
  await page.getByRole('button', { name: 'Accept and sign in', exact: true }).click()
  await page.waitForURL(/\/next$/)
  await house.keep(who, page)
  return page
}
