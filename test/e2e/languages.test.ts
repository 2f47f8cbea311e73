// Every page in every language: it says which language it is, shows no message without words, and needs no sideways scroll
// on a phone or a desk.
import type { Page } from 'playwright-core'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, inject } from 'vitest'
import { journey, open, settled } from './visit.ts'

const LANGUAGES = { en: 'English', es: 'Español', zh: '中文', fr: 'Français' } as const
const folder = join(import.meta.dirname, '..', '..', 'languages', 'en')
/** A message that is missing shows its key; a value that is missing leaves its braces. */
const KEYS = readdirSync(folder).flatMap((name) => Object.keys(JSON.parse(readFileSync(join(folder, name), 'utf8')) as object)).filter((key) => key.includes('.'))

const wordless = (page: Page): Promise<string[]> => page.evaluate((keys) => {
  const known = new Set(keys)
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement?.closest('script, style, code, [lang="en"], dt') === null ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT)
  const texts: string[] = [document.title]
  while (walker.nextNode()) texts.push(walker.currentNode.textContent ?? '')
  for (const element of document.querySelectorAll('[aria-label], [placeholder], [title], [alt]')) {
    for (const name of ['aria-label', 'placeholder', 'title', 'alt']) texts.push(element.getAttribute(name) ?? '')
  }
  return texts.map((text) => text.trim()).filter((text) => text.split(/\s+/).some((word) => known.has(word.replace(/[,;:!?…]$/, ''))) || /\{\w+(, \w+)?/.test(text))
}, KEYS)

/** What reaches beyond the screen, itself not inside a part that scrolls. */
const overflowing = (page: Page): Promise<string[]> => page.evaluate(() => {
  const width = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth <= width) return []
  const isInside = (element: Element): boolean => {
    for (let parent = element.parentElement; parent !== null && parent !== document.body; parent = parent.parentElement) {
      if (getComputedStyle(parent).overflowX !== 'visible') return true
    }
    return false
  }
  return [...document.body.querySelectorAll('*')].filter((element) => element.getBoundingClientRect().right > width + 1 && !isInside(element))
    .slice(0, 3).map((element) => `${element.outerHTML.slice(0, 120)} ends at ${Math.round(element.getBoundingClientRect().right)} of ${width}`)
    .concat(`the page is ${document.documentElement.scrollWidth} wide`)
})

describe.each(Object.entries(LANGUAGES))('%s', (language, name) => {
  journey('every page speaks it, and fits 1280 and 390 px', { timeout: 300_000 }, async ({ visit }) => {
    const page = await visit({ at: `/statuses?lang=${language}` })
    await page.context().addCookies([{ name: 'cupel-language', value: language, url: inject('served').url }])
    const found: Record<string, string[]> = {}
    for (const { path, isOperators } of inject('pages')) {
      await page.context().setExtraHTTPHeaders(isOperators ? { authorization: `Bearer ${inject('served').token}` } : {})
      await page.setViewportSize({ width: 1280, height: 900 })
      await open(page, path)
      const faults = [
        ...await page.locator('html').getAttribute('lang') === language ? [] : ['the page names another language'],
        ...await wordless(page), ...(await overflowing(page)).map((one) => `1280: ${one}`),
      ]
      await page.setViewportSize({ width: 390, height: 844 })
      await settled(page)
      faults.push(...(await overflowing(page)).map((one) => `390: ${one}`))
      if (faults.length > 0) found[path] = faults
    }
    expect(found).toEqual({})
  })

  journey('is chosen by its own name, stays after a reload, and says whether it was reviewed', async ({ visit }) => {
    const page = await visit({ at: language === 'en' ? '/statuses?lang=fr' : '/statuses' })
    await page.locator('header').getByRole('button', { name: /English|Français/ }).click()
    await page.getByRole('menuitem', { name }).click()
    await expect.poll(() => page.locator('html').getAttribute('lang')).toBe(language)
    await page.goto('/statuses')
    await settled(page)
    expect(await page.locator('html').getAttribute('lang')).toBe(language)
    const { items } = await (await page.request.get('/languages')).json() as { items: { tag: string; reviewed: boolean }[] }
    const notice = (JSON.parse(readFileSync(join(folder, '..', language, 'shell.json'), 'utf8')) as Record<string, string>)['language.unreviewed']!
    expect(await page.getByText(notice).count()).toBe(items.find(({ tag }) => tag === language)!.reviewed ? 0 : 1)
  })
})
