// A buyer with five names from a spreadsheet: which sites are they, what is known of their marks, what is doubtful?
import { parse } from 'csv-parse/sync'
import { expect } from 'vitest'
import { downloaded, journey, settled } from './visit.ts'

const NAMES = ['Cerro Verde', 'Escondida (Chile)', 'Aurubis Pirdop, Bulgaria', 'Escondid', 'Halmoor Rolling Mill'] as const

journey('looks up five names, sees what is doubtful, takes the answer along', async ({ visit }) => {
  const page = await visit()
  await page.getByRole('main').getByRole('link', { name: 'a list of your own suppliers' }).first().click()
  await page.waitForURL(/\/lookup/)
  await settled(page)
  expect(await page.getByText('Nothing is stored.').isVisible()).toBe(true)
  await page.getByRole('textbox', { name: 'Names, one a line' }).fill(NAMES.join('\n'))
  await page.getByRole('button', { name: 'Look up 5 names' }).click()
  const answer = page.getByRole('region', { name: '5 names' }).getByRole('table')
  await answer.waitFor()
  await settled(page)
  expect(new URL(page.url()).search, 'no name goes into the address').toBe('')
  const row = (name: string) => answer.getByRole('row').filter({ has: page.getByRole('rowheader', { name: new RegExp(`^${name} ?[●◐○]?`) }) })
  expect(await row('Cerro Verde').innerText()).toMatch(/found[\s\S]*Peru[\s\S]*Last award found/)
  expect(await row('Cerro Verde').getByRole('button', { name: /source/i }).count()).toBeGreaterThan(0)
  expect(await row('Escondid ').innerText()).toMatch(/possible match/)
  expect(await row('Halmoor Rolling Mill').innerText()).toMatch(/not known here[\s\S]*says nothing of the site/)
  await page.getByRole('button', { name: /^.?\s*possible match \d/ }).click()
  expect(await answer.getByRole('rowheader', { name: 'Cerro Verde' }).count()).toBe(0)

  await page.getByRole('button', { name: 'Export' }).click()
  const { name, text } = await downloaded(page, () => page.getByRole('menuitem', { name: /^CSV/ }).click())
  expect(name).toMatch(/\.csv$/)
  const rows = parse(text, { bom: true, columns: true, skip_empty_lines: true }) as Record<string, string>[]
  expect(new Set(rows.map((one) => one['asked']))).toEqual(new Set(NAMES))
})
