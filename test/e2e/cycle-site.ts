// The site's part of the journey: applied for by somebody without an account, invited, its letter signed, its certificate
// entered, its evidence uploaded, its workbook filled in a spreadsheet and submitted.
import { expect } from 'vitest'
import { filledWorkbook, pdfOf, RECOGNISED, RECOGNISED_TITLE } from './cycle-files.ts'
import { giveFile, press, takeFile, type Stage } from './cycle-stage.ts'
import { settled } from './visit.ts'

export const SITE = { name: 'Ashwell Smelter', participant: 'Ashwell Copper', place: 'Ashwell', country: 'Peru' }
export const OWNER = { name: 'Marta Quiroga', email: 'marta@ashwell-copper.example', password: 'a kettle of molten slag' }

/** @returns the number that the applicant keeps */
export async function apply(stage: Stage): Promise<string> {
  const page = await stage.go('public', '/apply')
  await page.getByRole('radio', { name: 'It does not stand there yet' }).check()
  await page.getByRole('textbox', { name: 'Name of the site' }).fill(SITE.name)
  await page.getByLabel('Country').selectOption({ label: SITE.country })
  await page.getByRole('textbox', { name: 'Place (optional)' }).fill(SITE.place)
  await press(page, 'Continue')
  await page.getByRole('checkbox', { name: 'Smelter', exact: true }).check()
  for (const metal of ['Copper', 'Molybdenum']) await page.getByRole('checkbox', { name: metal, exact: true }).check()
  await stage.look(page, '/apply: what it does')
  await press(page, 'Continue')
  await page.getByRole('radio', { name: /^Risk Readiness/ }).check()
  for (const mark of ['The Copper Mark', 'The Molybdenum Mark']) await page.getByRole('checkbox', { name: mark }).check()
  await stage.look(page, '/apply: marks')
  await press(page, 'Continue')
  await page.getByRole('textbox', { name: 'Name of the organisation' }).fill(SITE.participant)
  await page.getByLabel('Country of the organisation').selectOption({ label: SITE.country })
  const contact = page.getByRole('group', { name: 'Contact person' })
  await contact.getByRole('textbox', { name: 'Name' }).fill(OWNER.name)
  await contact.getByRole('textbox', { name: 'E-mail' }).fill(OWNER.email)
  await contact.getByRole('checkbox', { name: /given the time and the means/ }).check()
  await stage.look(page, '/apply: people')
  await press(page, 'Continue')
  await page.getByText(`${OWNER.name}, ${OWNER.email}`).waitFor()
  await press(page, 'Send the application')
  const sent = page.getByRole('status').filter({ hasText: 'The application is with the scheme' })
  const caseId = await sent.locator('code').innerText()
  await sent.getByRole('link').click()
  await page.getByText('The scheme is checking whether the site is eligible.').waitFor()
  await settled(page)
  await stage.look(page)
  return caseId
}

/** @returns the link of the invitation, which is shown once */
export async function accept(stage: Stage, caseId: string): Promise<string> {
  const page = await stage.go('operator', '/cases')
  await page.getByRole('link', { name: SITE.name }).click()
  await page.getByRole('heading', { name: 'Is the site eligible?' }).waitFor()
  await settled(page)
  await stage.look(page, '/cases/…: eligibility')
  expect(page.url()).toContain(caseId)
  await page.getByRole('textbox', { name: /^Reason/ }).fill('It smelts copper and recovers molybdenum, both of which the scheme covers.')
  await press(page, 'Accept the site')
  return page.getByRole('status').filter({ hasText: 'No mail was sent' }).locator('code').innerText()
}

/** The contact follows the link, makes an account, and lands on what is next. */
export async function comeIn(stage: Stage, link: string): Promise<void> {
  const page = await stage.go('owner', new URL(link).pathname)
  await page.getByText(OWNER.email).waitFor()
  await page.getByRole('textbox', { name: 'Your name' }).fill(OWNER.name)
  await page.getByLabel(/^Password/).fill(OWNER.password)
  await press(page, 'Accept and sign in')
  await page.waitForURL(/\/next$/)
  await settled(page)
  await stage.look(page)
  await page.getByRole('main').getByText(SITE.name).first().waitFor()
}

