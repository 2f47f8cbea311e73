// The pictures of the README, taken from the product as it is: CUPEL_SCREENSHOTS=1 writes docs/screenshots. Without it nothing
// is written, so that a test run changes no file.
import type { Page } from 'playwright-core'
import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { journey, settled } from './visit.ts'

const folder = join(import.meta.dirname, '..', '..', 'docs', 'screenshots')
const isWanted = process.env['CUPEL_SCREENSHOTS'] === '1'

async function take(page: Page, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  await page.evaluate(() => document.fonts.ready)
  const path = join(folder, `${name}.png`)
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' })
  expect(statSync(path).size, `${name}.png is small enough for a README`).toBeLessThan(300_000)
}

describe.runIf(isWanted)('the pictures of the README', () => {
  const wide = { width: 1280, height: 800 } as const

  journey('the door', async ({ visit }) => {
    await take(await visit({ ...wide, at: '/' }), 'home')
  })

  journey('the map', async ({ visit }) => {
    const page = await visit({ ...wide, at: '/map' })
    await page.locator('[data-map-ready]').waitFor()
    await settled(page)
    await page.waitForTimeout(1500) // the last tiles and names are placed by a worker, which tells nobody
    await take(page, 'map')
  })

  journey('a site', async ({ visit }) => {
    const page = await visit({ ...wide, at: '/sites?q=Cerro Verde' })
    await page.getByRole('link', { name: 'Cerro Verde', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Cerro Verde' }).waitFor()
    await settled(page)
    await take(page, 'site')
  })

  journey('the emission curve', async ({ visit }) => {
    const page = await visit({ ...wide, at: '/emission-curve' })
    await page.getByRole('application').waitFor()
    await settled(page)
    await take(page, 'emission-curve')
  })

  journey('a phone in the dark', async ({ visit }) => {
    const page = await visit({ width: 390, height: 844, scheme: 'dark', isTouch: true, at: '/sites?q=Cerro Verde' })
    await page.getByRole('link', { name: 'Cerro Verde', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Cerro Verde' }).waitFor()
    await settled(page)
    await page.evaluate(() => { window.scrollTo(0, 0); (document.activeElement as HTMLElement | null)?.blur() })
    await take(page, 'phone-dark')
  })
})
