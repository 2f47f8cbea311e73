import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { aSite, CHILE, factsOf, MERGED, siteNumber, smallRegistry, ZAMBIA } from '#test/registry-facts.ts'
import { withholdingFact } from '#src/grievances/published.ts'
import { siteFact } from '#src/parties/site.ts'
import { factSet, putFact, type FactSet } from '#src/transparency/fact.ts'
import { summaryOf } from './summary.ts'
import { wordsOf } from './summary-words.ts'

const LANGUAGES = ['en', 'es', 'zh', 'fr'] as const
const packOf = (tag: string, area: string): Record<string, string> =>
  JSON.parse(readFileSync(fileURLToPath(new URL(`../../languages/${tag}/${area}.json`, import.meta.url)), 'utf8')) as Record<string, string>
const wordsIn = (tag: string) => wordsOf(tag, {
  ...packOf(tag, 'documents'), ...packOf(tag, 'published'), ...packOf('en', 'shell'), ...packOf('en', 'registry'), ...packOf(tag, 'summary'),
})

const facts = factsOf(smallRegistry())
const visit = (address: string, known: FactSet = facts, language = 'en', newest = known) => {
  const url = new URL(address, 'https://registry.example.org')
  return summaryOf({
    pathname: url.pathname, search: url.searchParams, facts: async (knownAt) => knownAt === undefined ? newest : known,
    today: '2026-01-01', words: wordsIn(language), publicUrl: 'https://registry.example.org',
  })
}
const NOTICE = 'This is not the scheme’s own register.'
const PAGES = ['/', '/sites', '/map', '/statistics', '/emission-curve', '/partners', '/organisations', '/organisations/invented-copper',
  '/about-the-data', '/statuses', `/sites/${CHILE}`, `/sites/${CHILE}/history`, `/sites/${ZAMBIA}`]

describe('every public page', () => {
  test.each(PAGES)('%s has its title, description, canonical address, JSON-LD and the notice', async (path) => {
    const page = await visit(path)
    expect(page.status).toBe(200)
    expect(page.title.length).toBeGreaterThan(3)
    expect(page.description.length).toBeGreaterThan(20)
    expect(page.canonical).toBe(`https://registry.example.org${path}`)
    expect(page.html).toContain(NOTICE)
    expect(page.html.match(/<h1>/g)).toHaveLength(1)
    for (const one of page.jsonLd) expect(one).toMatchObject({ '@context': 'https://schema.org' })
    if (path !== '/statuses') expect(page.jsonLd.length).toBeGreaterThan(0)
  })

  test.each(PAGES.flatMap((path) => LANGUAGES.map((language) => [path, language] as const)))('%s is whole in %s', async (path, language) => {
    const { html, title, description } = await visit(path, facts, language)
    expect(`${title} ${description} ${html}`).not.toMatch(/summary\.[a-z]|\b(status|type|milestone|metal|nav|stage|alias|precision|register)\.[a-z]/)
  })

  test('languages have the same messages', () => {
    const keys = Object.keys(packOf('en', 'summary')).toSorted()
    for (const tag of LANGUAGES) expect(Object.keys(packOf(tag, 'summary')).toSorted()).toEqual(keys)
  })
})

describe('the page of a site', () => {
  test('says which award was found, with its source, and that no later one was', async () => {
    const { html, title, description, jsonLd } = await visit(`/sites/${CHILE}`)
    expect(title).toBe('Cerro Inventado · Cupel')
    expect(description).toContain('Norte, Chile')
    expect(html).toContain('Last award found: Copper, 10 March 2021 (<a href="https://example.org/source" rel="nofollow">Invented source, page 1</a>). No later source found.')
    expect(jsonLd[0]).toMatchObject({ '@type': 'Place', name: 'Cerro Inventado', alternateName: ['CERINV'], geo: { latitude: -23.5 }, address: { addressCountry: 'CL' } })
    expect(jsonLd[1]).toMatchObject({ '@type': 'BreadcrumbList' })
  })

  test('says "no award found in our sources", and nothing worse, of a site without one', async () => {
    const { html } = await visit(`/sites/${ZAMBIA}`)
    expect(html).toContain('Zinc: commitment or participation found, no award found in our sources.')
    expect(html).not.toMatch(/expired|suspended|conditional|not awarded/i)
  })

  test('gives what was true on a day, under an address that says so', async () => {
    const page = await visit(`/sites/${CHILE}?asOf=2020-12-31`)
    expect(page.html).toContain('As of 31 December 2020.')
    expect(page.html).toContain('no award found in our sources')
    expect(page.canonical).toBe(`https://registry.example.org/sites/${CHILE}?asOf=2020-12-31`)
  })

  test('sends a merged site to where it went, with the time asked about', async () => {
    expect(await visit(`/sites/${MERGED}?asOf=2024-01-01`)).toMatchObject({ status: 308, redirectTo: `/sites/${CHILE}?asOf=2024-01-01` })
    expect(await visit(`/sites/${CHILE.toLowerCase()}/history`)).toMatchObject({ status: 308, redirectTo: `/sites/${CHILE}/history` })
  })

  test('is absent for a number of no site, and gone for one removed by law', async () => {
    expect(await visit(`/sites/${siteNumber('AUS', 9)}`)).toMatchObject({ status: 404 })
    expect(await visit('/sites/nothing')).toMatchObject({ status: 404 })
    expect(await visit('/no-such-page')).toMatchObject({ status: 404 })
    expect(await visit('/constructor')).toMatchObject({ status: 404 })
    const notice = putFact(withholdingFact, `site.${ZAMBIA}`, { subject: ZAMBIA, about: { kind: 'site', factId: ZAMBIA }, reason: 'court order', withheldOn: '2025-01-01' })
    const removed = factSet(9, notice.op === 'put' ? [{ kind: notice.kind, id: notice.id, value: notice.value }] : [], [{ kind: 'site', id: ZAMBIA }])
    const gone = await visit(`/sites/${ZAMBIA}`, removed)
    expect(gone).toMatchObject({ status: 410 })
    expect(gone.html).toContain('court order')
  })

  test('escapes what a name holds', async () => {
    const hostile = factsOf([putFact(siteFact, CHILE, aSite({ name: '<img src=x onerror=alert(1)>', operator: '"><script>' }))])
    const { html } = await visit(`/sites/${CHILE}`, hostile)
    expect(html).not.toMatch(/<img|<script/)
    expect(html).toContain('&lt;img src=x')
  })
})

test('the list shows what its filters leave, and passes over a filter that says nothing', async () => {
  const { html } = await visit('/sites?country=PER')
  expect(html).toContain('1 site')
  expect(html).toContain('Ánimas')
  expect(html).not.toContain('Zebra')
  expect((await visit('/sites?country=Peru')).html).toContain('3 sites')
})
