// The operator of a new installation: makes the account, signs out and in, makes an API key, imports a directory with its
// doubts, publishes, undoes, and decides the report of an error that a reader sent. The server is this journey's own.
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { startServer, type Served } from './served.ts'
import { journey, open, settled, type Visit } from './visit.ts'

const OPERATOR = { name: 'Ida Halmoor', email: 'ida@halmoor.example', password: 'nine cups of bone ash' }
const DIRECTORY = `Asset name;Nation;Kind;Lat;Long;Run by
Halmoor Pit;Chile;mine;-23.10;-69.40;Halmoor Mining
Wyreford Smelter;Peru;smelter;-17.60;-71.30;Wyreford Metals
Tallow Ridge;Atlantis;mine;-20.00;-68.00;Halmoor Mining
Escondido;Chile;mine;-24.27;-69.07;Escondido Co
`

let server: Served
beforeAll(async () => { server = await startServer() })
afterAll(async () => { await server.stop() })

async function signIn(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: 'E-mail' }).fill(OPERATOR.email)
  await page.getByLabel(/^Password/).fill(OPERATOR.password)
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click()
}

/** The session of the first journey: signing in too often is refused, as it should be. */
let session: Awaited<ReturnType<BrowserContext['cookies']>> = []
async function signedIn(visit: Visit, at: string): Promise<Page> {
  const page = await visit({ server: server.url, at: '/statuses' })
  await page.context().addCookies(session)
  await open(page, at)
  return page
}

