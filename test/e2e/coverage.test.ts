// Someone of an NGO asks how much of the copper mined in 2023 came from awarded sites: which sites are counted, which lack an
// output, by what rule, and what was published.
import { parse } from 'csv-parse/sync'
import { expect } from 'vitest'
import { downloaded, journey, settled } from './visit.ts'

journey('finds the share of 2023, the sites behind it, the gaps, the rule and the published figure', async ({ visit }) => {
  const page = await visit()
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Statistics' }).click()
  await page.getByRole('heading', { level: 1, name: 'Statistics' }).waitFor()
  await page.getByRole('link', { name: 'all years, rows and method' }).click()
  await page.waitForURL(/\/statistics\/coverage/)
  await settled(page)
  const series = page.getByRole('region', { name: /Copper, mined, World/i })
  await series.getByRole('link', { name: '2023', exact: true }).click()
  await page.waitForURL(/year=2023/)
  const year = page.getByRole('region', { name: 'The year 2023' })
  await year.waitFor()
  await settled(page)
  expect(await year.innerText()).toMatch(/\d+(\.\d+)?\s?%.*to.*\d+(\.\d+)?\s?%/)
  expect(await year.innerText()).toContain('status of 31 December 2023')

  const counted = year.getByRole('region', { name: /^Counted outputs/ })
  const rows = await counted.getByRole('row').count()
  expect(rows).toBeGreaterThan(10)
  expect(await counted.getByRole('button', { name: /^sources?:|^\d+ sources:/i }).count()).toBeGreaterThan(10)
  expect(await year.getByRole('heading', { name: /^Awarded sites without output \(\d+\)/ }).isVisible()).toBe(true)
  const published = year.getByRole('region', { name: 'Published figures beside the computed' })
  expect(await published.getByRole('row').count()).toBeGreaterThan(1)
  expect(await published.innerText()).toMatch(/25\s?%/)

  const { name, text } = await downloaded(page, () => year.getByRole('link', { name: 'Export as CSV' }).click())
  expect(name).toMatch(/2023.*\.csv$/)
  expect((parse(text, { bom: true, relax_column_count: true, skip_empty_lines: true }) as string[][]).length).toBeGreaterThan(rows / 2)

  await year.getByRole('link', { name: 'Method' }).click()
  const rule = page.locator('#rules')
  expect(await rule.isVisible()).toBe(true)
  await rule.getByRole('link').first().click()
  await page.waitForURL(/\/statistics\/method/)
  await page.getByRole('heading', { level: 1, name: 'Method' }).waitFor()
})

journey('regenerates a figure by its address alone', async ({ visit }) => {
  const at = '/statistics/coverage?metal=copper&year=2022&asOf=2024-01-01'
  const [one, other] = [await visit({ at }), await visit({ at })]
  const value = async (page: typeof one) => page.getByRole('region', { name: 'The year 2022' }).innerText()
  expect(await value(one)).toBe(await value(other))
})
