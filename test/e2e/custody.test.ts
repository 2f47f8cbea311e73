// From mine to market on the screens: two mines, a smelter, a rod mill and a cable works pass copper down the chain, each
// with a task of their own. A passport is issued and read on a phone, a mine's award is suspended as of a past day and the
// buyer sees what changed and why, a recall is run, a period is closed, and the same tonne is not claimed twice.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { accept, extract, figureOf, process, release, ship } from './custody-acts.ts'
import { comeIn, custodyHouse, populate, takeOver, type CustodyHouse } from './custody-house.ts'
import { press } from './cycle-stage.ts'
import { overflowing } from './measure.ts'
import { startServer, type Served } from './served.ts'
import { journey, open, settled, type Visit } from './visit.ts'

let server: Served
let house: CustodyHouse
beforeAll(async () => {
  server = await startServer()
  house = custodyHouse(server, await takeOver(server))
  await populate(house)
})
afterAll(async () => { await server.stop() })

let passport = ''
let account = ''
/** The lot that the buyer holds, from the list of their lots. */
async function openLot(visit: Visit): Promise<Page> {
  const page = await house.go(visit, 'kestrel', '/lots')
  await page.getByRole('rowheader').getByRole('link').first().click()
  await page.getByLabel('Shares of the metal by origin').waitFor()
  await settled(page)
  return page
}

