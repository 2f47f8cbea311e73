// The assessment in the journey: a firm engaged, a visit planned and announced, the desk review with its check of what is
// recognised, the record filled without a network, one finding, the report and its technical review.
import { expect } from 'vitest'
import type { Day } from '#src/kernel/time.ts'
import { filledRecord, PARTIAL, RECOGNISED, RECOGNISED_TITLE } from './cycle-files.ts'
import { SITE } from './cycle-site.ts'
import { actWithWords, giveFile, press, send, takeFile, type Stage } from './cycle-stage.ts'
import { settled } from './visit.ts'

const STANDARD = 'risk-readiness-assessment'
const LEAD = 'Jonas Elder'

/** Proposed by the scheme, accepted by the firm with its team, agreed by the site, confirmed by the scheme. */
export async function engage(stage: Stage, caseId: string): Promise<void> {
  const operator = await stage.go('operator', `/cases/${caseId}/assessment`)
  await press(operator, 'Propose the firm')
  await operator.getByText('The firm is asked').waitFor()

  const firm = await stage.go('firm', '/firms')
  await firm.getByRole('main').getByRole('link', { name: 'Wyre Assurance' }).click()
  const asked = firm.getByRole('region', { name: 'Asked to assess' }).getByRole('listitem').filter({ has: firm.getByText(SITE.name, { exact: true }) })
  await asked.getByLabel('Lead assessor').selectOption({ label: LEAD })
  await asked.getByRole('checkbox', { name: 'Mei Tarn' }).check()
  await press(asked, 'Check the team')
  await asked.getByText('Approved and independent, as far as is recorded.').waitFor()
  await asked.getByRole('checkbox', { name: /^The firm declares that it and its team are independent/ }).check()
  await stage.look(firm)
  await press(asked, 'Accept and name the team')
  await asked.getByText('The site looks at the team').waitFor()

  const owner = await stage.go('owner', `/cases/${caseId}/assessment`)
  await press(owner, 'Accept the team')
  await owner.getByText('The secretariat confirms').waitFor()
  await stage.go('operator', `/cases/${caseId}/assessment`)
  await press(operator, 'Confirm firm and team')
  await operator.getByText('Confirmed', { exact: true }).waitFor()
}

const GROUPS = ['Management', 'Employees', 'Worker representatives', 'Contractors', 'Community', 'Authorities']

/** Written by the lead, confirmed by the site, approved and announced by the scheme. */
export async function plan(stage: Stage, caseId: string, visitFrom: Day, visitTo: Day): Promise<void> {
  const address = `/cases/${caseId}/assessment/plan`
  const lead = await stage.go('lead', address)
  await lead.getByLabel('First day of the visit').fill(visitFrom)
  await lead.getByLabel('Last day of the visit').fill(visitTo)
  await lead.getByRole('textbox', { name: 'Person-days' }).fill('6')
  await lead.getByRole('textbox', { name: 'Areas to visit' }).fill('Furnace hall: safety and emissions\nCanteen: interviews without supervisors')
  await lead.getByRole('textbox', { name: 'Sampling of documents' }).fill('Every tenth record of training, overtime and waste of the last twelve months.')
  for (const group of GROUPS) {
    await lead.getByRole('textbox', { name: `${group}: People in the group` }).fill('64')
    await lead.getByRole('textbox', { name: `${group}: Interviews planned` }).fill('9')
  }
  await lead.getByRole('textbox', { name: 'Languages spoken on site' }).fill('es')
  await lead.getByRole('textbox', { name: 'Media scan' }).fill('Local press and the last five years of court records.')
  await press(lead, 'Save the plan')
  await lead.getByText('The plan is complete.').waitFor()
  await stage.look(lead, '/cases/…/assessment/plan: complete')

  const owner = await stage.go('owner', address)
  await press(owner, 'Confirm the plan')
  await owner.getByText(/^Confirmed by/).waitFor()
  const operator = await stage.go('operator', address)
  await press(operator, 'Approve the plan')
  await operator.getByText(/^Approved by/).waitFor()
  await stage.go('operator', `/cases/${caseId}/assessment`)
  await operator.getByRole('textbox', { name: 'Text of the notice' }).fill(`${SITE.name} is assessed by independent assessors. Whoever works there or lives nearby can be heard without giving a name.`)
  await press(operator, 'Publish the notice')
  await operator.getByText(/^Published/).waitFor()
}

/** Everybody may read when assessors come. */
export async function findNotice(stage: Stage, sitePath: string): Promise<void> {
  const page = await stage.go('public', '/assessments')
  await page.getByRole('main').getByText(SITE.name).first().waitFor()
  await stage.go('public', sitePath)
  const assurance = page.getByRole('region', { name: 'Assurance in this scheme' })
  await assurance.getByText(/Wyre Assurance/).waitFor()
  await assurance.getByRole('link', { name: 'Be heard' }).waitFor()
}

