// Every page passes axe's rules for WCAG 2.2 AA in English in both colour schemes, and pages of each template in the other
// languages. `npm run axe` (CUPEL_AXE=full) checks every page in every language, scheme and width.
import type { Page } from 'playwright-core'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, expect, inject } from 'vitest'
import { enterAs, journey, open } from './visit.ts'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const SCHEMES = ['light', 'dark'] as const
const OTHERS = ['es', 'fr', 'zh']
/** One page of each kind: door, list, map, detail, figures, chart, text. */
const TEMPLATES = new Set(['/', '/sites', '/map', '/sites/$siteId', '/statistics/coverage', '/emission-curve', '/standards/$standardId', '/lookup', '/about-the-data'])

const isFull = process.env['CUPEL_AXE'] === 'full'
const pages = inject('pages')
const asOperator = { authorization: `Bearer ${inject('served').token}` }

/** In the second scheme the page is the same but for its colours; the full matrix looks at everything again all the same. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block']

/** Put into each page once: the builder of `@axe-core/playwright` sends its half megabyte anew for every look. */
const axeSource = readFileSync(createRequire(import.meta.resolve('@axe-core/playwright')).resolve('axe-core/axe.min.js'), 'utf8')

type Axe = { run(root: Document, options: object): Promise<{ violations: { id: string; nodes: { target: string[]; html: string; failureSummary: string }[] }[] }> }

/** Violations as lines: rule, where, and what the element is. */
async function violations(page: Page, rules?: readonly string[]): Promise<string[]> {
  if (!await page.evaluate(() => 'axe' in window)) await page.evaluate(axeSource)
  const found = await page.evaluate(async (runOnly) =>
    (await (window as unknown as { axe: Axe }).axe.run(document, { runOnly, resultTypes: ['violations'] })).violations,
  rules === undefined ? { type: 'tag', values: TAGS } : { type: 'rule', values: [...rules] })
  return found.flatMap(({ id, nodes }) => nodes.map(({ target, html, failureSummary }) =>
    `${id} at ${target.join(' ')}: ${html.slice(0, 160)} ${failureSummary.split('\n')[1]?.trim() ?? ''}`))
}

/** Waits until every colour is that of the scheme: some go there by a transition. */
const coloured = (page: Page, scheme: string): Promise<void> => page.evaluate(async (wanted) => {
  const drawn = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  for (let i = 0; i < 50 && document.documentElement.dataset['mantineColorScheme'] !== wanted; i++) await drawn()
  await drawn()
  await Promise.all(document.getAnimations().filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime)).map(({ finished }) => finished.catch(() => {})))
  await drawn()
}, scheme)

async function checked(page: Page, path: string): Promise<Record<string, string[]>> {
  await open(page, path)
  const found: Record<string, string[]> = {}
  for (const scheme of SCHEMES) {
    await page.emulateMedia({ colorScheme: scheme })
    await coloured(page, scheme)
    const rules = scheme === 'light' || isFull ? undefined : COLOUR_RULES
    let lines = await violations(page, rules)
    if (lines.length > 0) {
      // What came late, or was painted while colours changed, is no fault of the page; what stays is.
      await page.waitForTimeout(500)
      await coloured(page, scheme)
      lines = await violations(page, rules)
    }
    if (lines.length > 0) found[`${path} ${scheme}`] = lines
  }
  await page.emulateMedia({ colorScheme: 'light' })
  return found
}

describe.each(isFull ? [1280, 390] : [1280])('at %d px', (width) => {
  describe.each(['en', ...OTHERS])('in %s', (language) => {
    const shown = language === 'en' || isFull ? pages : pages.filter(({ route }) => TEMPLATES.has(route))
    journey('no page breaks a rule of WCAG 2.2 AA', { timeout: 600_000 }, async ({ visit }) => {
      const page = await visit({ width, language, at: '/statuses' })
      const found: Record<string, string[]> = {}
      for (const { path, isOperators } of shown) {
        await page.context().setExtraHTTPHeaders(isOperators ? asOperator : {})
        Object.assign(found, await checked(page, path))
      }
      expect(found).toEqual({})
    })
  })
})

journey('no page of the cycle breaks a rule, for whoever works there', { timeout: 600_000 }, async ({ visit }) => {
  const page = await visit({ server: inject('demo').url, at: '/statuses' })
  const found: Record<string, string[]> = {}
  let last = ''
  for (const { path, who } of inject('demoPages')) {
    if (who !== last) await enterAs(page, who)
    last = who
    Object.assign(found, await checked(page, path))
  }
  expect(found).toEqual({})
})

journey('what opens over a page breaks no rule either', async ({ visit }) => {
  const page = await visit({ at: '/sites' })
  const found: Record<string, string[]> = {}
  const look = async (name: string) => { const lines = await violations(page); if (lines.length > 0) found[name] = lines }
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').waitFor()
  await look('palette')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Status' }).first().click()
  await page.getByRole('dialog', { name: 'Status' }).waitFor()
  await look('filter')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'As of today' }).click()
  await page.getByRole('dialog', { name: 'Look at another time' }).waitFor()
  await look('times')
  await page.keyboard.press('Escape')
  await page.setViewportSize({ width: 390, height: 800 })
  await page.getByRole('button', { name: 'Menu', exact: true }).click()
  await page.getByRole('dialog').waitFor()
  await look('menu')
  expect(found).toEqual({})
})
