// What people of the metal do on the screens: weigh in, ship, accept, process; each as a form is filled by a clerk.
import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { press } from './cycle-stage.ts'
import { PARTIES, type CustodyHouse, type PartyName } from './custody-house.ts'
import { settled, type Visit } from './visit.ts'

const group = (page: Page, name: string): Locator => page.getByRole('group', { name, exact: true })
const fill = (within: Page | Locator, name: string, text: string): Promise<void> => within.getByRole('textbox', { name, exact: true }).fill(text)

type Form = { readonly kind: string; readonly event: string; readonly at: string }
/** Opens the form of an event and says what happened, when. */
async function form(house: CustodyHouse, visit: Visit, who: PartyName, { kind, event, at }: Form): Promise<Page> {
  const page = await house.go(visit, who, '/custody/record')
  await page.getByLabel('What happened').selectOption({ label: kind })
  await fill(page, 'Event number', event)
  await page.getByLabel('When (UTC)').fill(`${at}T08:30`)
  return page
}

export async function record(page: Page, event: string): Promise<void> {
  await press(page, 'Record')
  await page.getByRole('status').filter({ hasText: `Recorded: ${event}` }).waitFor()
}

type Weighed = { readonly event: string; readonly at: string; readonly lot: string; readonly gross: string; readonly moisture: string; readonly grade: string; readonly contains: string }
/** The weighbridge: wet weight, moisture, assay; what it contains is said while it is typed. */
export async function extract(house: CustodyHouse, visit: Visit, who: PartyName, weighed: Weighed): Promise<Page> {
  const page = await form(house, visit, who, { kind: 'Metal left the mine', ...weighed })
  const lot = group(page, 'New lots')
  await fill(lot, 'Lot number', weighed.lot)
  await fill(lot, 'Weight as weighed, wet', weighed.gross)
  await fill(lot, 'Moisture, %', weighed.moisture)
  await fill(lot, 'Grade, % of dry', weighed.grade)
  await lot.getByText(`Contains ${weighed.contains}`).waitFor()
  await fill(lot, 'Certificate of analysis', `CoA ${weighed.lot}`)
  await house.look(page, '/custody/record: weighbridge')
  await record(page, weighed.event)
  return page
}

type Shipped = { readonly event: string; readonly at: string; readonly lot: string; readonly take?: string; readonly shipment: string; readonly to: PartyName }
export async function ship(house: CustodyHouse, visit: Visit, who: PartyName, shipped: Shipped): Promise<Page> {
  const page = await form(house, visit, who, { kind: 'Shipped to somebody', ...shipped })
  await page.getByRole('combobox', { name: 'Lot', exact: true }).fill(shipped.lot)
  if (shipped.take !== undefined) await fill(group(page, 'Taken from'), 'How much', shipped.take)
  await fill(page, 'Shipment number', shipped.shipment)
  // The name alone: it is said at once that the receiver is here and will be asked.
  await page.getByRole('combobox', { name: 'To whom', exact: true }).fill(PARTIES[shipped.to].organisation)
  await page.getByText(`${PARTIES[shipped.to].organisation} takes part here and is asked to answer`).waitFor()
  await house.look(page, '/custody/record: shipping')
  await record(page, shipped.event)
  return page
}

type Processed = { readonly event: string; readonly at: string; readonly inputs: readonly string[]; readonly lot: string; readonly material: string; readonly contained: string; readonly loss: string }
/** Smelting, rod making: what it would do is looked at before it is recorded. */
export async function process(house: CustodyHouse, visit: Visit, who: PartyName, processed: Processed, previewed: readonly RegExp[]): Promise<Page> {
  const page = await form(house, visit, who, { kind: 'Processed', ...processed })
  const [from, to] = [group(page, 'Taken from'), group(page, 'New lots')]
  for (const [at, lot] of processed.inputs.entries()) {
    if (at > 0) await press(from, 'Another lot')
    await from.getByRole('combobox', { name: 'Lot', exact: true }).nth(at).fill(lot)
  }
  await fill(to, 'Lot number', processed.lot)
  await to.getByLabel('Material').selectOption({ label: processed.material })
  await fill(to, 'Contained metal, stated', processed.contained)
  await fill(page, 'Loss', processed.loss)
  await press(page, 'Show what this does')
  const preview = page.getByRole('status').filter({ hasText: 'Nothing is recorded yet.' })
  for (const words of previewed) await preview.getByText(words).waitFor()
  await house.look(page, '/custody/record: preview')
  await record(page, processed.event)
  return page
}

type Accepted = { readonly shipment: string; readonly from: PartyName; readonly shipped: string; readonly at: string; readonly own?: { readonly lot: string; readonly weight: string; readonly difference: RegExp } }
/** Found in the list of what waits, opened, and accepted with one's own weight or as shipped. @returns the page of the shipment */
export async function accept(house: CustodyHouse, visit: Visit, who: PartyName, accepted: Accepted): Promise<Page> {
  const page = await house.go(visit, who, '/shipments')
  const row = page.getByRole('row').filter({ hasText: accepted.shipment })
  expect(await row.innerText()).toContain(PARTIES[accepted.from].organisation)
  await row.getByRole('link').first().click()
  await page.getByRole('heading', { level: 1, name: `Shipment ${accepted.shipment}` }).waitFor()
  await settled(page)
  await house.look(page)
  await page.getByText(accepted.shipped).first().waitFor()
  await page.getByLabel('Arrived', { exact: false }).first().fill(`${accepted.at}T10:00`)
  if (accepted.own !== undefined) {
    await page.getByRole('textbox', { name: `Your weight of ${accepted.own.lot}` }).fill(accepted.own.weight)
    await page.getByText(accepted.own.difference).first().waitFor()
  }
  await press(page, accepted.own === undefined ? 'Accept as shipped' : 'Accept with your weights')
  await page.getByText('Accepted', { exact: true }).first().waitFor()
  await settled(page)
  await house.look(page, '/shipments/…: accepted')
  return page
}

/** What one figure of a lot says. */
export const figureOf = (page: Page, name: string): Promise<string> =>
  page.locator('dl > div').filter({ has: page.getByText(name, { exact: true }) }).locator('dd span').first().innerText()

/** The first party chooses on the screen that origin and shares are seen by everyone downstream; all then release the same. */
export async function release(house: CustodyHouse, visit: Visit): Promise<void> {
  const page = await house.go(visit, 'thornwick', '/lots/disclosure')
  await page.getByLabel('What is shown').last().selectOption({ label: 'Everything, by site' })
  await press(page, 'Set')
  await page.getByText('Your choice holds from now on.').waitFor()
  for (const who of ['thornwick', 'marrow', 'ashgrove', 'fenmoor'] as const) {
    for (const [partner, field] of [['everyone', 'origin'], ['everyone', 'shares'], ['everyone', 'handling'], ['everyone', 'footprint'], ['public', 'origin'], ['public', 'shares']]) {
      await house.askAs(who, 'PUT', '/disclosures', { organisationId: house.organisations[who], partner, field, level: 'site' })
    }
  }
}