/** One question and its answer, and the certificate looked at and accepted. */
export async function reviewDesk(stage: Stage, caseId: string): Promise<void> {
  const address = `/cases/${caseId}/assessment/desk-review`
  const lead = await stage.go('lead', address)
  await send(lead, 'Question', 'Who looks at the handbook again, and when was it last done?', 'Ask a question')
  const owner = await stage.go('owner', address)
  await actWithWords(owner, 'Answer', 'Your words', 'The general manager, each January; the minutes are in the library.')
  await stage.go('lead', address)
  await lead.getByText('The general manager, each January; the minutes are in the library.').waitFor()
  await press(lead, 'Close the question')
  await lead.getByText('Closed', { exact: true }).waitFor()
  const line = lead.getByRole('listitem').filter({ hasText: RECOGNISED_TITLE })
  await line.getByText('Waits for the desk check').waitFor()
  await actWithWords(line, 'Accept the certificate', 'What was looked at, and why', 'Certificate, scope and last surveillance report: same ground, accredited body, no open finding.')
  await line.getByText('Accepted at the desk').waitFor()
  await press(lead, 'Complete the desk review')
  await lead.getByRole('button', { name: 'Complete the desk review' }).waitFor({ state: 'detached' })
}

type Rated = { readonly level: string; readonly words: string; readonly evidence?: RegExp; readonly isOnCertificate?: boolean; readonly reason?: string }

/** One criterion rated on its screen. */
async function rate(stage: Stage, caseId: string, criterion: string, { level, words, evidence, isOnCertificate = false, reason }: Rated): Promise<void> {
  const page = await stage.go('lead', `/cases/${caseId}/assessment/on-site/${STANDARD}/${criterion}`)
  const form = page.locator('form').filter({ has: page.getByRole('button', { name: 'Save the rating' }) })
  await form.getByRole('radio', { name: level }).check()
  await form.getByRole('textbox', { name: 'Rationale' }).fill(words)
  if (evidence !== undefined) await form.getByRole('checkbox', { name: evidence }).first().check()
  if (isOnCertificate) await form.getByRole('checkbox', { name: 'Accepted on the certificate that was checked at the desk' }).check()
  if (reason !== undefined) await form.getByRole('textbox', { name: 'Why the rating is changed' }).fill(reason)
  await press(form, 'Save the rating')
  await form.getByText(/^Rated by/).waitFor()
  await form.getByRole('status').filter({ hasText: /^Saved$/ }).waitFor()
}

/** The archive taken along, filled and brought back; what needs care is rated on the screen. */
export async function visit(stage: Stage, caseId: string): Promise<void> {
  const address = `/cases/${caseId}/assessment/on-site`
  const lead = await stage.go('lead', `${address}/file`)
  const taken = await takeFile(lead, () => lead.getByRole('link', { name: 'Take the archive' }).click())
  expect(taken.name).toMatch(/\.zip$/)
  const { bytes, criteria } = filledRecord(taken.bytes)
  await giveFile(lead, { name: 'record.json', mimeType: 'application/json', bytes })
  await lead.getByText(`${criteria * 3} changes, `, { exact: false }).first().waitFor()
  await stage.look(lead, '/cases/…/on-site/file: changes')
  await press(lead, 'Bring it back')
  await lead.getByText(`${criteria * 3} changes were added.`).waitFor()

  await rate(stage, caseId, RECOGNISED, { level: 'Fully meets', words: 'The certified system keeps the register of waste; the desk check stands.', isOnCertificate: true })
  await rate(stage, caseId, PARTIAL, { level: 'Partially meets', words: 'Slag is sold, but dust is not yet taken back.', evidence: /Management handbook/ })
  const findings = lead.getByRole('region', { name: 'Findings' })
  await press(findings, 'Add a finding')
  await findings.getByLabel('Grade').selectOption({ label: 'Minor' })
  await findings.getByRole('textbox', { name: 'Statement' }).fill('Flue dust is stored without a plan to recover its metal.')
  await press(findings, 'Save the finding')
  await findings.getByRole('button', { name: 'Add a finding' }).waitFor()
  await findings.getByText('Flue dust is stored without a plan to recover its metal.').waitFor()

  await stage.go('lead', address)
  const media = lead.getByRole('region', { name: 'Media scan' })
  await press(media, 'Log a search')
  await media.getByRole('textbox', { name: 'Source' }).fill('Local press')
  await media.getByRole('textbox', { name: 'Search words' }).fill('accident, strike, spill')
  await media.getByRole('textbox', { name: 'What was found' }).fill('Nothing of the last two years.')
  await press(media, 'Save the search')
  await media.getByRole('button', { name: 'Log a search' }).waitFor()
  await media.getByText('Nothing of the last two years.').waitFor()
  for (const group of GROUPS) {
    await lead.getByRole('textbox', { name: `${group}: Interviews held` }).fill('9')
    await press(lead, `${group}: Save`)
    await lead.getByRole('listitem').filter({ has: lead.getByText(group, { exact: true }) }).getByText('9 held').waitFor()
  }
  const closing = lead.getByRole('region', { name: 'Closing meeting' })
  await closing.getByLabel('Held on').fill(stage.day())
  await closing.getByRole('textbox', { name: 'Who was there' }).fill('Management: 4\nWorks council: 2')
  await closing.getByRole('textbox', { name: 'Where views differed' }).fill('None.')
  await press(closing, 'Save the closing meeting')
  await closing.getByText('Saved', { exact: true }).waitFor()
  await press(lead, 'The visit is done')
  await lead.getByRole('button', { name: 'The visit is done' }).waitFor({ state: 'detached' })
}

