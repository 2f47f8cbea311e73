// The decision in the journey, the plan that closes its gap, and what the public finds before and after.
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { PARTIAL_TITLE, pdfOf, RECOGNISED_TITLE } from './cycle-files.ts'
import { OWNER, SITE } from './cycle-site.ts'
import { giveFile, press, type Person, type Stage } from './cycle-stage.ts'
import { settled } from './visit.ts'

const VOTERS = ['member-a', 'member-b', 'member-c'] as const
const MINUTES = 'The report was presented by the secretariat; the body followed the award rule.'

async function openDecision(stage: Stage, who: Person): Promise<Page> {
  const page = await stage.go(who, '/decisions')
  await page.getByRole('main').getByRole('link', { name: SITE.name }).click()
  await page.getByRole('heading', { name: 'The decision body' }).waitFor()
  await settled(page)
  await stage.look(page, `/cases/…/decision: ${who === 'operator' ? 'scheme' : 'body'}`)
  return page
}

/** Opened by the scheme, one member stands aside, three vote, recorded with its minutes. */
export async function decide(stage: Stage, caseId: string, outcome: 'Conditional' | 'Awarded', isRecused: boolean): Promise<void> {
  const operator = await stage.go('operator', `/cases/${caseId}/decision`)
  for (const mark of ['The Copper Mark', 'The Molybdenum Mark']) {
    await operator.locator('section').filter({ has: operator.getByRole('heading', { level: 2, name: mark }) }).getByText(`By the rule: ${outcome}`, { exact: true }).waitFor()
  }
  await press(operator, 'Open the decision')
  await operator.getByRole('heading', { name: 'The decision body' }).waitFor()
  if (isRecused) {
    const aside = await openDecision(stage, 'member-d')
    await aside.locator('summary').filter({ hasText: 'Take no part' }).click()
    await aside.getByRole('textbox', { name: 'Why you take no part' }).fill('I advised the site two years ago.')
    await press(aside, 'Take no part')
    await aside.getByText(/takes no part/).first().waitFor()
    expect(await aside.getByRole('button', { name: 'Cast the vote' }).count()).toBe(0)
  }
  for (const who of VOTERS) {
    const page = await openDecision(stage, who)
    await page.getByRole('radio', { name: 'What the rule gives' }).check()
    await press(page, 'Cast the vote')
    await page.getByRole('button', { name: 'Change the vote' }).waitFor()
  }
  const page = await openDecision(stage, 'operator')
  if (isRecused) await page.getByText(/Paul Ridge: takes no part/).waitFor()
  await page.getByRole('textbox', { name: 'Minutes' }).fill(MINUTES)
  await press(page, 'Record and publish')
  await page.getByRole('button', { name: 'Record and publish' }).waitFor({ state: 'detached' })
  await page.getByText(/^Decided on/).waitFor()
}

export const CLOSING = 'Register of recovered dust'

/** The gap gets its cause, action, owner and day; months later its evidence, and an assessor verifies it. */
export async function planGap(stage: Stage, caseId: string): Promise<void> {
  const page = await stage.go('owner', `/cases/${caseId}/improvement-plan`)
  await page.getByText('0 of 1 verified as closed').waitFor()
  await page.getByRole('textbox', { name: 'Root cause' }).fill('Nobody was named to take the dust back.')
  await page.getByRole('textbox', { name: 'Action' }).fill('A line from the filter to the furnace, and a register of each load.')
  await page.getByLabel('Owner').selectOption({ label: OWNER.name })
  await page.getByLabel('Done by').fill(stage.day(150))
  await press(page, 'Save the plan of this gap')
  await page.getByRole('row').filter({ hasText: PARTIAL_TITLE }).getByText(OWNER.name).waitFor()
  await stage.look(page, '/cases/…/improvement-plan: planned')
}

export async function closeGap(stage: Stage, caseId: string): Promise<void> {
  const page = await stage.go('owner', `/cases/${caseId}/improvement-plan`)
  await press(page, 'Add evidence')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('tab', { name: 'New file' }).click()
  await giveFile(dialog, { name: 'register.pdf', mimeType: 'application/pdf', bytes: pdfOf(CLOSING) })
  await dialog.getByRole('textbox', { name: 'Title' }).fill(CLOSING)
  await press(dialog, 'Add and link')
  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('link', { name: CLOSING }).waitFor()
  await page.getByRole('textbox', { name: 'What was done' }).fill('The line runs since March; the register shows each load.')
  await press(page, 'Report closed')
  await page.getByText('Reported closed', { exact: true }).first().waitFor()
  const lead = await stage.go('lead', `/cases/${caseId}/improvement-plan`)
  await lead.getByRole('link', { name: CLOSING }).waitFor()
  await lead.getByRole('textbox', { name: 'What you looked at' }).fill('The register of six months, and the line by photograph.')
  await press(lead, 'Verify as closed')
  await lead.getByText('1 of 1 verified as closed').waitFor()
}

/** How many sites the statistics count as awarded the Molybdenum Mark, at least. */
export async function countAwarded(stage: Stage): Promise<number> {
  const page = await stage.go('public', '/statistics')
  const byMark = page.locator('section').filter({ has: page.getByRole('heading', { name: 'By mark' }) }).last()
  return Number(await byMark.getByRole('row').filter({ hasText: 'Molybdenum' }).getByRole('cell').first().innerText())
}

type Shown = { readonly word: string; readonly status: string; readonly plan: RegExp }

/** What anybody finds without an account: list, page, award, report, plan. */
export async function findAward(stage: Stage, sitePath: string, { word, status, plan }: Shown): Promise<void> {
  const page = await stage.go('public', `/sites?status=${status}`)
  await page.getByRole('row').filter({ hasText: SITE.name }).getByText(word, { exact: true }).first().waitFor()
  await stage.go('public', sitePath)
  const assurance = page.getByRole('region', { name: 'Assurance in this scheme' })
  await stage.look(page, '/sites/…: awarded')
  for (const mark of ['Copper', 'Molybdenum']) await assurance.getByRole('listitem').filter({ hasText: new RegExp(`^${mark}, decided on`) }).getByText(word, { exact: true }).waitFor()
  await assurance.getByText(plan).waitFor()

  await assurance.getByRole('link', { name: /^Copper, decided on/ }).click()
  await page.getByRole('heading', { level: 1, name: new RegExp(`award of ${SITE.name}`) }).waitFor()
  await settled(page)
  await stage.look(page)
  await page.getByRole('main').getByText(word, { exact: true }).first().waitFor()
  await page.getByRole('link', { name: 'Public summary report' }).click()
  await page.getByRole('heading', { level: 1, name: `Public summary report: ${SITE.name}` }).waitFor()
  await settled(page)
  await stage.look(page)
  expect(await page.getByRole('main').getByText('Flue dust').count(), 'the words of a finding stay private').toBe(0)
}

/** The first report names what was accepted on recognition and what fell short. */
export async function readReport(stage: Stage): Promise<void> {
  const page = await stage.as('public')
  const row = (title: string) => page.getByRole('row').filter({ hasText: title }).first()
  await row(RECOGNISED_TITLE).getByText(/Accepted on recognition/).waitFor()
  await row(PARTIAL_TITLE).getByText('Partially meets').waitFor()
}