describe('the operator', () => {
  journey('makes the account by the one-time link, signs out and in again', async ({ visit }) => {
    const page = await visit({ server: server.url, at: server.welcome, expected: /401|403|409|Failed to load resource/ })
    await page.getByRole('textbox', { name: 'Name' }).fill(OPERATOR.name)
    await page.getByRole('textbox', { name: 'E-mail' }).fill(OPERATOR.email)
    await page.getByLabel(/^Password/).fill('short')
    await page.getByRole('button', { name: 'Make the account and sign in' }).click()
    await page.getByText('Enter at least 12 characters.').waitFor()
    await page.getByLabel(/^Password/).fill(OPERATOR.password)
    await page.getByRole('button', { name: 'Make the account and sign in' }).click()
    await page.waitForURL(/\/account/)
    await page.getByText(OPERATOR.email).waitFor()
    await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click()
    await page.waitForURL(`${server.url}/`)
    await open(page, '/imports')
    await page.getByText('This page is for the operator of this installation').waitFor()
    await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click()
    await signIn(page)
    await page.waitForURL(/\/imports/)
    await page.getByRole('heading', { level: 2, name: 'New import' }).waitFor()
    session = await page.context().cookies()
    await open(page, server.welcome.slice(server.url.length))
    await page.getByRole('textbox', { name: 'Name' }).fill('Somebody Else')
    await page.getByRole('textbox', { name: 'E-mail' }).fill('else@halmoor.example')
    await page.getByLabel(/^Password/).fill(OPERATOR.password)
    await page.getByRole('button', { name: 'Make the account and sign in' }).click()
    await page.getByText(/This link was used/).waitFor()
  })

  journey('makes an API key, which works until it is deleted', async ({ visit }) => {
    const page = await signedIn(visit, '/account')
    await page.getByRole('textbox', { name: 'Name' }).fill('weighbridge')
    await page.getByRole('button', { name: 'Make a key' }).click()
    const secret = await page.getByRole('status').filter({ hasText: 'shown this once' }).locator('code').innerText()
    const asked = async () => (await fetch(`${server.url}/api/v1/imports`, { headers: { authorization: `Bearer ${secret}` } })).status
    expect(await asked()).toBe(200)
    await page.getByRole('button', { name: 'Delete the key weighbridge' }).click()
    await page.getByRole('button', { name: 'Delete now: programs with it stop' }).click()
    await page.getByText('There is no key.').waitFor()
    expect(await asked()).toBe(401)
  })

  journey('imports a directory: columns, rows, rehearsal, publication, undo', async ({ visit }) => {
    const page = await signedIn(visit, '/imports')
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: 'Choose a CSV or XLSX file' }).click()])
    await chooser.setFiles({ name: 'halmoor-list.csv', mimeType: 'text/csv', buffer: Buffer.from(DIRECTORY) })
    await page.waitForURL(/\/imports\/[^?]+/)
    await settled(page)
    const columns = page.getByRole('region', { name: 'Columns and what they are' })
    const field = (column: string) => columns.getByRole('combobox', { name: `What the column ${column} is` })
    expect(await field('Lat').inputValue(), 'guessed').toBe('latitude')
    for (const [column, label] of [['Asset name', 'name of the site'], ['Nation', 'country'], ['Kind', 'type of site'], ['Run by', 'operator']] as const) {
      await field(column).selectOption({ label })
    }
    await page.getByRole('status').filter({ hasText: /^not saved$/ }).waitFor()
    await page.getByRole('textbox', { name: 'Title' }).fill('Halmoor list of sites')
    await page.getByRole('textbox', { name: 'Licence', exact: true }).fill('CC0')
    await page.getByRole('textbox', { name: 'Attribution, as it is to be shown' }).fill('Halmoor Observatory')
    await page.getByRole('button', { name: 'Save and read the rows again' }).click()
    await page.getByRole('status').filter({ hasText: /^saved$/ }).waitFor()

    await page.getByRole('tab', { name: /Rows/ }).click()
    await settled(page)
    await page.getByRole('group', { name: 'Show only' }).getByRole('button', { name: /^all/ }).click()
    await settled(page)
    const row = (name: string) => page.getByRole('listitem').filter({ hasText: name }).filter({ hasText: /^line \d/ })
    expect(await row('Tallow Ridge').innerText()).toMatch(/Error: country not known/)
    const doubtful = row('Escondido')
    if (await doubtful.getByText('doubtful', { exact: true }).count() > 0) await doubtful.getByRole('button', { name: /It is this site/ }).click()
    expect(await row('Halmoor Pit').innerText()).toMatch(/new site/)

    await page.getByRole('tab', { name: /Publish/ }).click()
    await page.getByRole('button', { name: /^Publish \d+ facts$/ }).waitFor()
    expect(await publicSites('Halmoor Pit'), 'the rehearsal publishes nothing').toBe(0)
    const publish = page.getByRole('button', { name: /^Publish \d+ facts$/ })
    await expect.poll(() => publish.isEnabled()).toBe(true)
    await publish.click()
    await page.getByRole('heading', { level: 2, name: 'Undo' }).waitFor()
    expect(await publicSites('Halmoor Pit')).toBe(1)
    await open(page, '/sites?q=Halmoor')
    await page.getByRole('link', { name: 'Halmoor Pit' }).click()
    await page.getByRole('heading', { level: 1, name: 'Halmoor Pit' }).waitFor()
    await settled(page)
    expect(await page.getByRole('main').innerText()).toMatch(/Halmoor Observatory/)
    const address = page.url()

    await open(page, '/imports')
    await page.getByRole('link', { name: 'Halmoor list of sites' }).click()
    await page.getByRole('button', { name: 'What would be undone?' }).click()
    await page.getByRole('textbox', { name: 'Reason, for the history' }).fill('The list was a rehearsal.')
    await page.getByRole('button', { name: /^Undo \d+ facts$/ }).click()
    await page.getByText(/This import was undone/).waitFor()
    expect(await publicSites('Halmoor Pit')).toBe(0)
    const gone = await fetch(`${address.replace('/sites/', '/api/v1/sites/')}/history`)
    expect(await gone.text(), 'the history keeps both, and why').toMatch(/"retracted"[\s\S]*The list was a rehearsal\.[\s\S]*"recorded"/)
  })

  journey('decides the report of an error that a reader sent; the outcome is public, the words are not', async ({ visit }) => {
    const reader = await visit({ server: server.url, at: '/sites?q=Cerro Verde' })
    await reader.getByRole('link', { name: 'Cerro Verde' }).click()
    await settled(reader)
    await reader.getByRole('button', { name: 'Report an error' }).first().click()
    const form = reader.getByRole('dialog', { name: /Cerro Verde/ })
    await form.getByRole('textbox', { name: /What is wrong/ }).fill('Short')
    await form.getByRole('button', { name: 'Send' }).click()
    await form.getByText(/at least 10/i).waitFor()
    await form.getByRole('textbox', { name: /What is wrong/ }).fill('The plant beside the mine is older than this says.')
    await form.getByRole('button', { name: 'Send' }).click()
    const number = form.getByRole('link', { name: /^\S{6,}$/ })
    await number.waitFor()
    await number.click()
    await reader.waitForURL(/\/error-reports\//)
    await settled(reader)
    expect(await reader.getByRole('main').innerText()).not.toContain('older than this says')
    const track = reader.url()

    const page = await signedIn(visit, '/error-reports')
    const report = page.getByRole('listitem').filter({ hasText: 'older than this says' })
    await report.getByRole('button', { name: 'Decide' }).click()
    await report.getByRole('radio', { name: 'Rejected' }).check()
    await report.getByRole('textbox', { name: /Reason, for the public/ }).fill('Two sources give the same year.')
    await report.getByRole('button', { name: 'Publish the outcome' }).click()
    await report.getByText('Rejected: Two sources give the same year.').waitFor()

    await reader.goto(track)
    await settled(reader)
    expect(await reader.getByRole('main').innerText()).toContain('Two sources give the same year.')
    await open(reader, '/sites?q=Cerro Verde')
    await reader.getByRole('link', { name: 'Cerro Verde' }).click()
    await settled(reader)
    expect(await reader.getByRole('main').innerText()).toContain('Two sources give the same year.')
  })
})

async function publicSites(q: string): Promise<number> {
  const answer = await (await fetch(`${server.url}/api/v1/sites?q=${encodeURIComponent(q)}`)).json() as { items: unknown[] }
  return answer.items.length
}
