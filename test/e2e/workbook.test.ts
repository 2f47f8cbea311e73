// Two people of a site at one workbook: one loses the network, goes on typing, closes the page and comes back; the other
// writes meanwhile. Nothing is lost, both values are shown, and one of them settles which holds. The server is this
// journey's own; the way to the workbook goes through the operations that lead there.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { startServer, type Served } from './served.ts'
import { journey, open } from './visit.ts'

const PASSWORD = 'nine cups of bone ash'
const ANA = { name: 'Ana Ruiz', email: 'ana@cerro-ceniza.example' }
const BEN = { name: 'Ben Okoye', email: 'ben@cerro-ceniza.example' }
type Cookie = { name: string; value: string; url: string }

let server: Served
let caseId: string
let sessions: { ana: Cookie[]; ben: Cookie[] }

async function ask<T>(method: string, path: string, headers: Record<string, string>, body?: unknown): Promise<T> {
  const response = await fetch(`${server.url}/api/v1${path}`, { method, headers: { 'content-type': 'application/json', origin: server.url, ...headers }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
  return await response.json() as T
}
async function signIn(email: string): Promise<Cookie[]> {
  const response = await fetch(`${server.url}/api/auth/sign-in/email`, { method: 'POST', headers: { 'content-type': 'application/json', origin: server.url }, body: JSON.stringify({ email, password: PASSWORD }) })
  if (!response.ok) throw new Error(`sign in: ${response.status}`)
  return response.headers.getSetCookie().map((one) => { const [name, value] = one.split(';')[0]!.split('=') as [string, string]; return { name, value, url: server.url } })
}
const cookieOf = (cookies: readonly Cookie[]) => ({ cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') })
const accept = (link: string, name: string) => ask('POST', '/invitation-acceptances', {}, { token: new URL(link).pathname.split('/').at(-1), name, password: PASSWORD })

beforeAll(async () => {
  server = await startServer()
  const operator = { authorization: `Bearer ${server.token}` }
  const applied = await ask<{ caseId: string }>('POST', '/applications', {}, {
    site: { name: 'Cerro Ceniza Smelter', country: 'CHL' }, siteTypes: ['smelter'], metals: ['copper'], standards: [{ standard: 'risk-readiness-assessment', marks: ['copper'] }],
    participantName: 'Cerro Ceniza Metals', participantCountry: 'CHL', contact: { ...ANA, phone: null }, isContactResourced: true,
  })
  caseId = applied.caseId
  const decided = await ask<{ siteId: string; invitation: { link: string } }>('POST', `/cases/${caseId}/eligibility`, operator, { isEligible: true, reason: 'It smelts copper.' })
  await accept(decided.invitation.link, ANA.name)
  const ana = await signIn(ANA.email)
  const invited = await ask<{ link: string }>('POST', '/invitations', cookieOf(ana), { email: BEN.email, role: 'site-contributor', scope: { kind: 'site', id: decided.siteId } })
  await accept(invited.link, BEN.name)
  const letter = await ask<{ documentHash: string }>('GET', `/cases/${caseId}/letter`, cookieOf(ana))
  await ask('POST', `/cases/${caseId}/letter/signature`, cookieOf(ana), { documentHash: letter.documentHash, name: ANA.name, role: 'Plant manager' })
  sessions = { ana, ben: await signIn(BEN.email) }
}, 90_000)
afterAll(async () => { await server.stop() })

const criterion = () => `/cases/${caseId}/workbook/risk-readiness-assessment/legal-compliance`
const rationale = (page: Page) => page.getByRole('textbox', { name: 'Rationale' })
const saved = (page: Page) => page.getByText('All changes are saved').waitFor()

describe('two people at one workbook', () => {
  journey('lose nothing without a network, see both values and settle them', async ({ visit }) => {
    const enter = async (cookies: Cookie[]): Promise<Page> => {
      const page = await visit({ server: server.url, at: '/statuses', expected: /ERR_INTERNET_DISCONNECTED|Failed to fetch|409|net::/ })
      await page.context().addCookies(cookies)
      await open(page, criterion())
      await rationale(page).waitFor()
      return page
    }
    const ana = await enter(sessions.ana)
    const ben = await enter(sessions.ben)
    await ana.keyboard.press('2')
    await rationale(ana).fill('We keep a register of laws.')
    await saved(ana)

    await open(ben, criterion())
    await expect.poll(() => rationale(ben).inputValue()).toBe('We keep a register of laws.')
    await ben.context().setOffline(true)
    await rationale(ben).fill('The lawyer keeps a register of 40 laws.')
    await ben.getByText('Not saved: there is no connection.').waitFor()
    await ben.getByText('1 change is kept on this device').waitFor()
    await rationale(ana).fill('We keep a register of laws and review it each May.')
    await saved(ana)

    // The page goes away with the change in its pocket, and comes back with a network.
    await ben.goto('about:blank')
    await ben.context().setOffline(false)
    await ben.goto(`${server.url}${criterion()}`)
    const card = ben.getByRole('region', { name: 'Several values stand here: Rationale' })
    await card.waitFor()
    await card.getByText('The lawyer keeps a register of 40 laws.').waitFor()
    await card.getByText('We keep a register of laws and review it each May.').waitFor()
    await card.getByText(/Ana Ruiz, .*on the screen/).waitFor()
    await card.getByRole('button', { name: 'Write what holds' }).click()
    await card.getByRole('textbox', { name: 'What holds' }).fill('The lawyer keeps a register of 40 laws; we review it each May.')
    await card.getByRole('button', { name: 'Settle' }).click()
    await expect.poll(() => rationale(ben).inputValue()).toBe('The lawyer keeps a register of 40 laws; we review it each May.')

    await open(ana, criterion())
    await expect.poll(() => rationale(ana).inputValue()).toBe('The lawyer keeps a register of 40 laws; we review it each May.')
    await ana.getByText('History: Rationale').click()
    await ana.getByText('We keep a register of laws and review it each May.').waitFor()
    await ana.locator('#main h1').click()
    await ana.keyboard.press('j')
    await ana.waitForURL(/workbook\/risk-readiness-assessment\/(?!legal-compliance)/)
  })
})