export async function sign(stage: Stage, caseId: string): Promise<void> {
  const page = await stage.go('owner', `/cases/${caseId}/letter`)
  const letter = page.getByRole('region', { name: 'Sign the letter' })
  await letter.getByRole('textbox', { name: 'Your name' }).fill(OWNER.name)
  await letter.getByRole('textbox', { name: 'Your role' }).fill('General manager')
  await letter.getByRole('checkbox', { name: `I may sign for ${SITE.participant}, and I have read the letter` }).check()
  await press(letter, 'Sign the letter')
  await page.getByText(/signed here/).first().waitFor()
}

/** A paper of the site's own, seen by assessors. */
async function upload(stage: Stage, { title, kind, until }: { title: string; kind: string; until: string }): Promise<void> {
  const page = await stage.go('owner', '/evidence')
  await press(page, 'Add evidence')
  const dialog = page.getByRole('dialog')
  await giveFile(dialog, { name: 'paper.pdf', mimeType: 'application/pdf', bytes: pdfOf(title) })
  await dialog.getByRole('textbox', { name: 'Title' }).fill(title)
  await dialog.getByLabel('Kind').selectOption({ label: kind })
  await dialog.getByLabel('Holds until').fill(until)
  await dialog.getByLabel('Who sees it').selectOption({ label: 'Assessors' })
  await stage.look(page, '/evidence: adding')
  await press(dialog, 'Add to the library')
  await page.getByRole('heading', { level: 1, name: title }).waitFor()
  await settled(page)
  await stage.look(page)
}

const HANDBOOK = 'Management handbook'
export const CERTIFICATE = 'EMS-20731'

export async function keepEvidence(stage: Stage): Promise<void> {
  await upload(stage, { title: HANDBOOK, kind: 'Procedure', until: stage.day(900) })
  await upload(stage, { title: 'Certificate of the environmental management system', kind: 'Certificate', until: stage.day(700) })
}

/** The certificate counts as an example only, until the scheme approves what it stands for. */
export async function enterCertificate(stage: Stage, caseId: string): Promise<void> {
  const page = await stage.go('owner', `/cases/${caseId}/recognition`)
  await press(page, 'Enter a certificate')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox', { name: 'Standard' }).selectOption({ label: 'ISO 14001:2015' })
  await dialog.getByRole('textbox', { name: 'Number' }).fill(CERTIFICATE)
  await dialog.getByRole('textbox', { name: 'Issued by' }).fill('Northgate Certification')
  await dialog.getByRole('textbox', { name: 'Accredited by' }).fill('National accreditation body')
  await dialog.getByRole('textbox', { name: 'Scope, as printed' }).fill('Smelting of copper concentrates and recovery of molybdenum.')
  await dialog.getByLabel('Valid from').fill(stage.day(-200))
  await dialog.getByLabel('Valid until').fill(stage.day(700))
  await dialog.getByLabel('File').selectOption({ label: 'Certificate of the environmental management system' })
  await stage.look(page, '/cases/…/recognition: entering')
  await press(dialog, 'Enter the certificate')
  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('row', { name: RECOGNISED_TITLE }).getByText('Example, not approved').first().waitFor()
}

export async function approveEquivalence(stage: Stage): Promise<void> {
  const page = await stage.go('operator', '/recognition')
  const row = page.getByRole('row').filter({ hasText: RECOGNISED_TITLE }).filter({ hasText: 'ISO 14001' })
  await row.getByText('Example').first().waitFor()
  await press(row, /^Approve/)
  const dialog = page.getByRole('dialog')
  await dialog.getByText(/example that came with the program/).waitFor()
  await press(dialog, 'Approve the row')
  await dialog.waitFor({ state: 'detached' })
  await row.getByText(/^Approved until/).waitFor()
}