describe('from mine to market', () => {
  journey('two mines weigh their concentrate in and ship it to the smelter', async ({ visit }) => {
    await comeIn(house, visit, 'thornwick')
    await extract(house, visit, 'thornwick', { event: 'EX-1', at: house.day(4), lot: 'TW-101', gross: '1250', moisture: '8', grade: '26', contains: '299 t copper' })
    await ship(house, visit, 'thornwick', { event: 'SHIP-1', at: house.day(6), lot: 'TW-101', shipment: 'TW-2601', to: 'ashgrove' })
    await extract(house, visit, 'marrow', { event: 'EX-1', at: house.day(5), lot: 'MP-7', gross: '500', moisture: '10', grade: '22', contains: '99 t copper' })
    await ship(house, visit, 'marrow', { event: 'SHIP-1', at: house.day(7), lot: 'MP-7', shipment: 'MP-88', to: 'ashgrove' })
  })

  journey('the smelter accepts with its own weight, looks before it smelts, and ships cathode', async ({ visit }) => {
    await accept(house, visit, 'ashgrove', { shipment: 'TW-2601', from: 'thornwick', shipped: '299 t Cu', at: house.day(20), own: { lot: 'TW-101', weight: '298.4', difference: /600.kg.Cu/ } })
    await accept(house, visit, 'ashgrove', { shipment: 'MP-88', from: 'marrow', shipped: '99 t Cu', at: house.day(21) })
    const stock = await house.go(visit, 'ashgrove', '/custody')
    const [first, second] = await stock.getByRole('rowheader').allInnerTexts()
    await process(house, visit, 'ashgrove', { event: 'SMELT-1', at: house.day(24), inputs: [first!, second!], lot: 'CATH-1', material: 'Cathode', contained: '393', loss: '4.4' },
      [/brings in CATH-1 with 393.t.copper/, /4\.4.t.copper are lost/])
    await ship(house, visit, 'ashgrove', { event: 'SHIP-1', at: house.day(28), lot: 'CATH-1', take: '100 t', shipment: 'AG-5', to: 'fenmoor' })
  })

  journey('the rod mill accepts, makes rod and ships it to the cable works, which accepts', async ({ visit }) => {
    await accept(house, visit, 'fenmoor', { shipment: 'AG-5', from: 'ashgrove', shipped: '100 t Cu', at: house.day(33) })
    const stock = await house.go(visit, 'fenmoor', '/custody')
    const [lot] = await stock.getByRole('rowheader').allInnerTexts()
    await process(house, visit, 'fenmoor', { event: 'ROD-1', at: house.day(36), inputs: [lot!], lot: 'ROD-1', material: 'Rod', contained: '99.5', loss: '0.5' }, [/500.kg.copper are lost/])
    await ship(house, visit, 'fenmoor', { event: 'SHIP-1', at: house.day(38), lot: 'ROD-1', take: '40 t', shipment: 'FR-12', to: 'kestrel' })
    await accept(house, visit, 'kestrel', { shipment: 'FR-12', from: 'fenmoor', shipped: '40 t Cu', at: house.day(42) })
  })
  journey('what is upstream stays withheld until each party releases it; then the buyer reads the page of the lot', async ({ visit }) => {
    const page = await openLot(visit)
    await page.getByText('Withheld by a party upstream').first().waitFor()
    expect(await page.getByRole('main').innerText()).not.toContain('Thornwick')
    await house.look(page, '/lots/…: withheld')
    await release(house, visit)
    await page.reload()
    await settled(page)
    const origins = page.getByLabel('Shares of the metal by origin')
    const mine = (name: string) => origins.getByRole('row').filter({ hasText: name })
    expect(await mine('Thornwick Mine').innerText()).toMatch(/75\.09%[\s\S]*at least 0\.00%, at most 100\.00%[\s\S]*first in, first out: 100\.00%[\s\S]*30\.035[\s\S]*copper mark/)
    expect(await mine('Marrow Pit').innerText()).toMatch(/24\.91%[\s\S]*9\.964771.t/)
    expect(await figureOf(page, 'From awarded mines')).toBe('100.00%')
    expect(await figureOf(page, 'Of unknown origin')).toBe('0.00%')
    await page.getByText('A measured blend of a party upstream would narrow the widest range').waitFor()
    await page.getByRole('img', { name: 'Flow from origins to this lot' }).waitFor()
    await page.getByText('No footprint is known for this lot yet.').waitFor()
    await house.look(page, '/lots/…: released')
  })

  journey('a passport is issued, and read on a phone without an account, with and without a script', async ({ visit }) => {
    const page = await openLot(visit)
    await page.getByRole('link', { name: 'Issue a passport' }).click()
    await page.getByRole('textbox', { name: 'Name of the product' }).fill('Cable 4x16')
    await page.getByRole('checkbox', { name: 'Our name' }).check()
    await page.getByRole('radio', { name: 'Site, where its owner allows' }).check()
    await press(page, 'Preview')
    await page.getByRole('heading', { name: 'What everybody will see' }).waitFor()
    await house.look(page, '/passports/new: preview')
    await press(page, 'Issue the passport')
    await page.getByRole('link', { name: 'Open the passport' }).click()
    await page.getByRole('heading', { level: 1, name: 'Cable 4x16' }).waitFor()
    await settled(page)
    passport = new URL(page.url()).pathname
    for (const hasScript of [true, false]) {
      const phone = await visit({ server: server.url, at: passport, width: 390, height: 844, isTouch: true, hasScript })
      const words = await phone.getByRole('main').innerText()
      expect(words).toContain('100')
      expect(words).toMatch(/Thornwick Mine[\s\S]*Marrow Pit/)
      expect(words).toContain('Kestrel Cable')
      expect(words).not.toContain('Fenmoor')
      if (hasScript) { await house.look(phone, '/passports/…: phone'); expect(await overflowing(phone)).toEqual([]) }
    }
  })

  journey('the smelter credits the awarded metal, claims, and is refused the same tonne twice', async ({ visit }) => {
    const page = await house.go(visit, 'ashgrove', '/balance', { expected: /409|422/ })
    await press(page, 'Open an account')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Rule').selectOption({ label: 'Three months, credits, four periods carried over' })
    await dialog.getByLabel('Begins on').fill(house.day(0))
    await house.look(page, '/balance: opening')
    await press(dialog, 'Open the account')
    await page.waitForURL(/\/balance\/acc_/)
    await settled(page)
    account = new URL(page.url()).pathname
    await house.look(page)
    await press(page, 'Revise the recovery')
    const revision = page.getByRole('dialog')
    await revision.getByRole('textbox', { name: 'Recovery', exact: true }).fill('97 %')
    await revision.getByRole('textbox', { name: 'Document that shows the recovery' }).fill('Audit of the tank house')
    await press(revision, 'Show what changes')
    await revision.getByText('The recovery is 100% and would be 97%.').waitFor()
    await revision.getByText('100\u00a0t of contained metal would credit 97\u00a0t instead of 100\u00a0t.').waitFor()
    expect(await revision.getByRole('row').filter({ hasText: 'TW-101' }).innerText()).toMatch(/298\.4.t\s+298\.4.t\s+289\.448.t/)
    await house.look(page, '/balance/…: recovery')
    // Another figure has not been looked at, so that it cannot be saved.
    await revision.getByRole('textbox', { name: 'Recovery', exact: true }).fill('0')
    expect(await revision.getByRole('button', { name: 'Save the recovery' }).count()).toBe(0)
    await press(revision, 'Show what changes')
    await revision.getByRole('alert').getByText('A recovery lies above 0.').waitFor()
    await page.keyboard.press('Escape')
    for (const lot of ['TW-101', 'MP-7']) {
      await page.getByRole('button', { name: new RegExp(`^Credit .*${lot}`) }).click()
      await page.getByRole('button', { name: new RegExp(`^Credit .*${lot}`) }).waitFor({ state: 'detached' })
    }
    await page.getByText('397.400 t').first().waitFor()
    const claim = page.getByRole('region', { name: 'What if I claim …' })
    const ask = async (quantity: string, document?: string) => {
      await claim.getByRole('textbox', { name: 'Quantity' }).fill(quantity)
      await claim.getByLabel('Day').fill(house.day(30))
      await press(claim, 'Show')
      if (document === undefined) return
      await claim.getByRole('textbox', { name: 'Document it is claimed in' }).fill(document)
      await press(claim, 'Claim it')
    }
    await ask('300 t', 'INV-2026-41')
    await claim.getByText('Claimed. 97.400\u00a0t are left.').waitFor()
    await house.look(page, '/balance/…: claimed')
    await ask('50 t', 'INV-2026-41')
    await claim.getByRole('alert').getByText(`The document INV-2026-41 was claimed already: 300.000 t on ${house.day(30)}. What was claimed once is not claimed again`).waitFor()
    await ask('100 t')
    await claim.getByRole('alert').getByText('You asked for 100.000 t and 97.400 t are left in this period (opening 0.000 t + credited 397.400 t - claimed 300.000 t;').waitFor()
    await house.look(page, '/balance/…: refused')
  })

  journey('the body suspends the award of a mine as of a past day, after the site was heard', async ({ visit }) => {
    const { items } = await house.ask('GET', '/awards?limit=100') as { items: { awardId: string; siteId: string }[] }
    const changes = `/awards/${items.find(({ siteId }) => siteId === house.sites.thornwick)!.awardId}/changes`
    await house.ask('POST', `${changes.replace('/changes', '')}/matters`, { proposal: 'suspend', reasonClass: 'serious-event', reason: 'The tailings dam gave way; it was reported months later.', asOf: house.day(2) })
    const site = await house.go(visit, 'thornwick', changes)
    await site.getByText(/^It is to hold from/).waitFor()
    await site.getByRole('textbox', { name: 'Answer of the site' }).fill('It is true. We told the neighbours first, and the scheme too late.')
    await press(site, 'Send the answer')
    await site.getByText(/^Answer of the site, /).waitFor()
    for (const who of ['member-a', 'member-b', 'member-c'] as const) {
      const page = await house.go(visit, who, changes)
      // The vote is sent as it is chosen, and shown as chosen when it is kept.
      await page.getByRole('radio', { name: 'For', exact: true }).click()
      await expect.poll(() => page.getByRole('radio', { name: 'For', exact: true }).isChecked()).toBe(true)
    }
    const { matters } = await house.ask('GET', `/award-files/${changes.split('/')[2]}`) as { matters: { matterId: string }[] }
    await house.ask('POST', `/award-matters/${matters[0]!.matterId}/decision`, { outcome: 'as-proposed', minutes: 'The body heard the site and suspends the award as of the day of the failure.' })
    await open(site, changes)
    expect(await site.getByRole('region', { name: 'History' }).innerText()).toMatch(/Suspended/i)
    await house.look(site, '/awards/…/changes: suspended')
  })

  journey('a recall finds the lots of the buyer with more than a share of the mine', async ({ visit }) => {
    const page = await house.go(visit, 'kestrel', '/lots/recall')
    await page.getByRole('combobox', { name: 'Site' }).fill('Thornwick Mine')
    await page.getByText('Choose one that is offered').waitFor({ state: 'detached' })
    await page.getByLabel('More than, in percent').fill('50')
    await press(page, 'Find lots')
    await page.getByRole('status').filter({ hasText: /^1 lot$/ }).waitFor()
    expect(await page.getByRole('row').filter({ hasText: 'ROD-1' }).innerText()).toMatch(/Rod\s+75\.09%[\s\S]*40.t.copper\s+40.t.copper/)
    // The same question of another metal is another question: this lot holds copper alone.
    await page.getByLabel('Metal', { exact: true }).selectOption({ label: 'nickel' })
    await press(page, 'Find lots')
    await page.getByRole('status').filter({ hasText: 'No lot found' }).waitFor()
    await page.getByLabel('Metal', { exact: true }).selectOption({ label: 'copper' })
    await page.getByLabel('More than, in percent').fill('80')
    await press(page, 'Find lots')
    await page.getByRole('status').filter({ hasText: 'No lot found' }).waitFor()
    await house.look(page, '/lots/recall: found')
  })

  journey('the smelter looks at the credit that is in doubt, and closes the period for ever', async ({ visit }) => {
    const page = await house.go(visit, 'ashgrove', account, { expected: /409/ })
    await page.getByRole('link', { name: 'Close the period' }).click()
    await page.getByRole('heading', { name: 'Credits in doubt' }).waitFor()
    await settled(page)
    const doubt = page.getByRole('row').filter({ hasText: house.sites.thornwick })
    expect(await doubt.innerText()).toMatch(/298\.400.t/)
    await page.getByText('It will be 97.400\u00a0t; the rule asks for at least 0.000\u00a0t.').waitFor()
    await house.look(page, '/balance/…/close: doubt')
    await page.getByRole('checkbox', { name: 'I have looked at the figures. The close is for ever.' }).check()
    await press(page, 'Close the period for ever')
    await page.getByText('Closed. The next period opens with 97.400\u00a0t.').waitFor()
    await open(page, account)
    const periods = page.getByLabel('Periods', { exact: true })
    expect(await periods.getByRole('row').filter({ hasText: 'closed' }).innerText()).toMatch(/397\.400.t[\s\S]*300\.000.t[\s\S]*97\.400.t/)
    // A claim of a day in the closed quarter finds the door shut.
    await page.getByRole('textbox', { name: 'Quantity' }).fill('1 t')
    await page.getByRole('region', { name: 'What if I claim …' }).getByLabel('Day').fill(house.day(30))
    await press(page, 'Show')
    await page.getByRole('alert').getByText(/is closed for good/).waitFor()
    await house.look(page, '/balance/…: closed')
    await press(page, 'Revise the recovery')
    const revision = page.getByRole('dialog')
    await revision.getByRole('textbox', { name: 'Recovery', exact: true }).fill('0.965')
    await revision.getByRole('textbox', { name: 'Document that shows the recovery' }).fill('Audit of the tank house')
    await press(revision, 'Show what changes')
    await press(revision, 'Save the recovery')
    await revision.waitFor({ state: 'detached' })
    expect(await page.getByRole('region', { name: 'Recovery of the plant' }).innerText()).toMatch(/96\.5%[\s\S]*Audit of the tank house/)
    // What was credited keeps the recovery it was credited with.
    await page.getByText('97.400\u00a0t').first().waitFor()
  })

  journey('the buyer is told, sees before and after, and that the passport is under review', { timeout: 120_000 }, async ({ visit }) => {
    // What a correction reaches is worked out by the sweep, once a minute.
    await expect.poll(async () => ((await house.askAs('kestrel', 'GET', `/provenance-impacts?organisationId=${house.organisations.kestrel}`))['items'] as unknown[]).length, { timeout: 80_000, interval: 1000 }).toBeGreaterThan(0)
    const inbox = await house.go(visit, 'kestrel', '/inbox')
    expect(await inbox.getByRole('main').innerText()).toMatch(/under review/i)
    const page = await openLot(visit)
    expect(await figureOf(page, 'From awarded mines')).toBe('24.91%')
    await page.getByText('1 correction changed what is said of this lot.').waitFor()
    await page.getByRole('link', { name: 'See before and after' }).click()
    await page.getByRole('heading', { level: 1, name: 'What changed' }).waitFor()
    await settled(page)
    await house.look(page)
    const words = await page.getByRole('main').innerText()
    expect(words).toContain(`An award stands otherwise: Thornwick Mine (as of `)
    expect(await page.getByRole('row').filter({ hasText: 'From awarded mines' }).innerText()).toMatch(/100\.00%\s+24\.91%/)
    expect(words).toContain(`Passport ${passport.split('/').at(-1)}`)
    const phone = await visit({ server: server.url, at: passport, width: 390, height: 844, isTouch: true })
    expect(await phone.getByRole('main').innerText()).toMatch(/Under review since/)
    const plain = await visit({ server: server.url, at: passport, width: 390, height: 844, hasScript: false })
    expect(await plain.getByRole('main').innerText()).toMatch(/Under review/)
  })

  journey('the smelter records a year of figures from a sheet, after it saw what they come to', async ({ visit }) => {
    const page = await house.go(visit, 'ashgrove', '/footprint')
    await press(page, 'Figures from a sheet')
    const year = `smelting,${house.day(0).slice(0, 4)}-01-01,${house.day(0).slice(0, 4)}-12-31`
    const sheet = (unit: string): { name: string; mimeType: string; buffer: Buffer } => ({
      name: 'figures.csv', mimeType: 'text/csv',
      buffer: Buffer.from(`row,site,stage,from,to,name,amount,unit,kind,measured\nline,Ashgrove Smelter,${year},stack,120.5,${unit},direct,yes\noutput,Ashgrove Smelter,${year},copper,393,,,\n`),
    })
    const choose = page.locator('input[type="file"]')
    await choose.setInputFiles(sheet('stones'))
    await page.getByText('0 sets can be recorded, 0 known already, 1 wrong.').waitFor()
    expect(await page.getByRole('button', { name: 'Record them all' }).isEnabled()).toBe(false)
    await house.look(page, '/footprint: wrong sheet')
    await choose.setInputFiles(sheet('t CO2e'))
    await page.getByText('1 set can be recorded, 0 known already, 0 wrong.').waitFor()
    expect(await page.getByRole('row').filter({ hasText: 'Ashgrove Smelter' }).innerText()).toMatch(/Smelting[\s\S]*120\.5[\s\S]*can be recorded/)
    await house.look(page, '/footprint: sheet')
    await press(page, 'Record them all')
    await page.getByRole('heading', { level: 3, name: /^Smelting/ }).waitFor()
    expect(house.broken, 'rules of WCAG 2.2 AA, by page').toEqual({})
  })
})
