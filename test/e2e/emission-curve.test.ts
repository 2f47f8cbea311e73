// An analyst reads the emission curve by keyboard alone, takes its table and its files.
import { parse } from 'csv-parse/sync'
import { expect } from 'vitest'
import { downloaded, journey } from './visit.ts'

const at = '/emission-curve'

journey('walks the bars by keyboard, and hears what the table says', async ({ visit }) => {
  const page = await visit({ at })
  const chart = page.getByRole('application', { name: /Copper mines by emission intensity/ })
  await chart.focus()
  const spoken = page.locator('[aria-live="polite"]').filter({ hasText: /^Bar \d+ of \d+/ })
  await page.keyboard.press('Home')
  await spoken.waitFor({ state: 'attached' })
  const first = await spoken.textContent()
  const bars = Number(first!.match(/^Bar 1 of (\d+)/)![1])
  expect(bars).toBeGreaterThanOrEqual(50)
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => spoken.textContent()).toMatch(/^Bar 2 of/)
  await page.keyboard.press('End')
  await expect.poll(() => spoken.textContent()).toMatch(new RegExp(`^Bar ${bars} of ${bars}`))

  const table = page.getByRole('region', { name: 'The bars as a table' })
  expect(await table.getByRole('row').count()).toBe(bars + 1)
  const cells = await table.getByRole('row').nth(bars).getByRole('cell').allInnerTexts()
  const said = await spoken.textContent()
  expect(said, 'intensity of the last bar').toContain(cells[1])

  const named = table.getByRole('rowheader').filter({ has: page.getByRole('link') })
  const name = await named.first().getByRole('link').innerText()
  const place = Number(await named.first().locator('xpath=preceding-sibling::td').innerText())
  await chart.focus()
  await page.keyboard.press('Home')
  for (let i = 1; i < place; i++) await page.keyboard.press('ArrowRight')
  await expect.poll(() => spoken.textContent()).toContain(name)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name }).waitFor()
})

journey('names no bar whose years differ, in picture, table and file alike', async ({ visit }) => {
  const page = await visit({ at })
  const table = page.getByRole('region', { name: 'The bars as a table' })
  const unnamed = await table.getByRole('row').filter({ hasText: 'modelled, years differ' }).count()
  await page.getByRole('button', { name: 'Export' }).click()
  const { text } = await downloaded(page, () => page.getByRole('menuitem', { name: 'Rows as CSV' }).click())
  const rows = parse(text, { bom: true, columns: true, skip_empty_lines: true }) as Record<string, string>[]
  const bars = rows.filter((row) => row['row'] === 'bar')
  expect(bars).toHaveLength(await table.getByRole('row').count() - 1)
  const nameless = bars.filter((row) => row['label'] === 'modelled, years differ')
  expect(nameless).toHaveLength(unnamed)
  expect(nameless.filter((row) => row['site'] !== '' || row['country'] !== '')).toEqual([])
  expect(bars.filter((row) => row['label'] !== 'modelled, years differ' && Math.abs(Number(row['emissions_year']) - Number(row['output_year'])) > 1)).toEqual([])
})

journey('takes the picture as SVG and PNG', async ({ visit }) => {
  const page = await visit({ at })
  await page.getByRole('button', { name: 'Export' }).click()
  const svg = await downloaded(page, () => page.getByRole('menuitem', { name: 'Picture as SVG' }).click())
  expect(svg.name).toMatch(/\.svg$/)
  expect(svg.text).toMatch(/^(<\?xml.*\?>\s*)?<svg/)
  expect(svg.text).toContain('awards as of')
  await page.getByRole('button', { name: 'Export' }).click()
  const png = await downloaded(page, () => page.getByRole('menuitem', { name: 'Picture as PNG' }).click())
  expect(png.name).toMatch(/\.png$/)
  expect(png.text.slice(1, 4)).toBe('PNG')
})
