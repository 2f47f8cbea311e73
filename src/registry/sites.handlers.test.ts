import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aMilestone, aSite, CHILE, MERGED, onDay, PERU, siteNumber, smallRegistry } from '#test/registry-facts.ts'
import { testWorld, type World } from '#test/world.ts'
import { readCsv } from '#src/exchange/csv/read-csv.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { milestoneFact } from '#src/awards/milestone.ts'
import { siteFact } from '#src/parties/site.ts'
import { putFact, retractFact } from '#src/transparency/fact.ts'

let world: World
type Body = Record<string, unknown> & { code?: string; items?: Record<string, unknown>[]; total?: number; next?: string | null }
const get = async (path: string) => await (await world.fetch(`/api/v1${path}`)).json() as Body

describe('a registry that changes', () => {
  beforeAll(async () => {
    world = await testWorld({ now: '2025-01-01T08:00:00.000Z' })
    await world.publish(smallRegistry())
    world.setNow('2025-06-01T08:00:00.000Z')
    await world.publish([
      putFact(siteFact, CHILE, aSite({ name: 'Cerro Renombrado', types: ['mine'] })),
      putFact(milestoneFact, 'm6', aMilestone('re-award', onDay('2024-03-10'), { siteId: CHILE })),
      retractFact(milestoneFact, 'm3', 'the source was withdrawn'),
    ])
    world.setNow('2026-01-01T08:00:00.000Z')
  })
  afterAll(async () => {
    expect(world.faults).toEqual([])
    await world.close()
  })

  test('answers by two times: what was true on a day, what had been recorded by an instant', async () => {
    expect(await get(`/sites/${CHILE}`)).toMatchObject({ name: 'Cerro Renombrado', standing: { marks: [{ lastAward: { milestoneId: 'm6' } }] } })
    expect(await get(`/sites/${CHILE}?knownAt=2025-05-31`)).toMatchObject({ name: 'Cerro Inventado', standing: { marks: [{ lastAward: { milestoneId: 'm1' } }] } })
    expect(await get(`/sites/${CHILE}?asOf=2020-12-31`)).toMatchObject({ standing: { status: 'committed' } })
    expect((await get('/sites?status=awarded')).items?.map(({ siteId }) => siteId)).toEqual([CHILE])
    expect((await get('/sites?status=awarded&knownAt=2025-05-31')).items?.map(({ siteId }) => siteId)).toEqual([PERU, CHILE])
    expect((await get('/sites?knownAt=2024-12-31')).items).toEqual([])
  })

  test('tells every change with its position, newest first, page by page', async () => {
    const whole = await get(`/sites/${CHILE}/history`)
    expect(whole.items?.slice(0, 2)).toMatchObject([
      { factId: 'm6', change: 'recorded', at: '2025-06-01T08:00:00.000Z' },
      { factId: CHILE, change: 'changed', fields: [{ field: 'activity' }, { field: 'aliases' }, { field: 'name', before: 'Cerro Inventado', after: 'Cerro Renombrado' },
        { field: 'operator' }, { field: 'organisationId' }, { field: 'place' }, { field: 'position' }, { field: 'types' }] },
    ])
    const seen = []
    let next: string | null = null
    do {
      const page: Body = await get(`/sites/${CHILE}/history?limit=2${next === null ? '' : `&cursor=${next}`}`)
      seen.push(...page.items ?? [])
      next = page.next ?? null
    } while (next !== null)
    expect(seen).toEqual(whole.items)
    expect((await get(`/sites/${PERU}/history`)).items?.map(({ factId, change }) => [factId, change])).toEqual([['m3', 'retracted'], ['m3', 'recorded'], [PERU, 'recorded']])
  })

  test('pages the list without a gap, whatever the order', async () => {
    for (const sort of ['name', '-name', 'country', '-country', 'lastAward', '-lastAward']) {
      const all = (await get(`/sites?sort=${sort}`)).items
      const seen = []
      let next: string | null = null
      do {
        const page: Body = await get(`/sites?sort=${sort}&limit=1${next === null ? '' : `&cursor=${next}`}`)
        expect(page.total).toBe(3)
        seen.push(...page.items ?? [])
        next = page.next ?? null
      } while (next !== null)
      expect(seen).toEqual(all)
    }
  })

  test.each([
    ['/sites?cursor=nonsense!', 'cursor-invalid'], ['/sites?metal=iron', 'input-invalid'], ['/sites?bbox=1,2', 'input-invalid'], ['/sites?limit=0', 'input-invalid'],
    [`/sites/${siteNumber('AUS', 9)}`, 'site-unknown'], ['/sites/CHL-AAAAAAA', 'input-invalid'], [`/sites/${siteNumber('AUS', 9)}/history`, 'site-unknown'],
    [`/sites/${siteNumber('AUS', 9)}/feed`, 'site-unknown'], ['/sites/export?columns=colour', 'export-column-unknown'], ['/sites/export?format=pdf', 'input-invalid'],
    [`/sites/${CHILE}/badge`, 'badge-needs-decided-award'], ['/organisations/none', 'organisation-unknown'],
  ])('refuses %s by name', async (path, code) => { expect((await get(path)).code).toBe(code) })

  test('answers where a merged site went, and its feed is that of the site', async () => {
    expect(await get(`/sites/${MERGED}`)).toEqual({ outcome: 'merged', siteId: MERGED, redirectTo: CHILE })
    expect((await world.fetch(`/sites/${MERGED}`)).headers.get('location')).toBe(`/sites/${CHILE}`)
    const feed = await world.fetch(`/api/v1/sites/${MERGED}/feed`)
    expect(feed.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8')
    const xml = await feed.text()
    expect(xml).toContain('Cerro Renombrado: 2 changes')
    expect(xml).toContain('<updated>2025-06-01T08:00:00.000Z</updated>')
    expect(await (await world.fetch('/api/v1/feed')).text()).toContain(`http://localhost:8080/sites/${CHILE}`)
  })

  test('exports what the list shows', async () => {
    const csv = await world.fetch('/api/v1/sites/export?format=csv&country=CHL,PER&columns=siteId,name,licences')
    expect(csv.headers.get('content-disposition')).toBe('attachment; filename="sites-2026-01-01.csv"')
    const records = orRefuse(readCsv(await csv.text(), 100))
    expect(records.map(({ cells }) => cells)).toEqual([['siteId', 'name', 'licences'], [PERU, 'Ánimas', 'CC BY 4.0'], [CHILE, 'Cerro Renombrado', 'CC BY 4.0']])
  })

  test('lists events, partners, organisations and datasets', async () => {
    expect((await get('/milestones?limit=2')).items?.map(({ milestoneId }) => milestoneId)).toEqual(['m6', 'm4'])
    expect((await get('/milestones?asOf=2021-12-31')).items?.map(({ milestoneId }) => milestoneId)).toEqual(['m4', 'm1', 'm2'])
    expect(await get('/partners')).toMatchObject({ total: 1, items: [{ partnerId: 'invented-cables' }] })
    expect(await get('/organisations?q=copper')).toMatchObject({ total: 1, items: [{ organisationId: 'invented-copper', siteCount: 0 }] })
    expect(await get('/organisations/invented-copper')).toMatchObject({ name: 'Invented Copper', sites: [], partner: null })
    expect(await get('/datasets')).toMatchObject({ items: [{ datasetId: 'invented', licence: 'CC BY 4.0' }] })
  })

  test('sends each page whole: title, JSON-LD and summary', async () => {
    const html = await (await world.fetch(`/sites/${CHILE}`)).text()
    expect(html).toContain('<title>Cerro Renombrado · Cupel</title>')
    expect(html).toContain('"@type":"Place"')
    expect(html).toContain('not the scheme’s own register')
    expect(await (await world.fetch('/sitemap.xml')).text()).toContain(`<loc>http://localhost:8080/sites/${CHILE}</loc>`)
  })
})

describe('the starter registry', () => {
  beforeAll(async () => { world = await testWorld({ loadsShipped: true }) })
  afterAll(async () => {
    expect(world.faults).toEqual([])
    await world.close()
  })

  test('answers which sites had an award found by the end of 2023', async () => {
    const { items, total } = await get('/sites?metal=copper&status=awarded&asOf=2023-12-31')
    expect(total).toBeGreaterThan(40)
    expect(items?.map(({ name }) => name)).toEqual(expect.arrayContaining([expect.stringContaining('Escondida')]))
    for (const item of items ?? []) {
      expect(item).toMatchObject({ origin: 'compiled', standing: { basis: 'compiled', status: 'awarded' } })
    }
  })

  test('gives every site a page and a record, every award its source, and none a negative status', async () => {
    const { items } = await get('/sites?limit=1000')
    for (const { siteId, standing } of items as { siteId: string; standing: { status: string; marks: { lastAward: { source: { text: string } } | null }[] } }[]) {
      expect(['awarded', 'award-possible', 'committed', 'no-award-found']).toContain(standing.status)
      for (const { lastAward } of standing.marks) if (lastAward !== null) expect(lastAward.source.text).not.toBe('')
      expect((await world.fetch(`/sites/${siteId}`)).status).toBe(200)
      expect(await get(`/sites/${siteId}`)).toMatchObject({ outcome: 'site', siteId })
    }
  })

  test('counts the same in list, map and export', async () => {
    for (const query of ['', 'status=awarded', 'country=CHL', 'type=smelter,refinery&mark=copper']) {
      const { total } = await get(`/sites?${query}`)
      expect(await get(`/sites/points?${query}`)).toMatchObject({ total })
      expect(await get(`/sites/export?format=json&${query}`)).toMatchObject({ total })
    }
  })
})