export async function report(stage: Stage, caseId: string, from: Day, to: Day): Promise<void> {
  const page = await stage.go('lead', `/cases/${caseId}/assessment/report`)
  await page.getByLabel('First day of the assessment').fill(from)
  await page.getByLabel('Last day of the assessment').fill(to)
  await page.getByRole('textbox', { name: 'Summary' }).fill('The site is managed with care; what is missing is named in the finding.')
  await page.getByRole('textbox', { name: 'Strengths' }).fill('Open talk with neighbours, and water looked after day by day.')
  await press(page, 'Save the draft')
  await page.getByText('Nothing is missing.').waitFor()
  await stage.look(page, '/cases/…/report: complete')
  await press(page, 'Submit the report')
  await page.getByText(/^In review/).waitFor()
}

/** The scheme names a reviewer, who asks the assessors back. */
export async function askBack(stage: Stage, caseId: string, question: string): Promise<void> {
  const address = `/cases/${caseId}/review`
  const operator = await stage.go('operator', address)
  const choice = operator.getByLabel('Reviewer')
  const named = choice.locator('option').filter({ hasText: 'Samir Holt' })
  await named.waitFor({ state: 'attached' })
  await choice.selectOption(await named.getAttribute('value'))
  await press(operator, 'Name the reviewer')
  await operator.getByText(/^Reviewed by Samir Holt/).waitFor()
  const reviewer = await stage.go('reviewer', '/reviews')
  await reviewer.getByRole('main').getByRole('link', { name: SITE.name }).click()
  await reviewer.waitForURL(new RegExp(`${address}$`))
  await send(reviewer, 'Question to the assessors', question, 'Ask')
  const lead = await stage.go('lead', address)
  await lead.getByText(question).waitFor()
  await send(lead, 'Answer', 'Forty records of two months, drawn by their number.', 'Answer')
}

/** The question settled, the checklist answered, the report found final. */
export async function findFinal(stage: Stage, caseId: string): Promise<void> {
  const reviewer = await stage.go('reviewer', `/cases/${caseId}/review`)
  await press(reviewer, 'Settle the question')
  await reviewer.getByText('Settled', { exact: true }).waitFor()
  const points = reviewer.getByRole('radiogroup')
  for (let at = 0; at < await points.count(); at++) {
    await points.nth(at).getByRole('radio', { name: 'Yes' }).click()
    await reviewer.getByText(new RegExp(`^${at + 1} of \\d+ points have an answer`)).waitFor()
  }
  await settled(reviewer)
  await stage.look(reviewer, '/cases/…/review: answered')
  await press(reviewer, 'Find the report final')
  await reviewer.getByText(/Found final on/).waitFor()
}

/** The follow-up looks again at what was met in part, under the same version. */
export async function followUp(stage: Stage, caseId: string, closing: RegExp): Promise<void> {
  const owner = await stage.go('owner', `/cases/${caseId}/assessment`)
  await actWithWords(owner, 'Ask for the next round', 'What was done since', 'Dust goes back to the furnace; the register shows each load.')
  const operator = await stage.go('operator', `/cases/${caseId}/assessment`)
  await operator.getByRole('radio', { name: 'At the desk' }).check()
  await operator.getByRole('textbox', { name: 'Reason' }).fill('The gap of the plan is verified as closed.')
  await press(operator, 'Open the round')
  await operator.getByText('Round 2').waitFor()
  await rate(stage, caseId, PARTIAL, { level: 'Fully meets', words: 'Every load of dust of six months is in the register and went back to the furnace.', evidence: closing })
}

