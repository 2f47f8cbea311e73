// Light and dark, on screen and on paper.
import { expect } from 'vitest'
import { journey, open } from './visit.ts'

const groundOf = () => getComputedStyle(document.body).backgroundColor

journey('keeps the scheme that was chosen, from the first byte of the next page', async ({ visit }) => {
  const page = await visit({ at: '/statuses', scheme: 'light' })
  const light = await page.evaluate(groundOf)
  await page.locator('header').getByRole('button', { name: /^Colour scheme/ }).click()
  await page.getByRole('menuitem', { name: 'Dark' }).click()
  await expect.poll(() => page.evaluate(groundOf)).not.toBe(light)
  const dark = await page.evaluate(groundOf)
  const sent = await (await page.request.get('/sites')).text()
  expect(sent, 'the server prints the choice, so that nothing flashes').toMatch(/<html[^>]*data-mantine-color-scheme="dark"/)
  const grounds: string[] = []
  await page.exposeFunction('noteGround', (ground: string) => { grounds.push(ground) })
  await page.addInitScript(() => {
    const note = () => { if (document.body) void (window as unknown as { noteGround(text: string): void }).noteGround(getComputedStyle(document.body).backgroundColor) }
    document.addEventListener('DOMContentLoaded', note)
    requestAnimationFrame(note)
    setTimeout(note, 100)
  })
  await open(page, '/sites')
  await expect.poll(() => grounds.length).toBeGreaterThan(1)
  expect(new Set(grounds.filter((ground) => ground !== 'rgba(0, 0, 0, 0)'))).toEqual(new Set([dark]))
})

journey('follows the system where nothing was chosen, without a script as well', async ({ visit }) => {
  const seen = await Promise.all((['light', 'dark'] as const).flatMap((scheme) => [true, false].map(async (hasScript) =>
    (await visit({ at: '/statuses', scheme, hasScript })).evaluate(groundOf))))
  expect(seen[0]).toBe(seen[1])
  expect(seen[2]).toBe(seen[3])
  expect(seen[0]).not.toBe(seen[2])
})

journey('prints a record without the way around the site, with its day, address and sources', async ({ visit }) => {
  const page = await visit({ at: '/sites?q=Escondida&status=awarded', scheme: 'dark' })
  await page.getByRole('link', { name: /Escondida/ }).first().click()
  await page.getByRole('heading', { level: 1, name: /Escondida/ }).waitFor()
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  expect(await page.locator('header').first().isVisible()).toBe(false)
  expect(await page.locator('footer').isVisible()).toBe(false)
  for (const nav of await page.getByRole('navigation').all()) expect(await nav.isVisible()).toBe(false)
  for (const button of await page.getByRole('main').getByRole('button', { name: /print|report an error|history/i }).all()) expect(await button.isVisible()).toBe(false)
  // Colours fade from one medium to the other.
  await expect.poll(() => page.evaluate(groundOf), { timeout: 5000 }).toBe('rgb(255, 255, 255)')
  const paper = await page.getByRole('main').innerText()
  expect(paper).toMatch(/log position|position \d+/i)
  expect(paper).toMatch(/https?:\/\//)
  expect((await page.pdf({ format: 'A4' })).byteLength).toBeGreaterThan(20_000)
})
