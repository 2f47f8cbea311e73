// A crawler, an old phone, a reader with scripts off: every public page is sent whole, and every page says which one it is.
import type { Page } from 'playwright-core'
import { expect, inject } from 'vitest'
import { journey } from './visit.ts'

const shared = /<script type="application\/ld\+json">([\s\S]*?)<\/script>/g

async function faultsOf(page: Page, url: string): Promise<string[]> {
  const title = await page.title()
  const html = await page.content()
  const description = await page.locator('meta[name="description"]').getAttribute('content')
  const canonical = await page.locator('link[rel="canonical"]').getAttribute('href')
  const data = [...html.matchAll(shared)].map(([, text]) => JSON.parse(text!) as unknown)
  const summary = await page.locator('main').innerText()
  return [
    ...title.length > 5 && title !== 'Cupel' ? [] : [`title "${title}"`],
    ...(description ?? '').length > 20 ? [] : [`description "${description}"`],
    ...canonical?.split('?')[0] === url ? [] : [`canonical ${canonical}`],
    ...summary.length > 60 ? [] : [`summary "${summary}"`],
    ...await page.locator('h1').count() === 1 ? [] : ['not one h1'],
    ...data.every((one) => JSON.stringify(one).includes('"@context":"https://schema.org')) ? [] : ['data without a context'],
  ]
}

journey('every public page has title, description, canonical address, data and a summary to read', async ({ visit }) => {
  const { url } = inject('served')
  const page = await visit({ hasScript: false })
  const found: Record<string, unknown> = {}
  const titles = new Map<string, string>()
  for (const { path, isOperators, route } of inject('pages')) {
    if (isOperators || route === '/error-reports/$reportId') continue
    expect((await page.goto(path))!.status(), path).toBe(200)
    const title = await page.title()
    const faults = [...titles.has(title) ? [`same title as ${titles.get(title)}`] : [], ...await faultsOf(page, new URL(path, url).href)]
    if (faults.length > 0) found[path] = faults
    titles.set(title, path)
  }
  expect(found).toEqual({})
})

journey('every page of the cycle says by its title which one it is; those for everybody are sent whole', async ({ visit }) => {
  const { url } = inject('demo')
  const page = await visit({ server: url, hasScript: false })
  const found: Record<string, unknown> = {}
  const titles = new Map<string, string>()
  for (const { path, who } of inject('demoPages')) {
    expect((await page.goto(path))!.status(), path).toBe(200)
    const title = await page.title()
    const faults = [...titles.has(title) ? [`same title as ${titles.get(title)}`] : [], ...who === 'public' ? await faultsOf(page, new URL(path, url).href) : []]
    if (faults.length > 0) found[path] = faults
    titles.set(title, path)
  }
  expect(found).toEqual({})
})

journey('a site page carries its facts as schema.org data, and links that work without a script', async ({ visit }) => {
  const site = inject('pages').find(({ route }) => route === '/sites/$siteId')!
  const page = await visit({ at: site.path, hasScript: false })
  const data = JSON.parse(await page.locator('script[type="application/ld+json"]').first().textContent() ?? '') as object
  expect(JSON.stringify(data)).toContain(site.path)
  await page.getByRole('main').getByRole('link', { name: 'Every change to this record' }).click()
  expect(await page.getByRole('main').innerText()).toMatch(/what was known when/)
})
