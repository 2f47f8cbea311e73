// A journalist with one question: which award was found last at a site, who says so, and was it known then?
import { parse } from 'csv-parse/sync'
import { expect } from 'vitest'
import { downloaded, journey, settled } from './visit.ts'

journey('finds a site, reads the last award with its source, goes back in time, reads its history', async ({ visit }) => {
  const page = await visit()
  expect(await page.getByText('Compiled from public sources. Not the scheme’s own register.').isVisible()).toBe(true)
  await page.getByRole('searchbox', { name: 'Find a site, a company or a cathode brand' }).fill('escondida')
  await page.getByRole('button', { name: 'Search', exact: true }).click()
  await page.waitForURL(/\/sites\?q=escondida/)
  await page.getByRole('region', { name: 'Registry of sites' }).getByRole('link', { name: /Escondida/ }).first().click()
  await page.waitForURL(/\/sites\/[^/]+$/)
  await settled(page)
  const marks = page.getByRole('region', { name: 'Marks' })
  expect(await marks.innerText()).toMatch(/award found/i)
  await marks.getByRole('button', { name: /^sources?:|^\d+ sources:/i }).first().click()
  const source = page.getByRole('dialog', { name: /^sources?:|^\d+ sources:/i })
  await source.waitFor()
  expect(await source.getByRole('link').first().getAttribute('href')).toMatch(/^https?:\/\//)
  await page.keyboard.press('Escape')
  await source.waitFor({ state: 'detached' })

  await page.getByRole('button', { name: 'As of today' }).click()
  const times = page.getByRole('dialog', { name: 'Look at another time' })
  await times.getByLabel('True on').fill('2019-12-31')
  await times.getByRole('button', { name: 'Show', exact: true }).click()
  await page.waitForURL(/asOf=2019-12-31/)
  await settled(page)
  expect(await page.getByRole('status').filter({ hasText: 'You see what was true on 31 December 2019.' }).isVisible()).toBe(true)
  expect(await marks.innerText()).not.toMatch(/: Award found/)

  await page.getByRole('link', { name: /history/i }).first().click()
  await page.waitForURL(/\/history\?asOf=2019-12-31/)
  await settled(page)
  expect(await page.getByRole('listitem').filter({ hasText: /position \d+/ }).count()).toBeGreaterThan(5)
})

journey('exports exactly the sites that the list counts', async ({ visit }) => {
  const page = await visit({ at: '/sites?metal=copper&status=awarded' })
  const counted = await page.getByRole('status').filter({ hasText: /\d+ sites?, as of/ }).innerText()
  const count = Number(counted.match(/^[\d,]+/)![0].replaceAll(',', ''))
  expect(count).toBeGreaterThan(50)
  await page.getByRole('button', { name: 'Export' }).click()
  const { name, text } = await downloaded(page, () => page.getByRole('menuitem', { name: /^CSV/ }).click())
  expect(name).toMatch(/\.csv$/)
  const rows = parse(text, { bom: true, columns: true, skip_empty_lines: true, comment: '#' }) as Record<string, string>[]
  expect(rows).toHaveLength(count)
  expect(rows.every((row) => Object.values(row).some((value) => /https?:\/\//.test(value)))).toBe(true)
})