export async function seeRecognition(stage: Stage, caseId: string): Promise<void> {
  const page = await stage.go('owner', `/cases/${caseId}/recognition`)
  const row = page.getByRole('row').filter({ hasText: RECOGNISED_TITLE })
  await row.getByRole('cell', { name: 'Covered', exact: true }).waitFor()
  expect(await row.getByText('Example, not approved').count()).toBe(0)
}

/** Out as a spreadsheet, filled, and back with a look at every change. */
export async function fillWorkbook(stage: Stage, caseId: string): Promise<void> {
  const page = await stage.go('owner', `/cases/${caseId}/workbook/file`)
  const taken = await takeFile(page, () => page.getByRole('link', { name: 'Excel file' }).click())
  expect(taken.name).toMatch(/\.xlsx$/)
  const { bytes, rows } = await filledWorkbook(taken.bytes)
  expect(rows).toBeGreaterThan(25)
  await giveFile(page, { name: taken.name, mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', bytes })
  await page.getByRole('heading', { name: `${rows * 2} changes in the file` }).waitFor()
  await stage.look(page, '/cases/…/workbook/file: changes')
  await press(page, `Apply ${rows * 2} changes`)
  await page.getByText(`${rows * 2} changes are in the workbook`).waitFor()
}

/** Links the handbook to each criterion that no certificate covers, going on by the keyboard. */
export async function linkEvidence(stage: Stage, caseId: string): Promise<void> {
  const page = await stage.go('owner', `/cases/${caseId}/workbook`)
  await page.getByRole('main').getByRole('link', { name: /Management System/ }).click()
  for (let more = true; more;) {
    const heading = page.locator('#main h2').first()
    const title = await heading.innerText()
    const picker = page.getByRole('region', { name: 'Evidence for this criterion' })
    if (!page.url().endsWith(RECOGNISED)) {
      await press(picker, 'Add evidence')
      const dialog = page.getByRole('dialog')
      const choice = dialog.getByRole('listitem').filter({ hasText: HANDBOOK })
      await press(choice, 'Link')
      await choice.waitFor({ state: 'detached' })
      await press(dialog, 'Close')
      await dialog.waitFor({ state: 'detached' })
    }
    await stage.look(page)
    const next = page.getByRole('link', { name: 'Next →' })
    more = await next.count() > 0
    if (more) {
      await next.click()
      await expect.poll(() => heading.innerText()).not.toBe(title)
    }
  }
}

export async function submit(stage: Stage, caseId: string): Promise<void> {
  const page = await stage.go('owner', `/cases/${caseId}/workbook`)
  await page.getByText(/^(\d+) of \1$/).first().waitFor()
  await press(page, 'Check and submit')
  await page.getByText('Nothing blocks the submission.').waitFor()
  await stage.look(page)
  await press(page, 'Submit the self-assessment')
  await page.getByText(/^The self-assessment is submitted/).waitFor()
}

/** What the public may see so far of the site. @returns the address of its page */
export async function findCommitted(stage: Stage): Promise<string> {
  const page = await stage.go('public', `/sites?q=${encodeURIComponent(SITE.name)}`)
  await page.getByRole('row').filter({ hasText: SITE.name }).getByText('Commitment found').first().waitFor()
  await page.getByRole('link', { name: SITE.name }).first().click()
  await page.getByRole('heading', { level: 1, name: SITE.name }).waitFor()
  await settled(page)
  await stage.look(page)
  await page.getByRole('link', { name: /^Letter of commitment, signed on/ }).click()
  await page.getByRole('heading', { level: 1, name: `Letter of commitment: ${SITE.name}` }).waitFor()
  await settled(page)
  await stage.look(page)
  const main = page.getByRole('main')
  expect(await main.getByText(OWNER.name).count(), 'the signatory stays private').toBe(0)
  await page.getByRole('link', { name: /page of the site/i }).first().click()
  await page.getByRole('heading', { level: 1, name: SITE.name }).waitFor()
  return new URL(page.url()).pathname
}

