// A person without a pointer: skip link, focus that follows, keys, an order that makes sense, focus never hidden
// (WCAG 2.2: 2.1.1, 2.4.1, 2.4.3, 2.4.11).
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { journey, open, settled } from './visit.ts'

const focused = (page: Page) => page.evaluate(() => {
  const element = document.activeElement
  return { tag: element?.tagName ?? '', id: element?.id ?? '', text: (element?.getAttribute('aria-label') ?? element?.textContent ?? '').trim() }
})

journey('skips to the content, and hears the heading of each page gone to', async ({ visit }) => {
  const page = await visit({ at: '/statuses' })
  await page.keyboard.press('Tab')
  expect(await focused(page)).toMatchObject({ tag: 'A', text: 'Skip to the content' })
  const skip = await page.getByRole('link', { name: 'Skip to the content' }).boundingBox()
  expect(skip!.y).toBeGreaterThanOrEqual(0)
  await page.keyboard.press('Enter')
  expect(await focused(page)).toMatchObject({ tag: 'MAIN', id: 'main' })
  for (const name of ['Partners', 'Registry']) {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name }).press('Enter')
    await expect.poll(async () => (await focused(page)).tag).toBe('H1')
    await settled(page)
    expect((await page.title()).length).toBeGreaterThan(8)
    expect(await focused(page)).toMatchObject({ tag: 'H1', text: await page.locator('h1').innerText() })
  }
  await page.goBack()
  await page.getByRole('heading', { level: 1, name: /Partners/ }).waitFor()
})

journey('works by keys: palette, search, help, rows; and can turn single keys off', async ({ visit }) => {
  const page = await visit({ at: '/sites' })
  const palette = page.getByRole('dialog', { name: 'Search and commands' })
  await page.keyboard.press('Control+k')
  await palette.waitFor()
  await page.keyboard.press('Escape')
  await palette.waitFor({ state: 'hidden' })
  await page.keyboard.press('/')
  await palette.waitFor()
  await expect.poll(async () => (await focused(page)).tag).toBe('INPUT')
  await page.keyboard.type('cerro verde')
  await palette.getByText('Cerro Verde', { exact: true }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: /Cerro Verde/ }).waitFor()
  await open(page, '/sites')
  await page.keyboard.press('j')
  await expect.poll(async () => (await focused(page)).tag).toBe('A')
  const first = await focused(page)
  await page.keyboard.press('j')
  await expect.poll(async () => (await focused(page)).text).not.toBe(first.text)
  await page.keyboard.press('k')
  await expect.poll(async () => (await focused(page)).text).toBe(first.text)
  await page.keyboard.press('?')
  const help = page.getByRole('dialog', { name: 'Keys' })
  await help.waitFor()
  await help.getByRole('switch', { name: 'Single keys' }).press('Space')
  await page.keyboard.press('Escape')
  await help.waitFor({ state: 'hidden' })
  await expect.poll(async () => (await focused(page)).text, { message: 'focus goes back to where it was' }).toBe(first.text)
  await page.keyboard.press('/')
  await page.keyboard.press('?')
  expect(await page.getByRole('dialog').count()).toBe(0)
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/sites\/[^?]+/)
})

journey('goes through a page in the order it is read, and is never hidden', async ({ visit }) => {
  const page = await visit({ at: '/sites' })
  const seen: { top: number; left: number; isHidden: boolean; text: string }[] = []
  for (let i = 0; i < 30; i++) {
    await page.keyboard.press('Tab')
    seen.push(await page.evaluate(async () => {
      await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
      const element = document.activeElement as HTMLElement
      const box = element.getBoundingClientRect()
      const at = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 20))
      return {
        top: Math.round(box.top + window.scrollY), left: Math.round(box.left), text: (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40),
        isHidden: at !== null && at !== element && !element.contains(at) && !at.contains(element),
      }
    }))
  }
  expect(seen.filter(({ isHidden }) => isHidden)).toEqual([])
  const backwards = seen.filter((stop, index) => index > 0 && stop.top < seen[index - 1]!.top - 60)
  expect(backwards, 'the focus jumps up the page').toEqual([])
})
