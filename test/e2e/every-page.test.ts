// Every page in every language: it says which language it is, shows no message without words, and needs no sideways scroll
// on a phone or a desk; what can be pressed is large enough or stands apart (WCAG 2.2: 3.1.1, 1.4.10, 2.5.8).
import type { Page } from 'playwright-core'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, inject } from 'vitest'
import { languages, overflowing, smallTargets, wordless } from './measure.ts'
import { enterAs, journey, open, settled } from './visit.ts'

const LANGUAGES = { en: 'English', es: 'Español', zh: '中文', fr: 'Français' } as const
const WIDTHS = [1280, 390] as const

async function faultsOf(page: Page, path: string, language: string): Promise<string[]> {
  const faults: string[] = []
  // Words are longest on a phone; whether the page fits a desk is told by English.
  const widths = language === 'en' ? WIDTHS : [390]
  for (const width of widths) {
    await page.setViewportSize({ width, height: 844 })
    if (width === widths[0]) {
      await open(page, path)
      if (await page.locator('html').getAttribute('lang') !== language) faults.push('the page names another language')
      faults.push(...await wordless(page))
    } else await settled(page)
    const wrong = [...await overflowing(page), ...language === 'en' ? await smallTargets(page) : []]
    faults.push(...wrong.map((one) => `at ${width} px: ${one}`))
  }
  return faults
}

/** Two visitors at once, half of the pages each: a page mostly waits for the server, and the server for the page. */
const inTwo = <T>(pages: readonly T[], look: (half: readonly T[]) => Promise<void>): Promise<unknown> => {
  const middle = Math.ceil(pages.length / 2)
  return Promise.all([look(pages.slice(0, middle)), look(pages.slice(middle))])
}

describe.each(Object.entries(LANGUAGES))('%s', (language, name) => {
  journey('every page speaks it, fits, and can be hit', { timeout: 300_000 }, async ({ visit }) => {
    const found: Record<string, string[]> = {}
    await inTwo(inject('pages'), async (pages) => {
      const page = await visit({ at: `/statuses?lang=${language}` })
      await page.context().addCookies([{ name: 'cupel-language', value: language, url: inject('served').url }])
      for (const { path, isOperators } of pages) {
        await page.context().setExtraHTTPHeaders(isOperators ? { authorization: `Bearer ${inject('served').token}` } : {})
        const faults = await faultsOf(page, path, language)
        if (faults.length > 0) found[path] = faults
      }
    })
    expect(found).toEqual({})
  })

  journey('so does every page of the cycle, for whoever works there', { timeout: 300_000 }, async ({ visit }) => {
    const { url } = inject('demo')
    const found: Record<string, string[]> = {}
    await inTwo(inject('demoPages'), async (pages) => {
      const page = await visit({ server: url, at: `/statuses?lang=${language}` })
      await page.context().addCookies([{ name: 'cupel-language', value: language, url }])
      let last = ''
      for (const { path, who } of pages) {
        if (who !== last) await enterAs(page, who)
        last = who
        const faults = await faultsOf(page, path, language)
        if (faults.length > 0) found[`${path} as ${who}`] = faults
      }
    })
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
    const notice = (JSON.parse(readFileSync(join(languages, language, 'shell.json'), 'utf8')) as Record<string, string>)['language.unreviewed']!
    expect(await page.getByText(notice).count()).toBe(items.find(({ tag }) => tag === language)!.reviewed ? 0 : 1)
  })
})
