// An account in a real browser: a passkey made and used with a device that verifies its holder, codes of an app, and a
// colleague who comes in by a link that was handed over.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { codeAt } from '#test/one-time-code.ts'
import { startServer, type Served } from './served.ts'
import { journey, open, settled } from './visit.ts'

const ADA = { name: 'Ada Operator', email: 'ada@halmoor.example', password: 'a long enough password' }

let server: Served
// Passkeys belong to a name, never to a number.
beforeAll(async () => { server = await startServer({ hostname: 'localhost' }) })
afterAll(async () => { await server.stop() })

async function withDevice(page: Page): Promise<void> {
  const device = await page.context().newCDPSession(page)
  await device.send('WebAuthn.enable')
  await device.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  })
}

async function signOut(page: Page): Promise<void> {
  await open(page, '/account')
  await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click()
  await page.waitForURL(`${server.url}/`)
  await open(page, '/sign-in')
}

async function enterPassword(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: 'E-mail' }).fill(ADA.email)
  await page.getByLabel(/^Password/).fill(ADA.password)
  await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click()
}

journey('is guarded by a passkey and by codes, and brings a colleague in', { timeout: 60_000 }, async ({ visit }) => {
  const page = await visit({ server: server.url, at: server.welcome, expected: /401/ })
  await withDevice(page)
  await page.getByRole('textbox', { name: 'Name' }).fill(ADA.name)
  await page.getByRole('textbox', { name: 'E-mail' }).fill(ADA.email)
  await page.getByLabel(/^Password/).fill(ADA.password)
  await page.getByRole('button', { name: 'Make the account and sign in' }).click()
  await page.waitForURL(/\/account/)

  await open(page, '/account/security')
  await page.getByRole('textbox', { name: 'What this device is called' }).fill('desk')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByRole('button', { name: 'Remove the passkey desk' }).waitFor()
  await signOut(page)
  await page.getByRole('button', { name: 'Use a passkey' }).click()
  await page.waitForURL(/\/next/)
  await open(page, '/account')
  await page.getByText(ADA.email).waitFor()

  await open(page, '/account/security')
  await page.getByRole('button', { name: 'Turn codes on' }).click()
  const codes = page.getByRole('region', { name: 'Codes of an app' })
  await codes.getByLabel('Current password').fill(ADA.password)
  await codes.getByRole('button', { name: 'Turn codes on' }).click()
  await codes.getByRole('img', { name: 'Picture for the authenticator app' }).waitFor()
  const secret = await codes.getByText(/^Key:/).locator('code').innerText()
  expect(await codes.getByRole('status').locator('li').count()).toBeGreaterThan(5)
  await codes.getByRole('textbox', { name: 'Code that the app shows now' }).fill(codeAt(secret))
  await codes.getByRole('button', { name: 'Confirm and turn on' }).click()
  await codes.getByText('On. A sign-in asks for a code after the password.').waitFor()
  await signOut(page)
  await enterPassword(page)
  await page.getByRole('textbox', { name: 'Code' }).fill('000000')
  await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByText(/This code is not right/).waitFor()
  await page.getByRole('textbox', { name: 'Code' }).fill(codeAt(secret))
  await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL(/\/next/)

  await open(page, '/people')
  await page.getByRole('textbox', { name: 'E-mail' }).fill('bela@halmoor.example')
  await page.getByLabel('Role', { exact: true }).selectOption({ label: 'Technical reviewer' })
  await page.getByRole('button', { name: 'Send the invitation' }).click()
  const link = await page.getByRole('status').filter({ hasText: 'Hand this link over' }).locator('code').innerText()
  const guest = await visit({ server: server.url, at: link })
  await guest.getByText('bela@halmoor.example').waitFor()
  await guest.getByRole('textbox', { name: 'Your name' }).fill('Bela Reviewer')
  await guest.getByLabel(/^Password/).fill('another long password')
  await guest.getByRole('button', { name: 'Accept and sign in' }).click()
  await guest.waitForURL(/\/next/)
  await open(guest, '/account')
  await settled(guest)
  await guest.getByRole('main').getByText('Technical reviewer').waitFor()
  await page.reload()
  await settled(page)
  await page.getByText('Technical reviewer, the whole scheme').first().waitFor()
})
