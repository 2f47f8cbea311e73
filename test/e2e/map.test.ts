// The map and its table twin: the same filters, the same sites, by pointer and by keyboard.
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { journey, settled } from './visit.ts'

const drawn = (page: Page) => page.locator('[data-map-ready]').waitFor()

/** Sites on the map, and those without coordinates. */
async function counted(page: Page): Promise<{ placed: number; unplaced: number }> {
  const text = await page.getByRole('status').filter({ hasText: /on the map/ }).innerText()
  return { placed: Number(text.match(/^[\d,]+/)?.[0].replaceAll(',', '') ?? 0), unplaced: Number(text.match(/; ([\d,]+) more/)?.[1]?.replaceAll(',', '') ?? 0) }
}

journey('filters the map; the table shows the same sites under the same address', async ({ visit }) => {
  const page = await visit({ at: '/map' })
  await drawn(page)
  const all = await counted(page)
  expect(all.placed).toBeGreaterThan(50)
  await page.getByRole('search', { name: 'Filter sites' }).getByRole('button', { name: 'Country' }).click()
  const countries = page.getByRole('dialog', { name: 'Country' })
  await countries.getByRole('searchbox').fill('chil')
  await countries.getByRole('checkbox', { name: 'Chile' }).check()
  await page.keyboard.press('Escape')
  await page.waitForURL(/country=CHL/)
  await settled(page)
  const chile = await counted(page)
  expect(chile.placed).toBeGreaterThan(3)
  expect(chile.placed).toBeLessThan(all.placed)
  await page.getByRole('link', { name: 'Show as a table' }).click()
  await page.waitForURL(/\/sites\?.*country=CHL/)
  await settled(page)
  const listed = await page.getByRole('status').filter({ hasText: /as of/ }).innerText()
  expect(Number(listed.match(/^\d+/)![0])).toBe(chile.placed + chile.unplaced)
  await page.getByRole('button', { name: 'Remove the filter Country: Chile' }).click()
  await page.waitForURL((url) => !url.search.includes('country'))
  await page.getByRole('link', { name: 'Show on the map' }).click()
  await drawn(page)
  await settled(page)
  expect(await counted(page)).toEqual(all)
})

const zoomOf = (page: Page): number => Number(new URL(page.url()).searchParams.get('at')?.split(',')[2] ?? 0)

journey('opens a cluster where it is pressed', async ({ visit }) => {
  const page = await visit({ at: '/map?at=-24,-69.5,2.5' })
  await drawn(page)
  await settled(page)
  const box = (await page.locator('canvas').first().boundingBox())!
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  // The middle of a cluster lies where its sites do: it is looked for around the mines of the north of Chile.
  const around = [0, 1, 2, 3, 4, 5].flatMap((ring) => ring === 0 ? [[0, 0]] : [[0, ring], [ring, 0], [0, -ring], [-ring, 0], [ring, ring], [-ring, -ring]]) as [number, number][]
  for (const [right, down] of around) {
    await page.mouse.click(x + 14 * right, y + 14 * down)
    await page.waitForTimeout(400)
    if (zoomOf(page) > 2.5) break
  }
  expect(zoomOf(page)).toBeGreaterThan(2.5)
})

journey('is moved by keyboard, and opens a site from its point', async ({ visit }) => {
  const page = await visit({ at: '/map?country=CHL' })
  await drawn(page)
  const canvas = page.locator('canvas').first()
  expect(await canvas.evaluate((element) => (element as HTMLCanvasElement).width)).toBeGreaterThan(300)
  // Zooming and moving by keyboard, as the map's own control takes it.
  await canvas.focus()
  await page.keyboard.press('+')
  await page.waitForURL(/at=-?\d/)
  const before = page.url()
  await page.keyboard.press('ArrowDown')
  await page.waitForURL((url) => url.href !== before)
  // A link to one place: the point in the middle is the site.
  const { items } = await (await page.request.get('/api/v1/sites?q=Escondida&status=awarded&limit=1')).json() as { items: { name: string; position: { latitude: number; longitude: number } }[] }
  const { name, position } = items[0]!
  await page.goto(`/map?at=${position.latitude},${position.longitude},11`)
  await drawn(page)
  await settled(page)
  const box = (await canvas.boundingBox())!
  await expect.poll(async () => {
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
    return page.getByRole('link', { name, exact: true }).count()
  }, { timeout: 15_000, interval: 400 }).toBeGreaterThan(0)
  await page.getByRole('link', { name, exact: true }).click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
})
