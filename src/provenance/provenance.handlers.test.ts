// Answers about lots through the front door, on a real database: golden G3 to G3d by HTTP, who may ask, inquiries, and what an
// award suspended as of a past day changes.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import golden from '#test/fixtures/custody-golden.json' with { type: 'json' }
import { newLot, partyWith, record, siteNo } from '#test/custody.ts'
import { actor, addPerson, grant } from '#test/people.ts'
import { operator, testWorld, type World } from '#test/world.ts'
import { milestoneFact } from '#src/awards/milestone.ts'
import { putFact } from '#src/transparency/fact.ts'
import { handlers } from '#src/platform/handlers.ts'
import { sweep } from '#src/platform/sweep.ts'
import type { Actor } from '#src/access/actor.ts'
import type { LotAnswer } from './lot-answer.ts'

let world: World
const [A, B, C, D, PLANT, REFINERY] = [siteNo(1), siteNo(2), siteNo(3, 'PER'), siteNo(4), siteNo(5, 'DEU'), siteNo(6, 'DEU')]
let smelter: Actor
const at = (day: number): string => new Date(Date.UTC(2026, 1, day)).toISOString()
const measured = (gross: string, moisture: string, copper: string) => ({ measured: { gross, moisture, assay: { copper } } })
const mined = (event: string, site: string, lot: string, amounts: object) => ({ kind: 'extract', event, at: at(1), site, outputs: [{ lot, material: 'concentrate', metal: 'copper', ...amounts }] })
const shares = (answer: LotAnswer): Record<string, string> => Object.fromEntries(answer.origins.map(({ origin, share }) =>
  [origin.kind === 'site' ? ({ [A]: 'A', [B]: 'B', [C]: 'C', [D]: 'D' })[origin.siteId]! : origin.kind === 'scrap' ? origin.scrapClass === 'pre-consumer' ? 'P' : 'S' : origin.kind, share.state === 'exact' ? share.text : 'band']))
const award = (siteId: string, kind: 'award' | 'suspension', day: string) => putFact(milestoneFact, `${siteId}.${kind}`, {
  siteId, subjectAsFound: 'invented', register: 'mark', kind, mark: 'copper', date: { from: day, to: day, precision: 'day', printed: day }, asFound: kind, origin: 'decided', dataset: 'invented', citations: [{ text: 'invented for a test' }],
} as never)
const allRecorded = async (who: Actor, organisationId: string, lines: readonly unknown[]) => {
  const answers = await record(world, who, organisationId, lines)
  expect(answers.map(({ refusal }) => refusal).filter((one) => one !== undefined)).toEqual([])
}
const get = async (path: string, who?: { cookie: string }): Promise<Response> => world.fetch(`/api/v1${path}`, who === undefined ? {} : { headers: { cookie: who.cookie } })
const origins = (who: Actor, lotId: string, more: object = {}) => world.read(who, async (ctx) => await handlers.getLotOrigins(ctx, { lotId, ...more }) as LotAnswer)

beforeAll(async () => {
  world = await testWorld({ now: '2026-06-15T12:00:00.000Z' })
  smelter = await partyWith(world, 'org_smelter', [A, B, C, D, PLANT, REFINERY])
  const a = { A: ['A-1', '10000 t', '0.085', '0.2800'], B: ['B-1', '6000 t', '0.090', '0.2550'], C: ['C-1', '12000 t', '0.080', '0.3000'] } as const
  const recovery = { 'A-1': '0.975', 'B-1': '0.975', 'C-1': '0.960', S: '0.985' } as const
  await allRecorded(smelter, 'org_smelter', [
    ...([[A, a.A], [B, a.B], [C, a.C]] as const).map(([site, [lot, gross, moisture, grade]], i) => mined(`M-${i}`, site, lot, measured(gross, moisture, grade))),
    { kind: 'receive', event: 'R-1', at: at(2), site: PLANT, outputs: [{ lot: 'S', material: 'scrap', metal: 'copper', scrapClass: 'post-consumer', ...measured('500 t', '0', '0.96') }] },
    { kind: 'split', event: 'H-A', at: at(2), site: A, inputs: [{ lot: 'A-1' }], outputs: [newLot('A-x', '1281 t'), newLot('A-y', '1281 t')] },
    { kind: 'void', event: 'V-1', at: at(3), site: A, voids: 'H-A', reason: 'recorded by mistake, for this test' },
    { kind: 'transform', event: 'T-1', at: at(4), site: PLANT, inputs: ['A-1', 'B-1', 'C-1', 'S'].map((lot) => ({ lot, recovery: recovery[lot as 'S'] })), outputs: [newLot('anode', '7507.7625 t', { material: 'anode' })], losses: { copper: '238.5375 t' } },
    { kind: 'transform', event: 'T-2', at: at(5), site: REFINERY, inputs: [{ lot: 'anode' }], outputs: [newLot('bundle', '24.998375 t', { material: 'cathode' }), newLot('for-rod', '150 t', { material: 'cathode' }), newLot('other', '7321.502481 t', { material: 'cathode' })], losses: { copper: '11.261644 t' } },
    mined('M-4', D, 'EW', { contained: { copper: '30 t' }, material: 'cathode' }),
    { kind: 'receive', event: 'R-2', at: at(6), site: PLANT, outputs: [{ lot: 'P', material: 'scrap', metal: 'copper', scrapClass: 'pre-consumer', contained: { copper: '20 t' } }] },
    { kind: 'transform', event: 'T-3', at: at(7), site: PLANT, inputs: [{ lot: 'for-rod' }, { lot: 'EW' }, { lot: 'P' }], outputs: [newLot('rod', '199 t', { material: 'rod' })], losses: { copper: '1 t' } },
  ])
}, 60_000)
afterAll(() => world.close())

describe('golden numbers by HTTP', () => {
  let cookie = ''
  beforeAll(async () => {
    const person = await addPerson(world, 'Clerk Smelter', [grant('site-owner', 'organisation', 'org_smelter')])
    const signedIn = await world.fetch('/api/auth/sign-in/email', { method: 'POST', headers: { 'content-type': 'application/json', origin: 'http://localhost:8080' }, body: JSON.stringify({ email: person.email, password: 'a password for tests' }) })
    cookie = (signedIn.headers.getSetCookie() ?? []).map((one) => one.split(';')[0]).join('; ')
  })

  it('G3b: shares with recoveries by source, which sum to one', async () => {
    const answer = await (await get('/lots/org_smelter:bundle/origins', { cookie })).json() as LotAnswer
    expect(shares(answer)).toEqual(golden.G3b_recovery_by_source.shares)
    expect(answer.quanta).toBe(24_998_375)
    expect(answer.origins.reduce((sum, { quanta }) => sum + quanta!, 0)).toBe(24_998_375)
    expect(answer.unknown.share).toMatchObject({ state: 'exact', share: 0 })
    expect(answer.versions.engineVersion).not.toBe('')
  })

  it('G3c: what the bundle needed upstream, in contained and in dry tonnes', async () => {
    const { items } = await (await get('/lots/org_smelter:bundle/demand', { cookie })).json() as { items: { origin: { siteId?: string }; quanta: number; dryGrams: number | null }[] }
    const name = (siteId: string | undefined) => ({ [A]: 'A', [B]: 'B', [C]: 'C' })[siteId ?? ''] ?? 'S'
    for (const { origin, quanta, dryGrams } of items) {
      expect((quanta / 1e6).toFixed(6)).toBe(golden.G3c_upstream_demand.containedCuNeeded[name(origin.siteId) as 'A'])
      if (name(origin.siteId) !== 'S') expect((dryGrams! / 1e6).toFixed(6)).toBe(golden.G3c_upstream_demand.dmtNeeded[name(origin.siteId) as 'A'])
    }
    expect(items).toHaveLength(4)
  })

  it('G3d: the rod, with its recycled shares', async () => {
    const answer = await (await get('/lots/org_smelter:rod/origins', { cookie })).json() as LotAnswer
    expect(shares(answer)).toEqual(golden.G3d_rod.composition)
    expect([answer.recycled.postConsumer, answer.recycled.preConsumer].map((share) => share.state === 'exact' ? (100 * share.share).toFixed(4) : '')).toEqual([golden.G3d_rod.postConsumerPct, golden.G3d_rod.preConsumerPct])
  })

  it('has a range for each share, and every export', async () => {
    const answer = await (await get('/lots/org_smelter:bundle/origins', { cookie })).json() as LotAnswer
    for (const { share } of answer.origins) expect(share.state === 'exact' && share.low <= share.share && share.share <= share.high).toBe(true)
    expect(answer.narrowing).toMatchObject({ datum: 'measure-blend' })
    for (const [format, start] of [['json', '{'], ['xlsx', 'PK'], ['pdf', '%PDF']] as const) {
      const file = await get(`/lots/org_smelter:bundle/origins/export?format=${format}`, { cookie })
      expect(file.status).toBe(200)
      expect((await file.text()).startsWith(start)).toBe(true)
    }
  })

  it('traces up and down, lists paths, draws the flow, compares, recalls, balances', async () => {
    const json = async (path: string) => { const answer = await get(path, { cookie }); expect([path, answer.status]).toEqual([path, 200]); return await answer.json() as never }
    const up = await json('/lots/org_smelter:rod/ancestors') as { items: { event: string; share: { share: number } }[] }
    expect(up.items.find(({ event }) => event === 'T-1')!.share.share).toBeCloseTo(0.75, 9)
    const down = await json('/lots/org_smelter:A-1/descendants') as { items: { lotId: string }[]; isShipped: boolean }
    expect(down.items.map(({ lotId }) => lotId.split(':')[1])).toEqual(['anode', 'bundle', 'for-rod', 'other', 'rod'])
    const paths = await json('/lots/org_smelter:rod/paths?limit=2') as { items: { share: { share: number }; origin: { siteId: string } }[]; next: string }
    expect(paths.items.map(({ origin }) => origin.siteId)).toEqual([C, A])
    const more = await json(`/lots/org_smelter:rod/paths?limit=2&cursor=${paths.next}`) as { items: { share: { share: number } }[] }
    expect(more.items[0]!.share.share).toBeLessThanOrEqual(paths.items[1]!.share.share)
    const flow = await json('/lots/org_smelter:rod/flow') as { nodes: { id: string; kind: string }[]; links: { from: string; to: string; share: { share: number } }[] }
    const lot = flow.nodes.find(({ kind }) => kind === 'lot')!
    expect(flow.links.filter(({ to }) => to === lot.id).reduce((sum, { share }) => sum + share.share, 0)).toBeCloseTo(1, 9)
    expect(await json('/lot-comparisons?lotId=org_smelter:rod&otherLotId=org_smelter:bundle')).toMatchObject({ isComparable: true, differs: ['missing-parts'] })
    const recall = await json(`/lot-recalls?organisationId=org_smelter&siteId=${A}&minShare=0.3`) as { items: { lotId: string }[] }
    expect(recall.items.map(({ lotId }) => lotId.split(':')[1]).toSorted()).toEqual(['A-1', 'anode', 'bundle', 'for-rod', 'other'])
    const pages: string[][] = []
    for (let cursor = ''; pages.length === 0 || cursor !== '';) {
      const page = await json(`/lot-recalls?organisationId=org_smelter&siteId=${A}&minShare=0.3&limit=2${cursor}`) as { items: { lotId: string }[]; next: string | null }
      pages.push(page.items.map(({ lotId }) => lotId.split(':')[1]!))
      cursor = page.next === null ? '' : `&cursor=${page.next}`
    }
    expect(pages.filter((page) => page.length > 0)).toEqual([['A-1', 'anode'], ['bundle', 'for-rod'], ['other']])
    const balance = await json(`/site-balances/${PLANT}?organisationId=org_smelter&from=2026-02-01&to=2026-02-28`) as { metals: { substance: string; unexplained: number; received: number; closing: number }[] }
    expect(balance.metals).toMatchObject([{ substance: 'copper', unexplained: 0, received: 500_000_000 }])
  })
})

describe('who may ask', () => {
  it('a stranger sees nothing of a lot, nor whether there is one', async () => {
    const stranger = actor('stranger', grant('site-owner', 'organisation', 'org_other'))
    for (const lotId of ['org_smelter:bundle', 'org_smelter:none']) await expect(origins(stranger, lotId)).rejects.toMatchObject({ refusal: { code: 'lot-unseen' } })
    await expect(world.read(stranger, async (ctx) => handlers.recallLots(ctx, { organisationId: 'org_smelter', siteId: A, minShare: 0, substance: 'copper', limit: 10 }))).rejects.toMatchObject({ refusal: { code: 'book-unseen' } })
    await expect(world.read(stranger, async (ctx) => handlers.previewDisclosure(ctx, { lotId: 'org_smelter:bundle', partner: 'public' }))).rejects.toMatchObject({ refusal: { code: 'lot-unseen' } })
    expect((await get('/lots/org_smelter:bundle/origins')).status).toBe(401)
  })

  it('the operator sees totals, and a book only within an inquiry with a reason', async () => {
    const house = actor('operator-1', grant('operator'))
    await expect(origins(house, 'org_smelter:bundle')).rejects.toMatchObject({ refusal: { code: 'lot-unseen' } })
    const { items } = await world.read(house, async (ctx) => await handlers.listCustodyTotals(ctx, {}) as { items: { tonnes: number | null }[] })
    expect(items.length).toBeGreaterThan(0)
    expect(items.every(({ tonnes }) => tonnes === null)).toBe(true)
    // Two questions that differ by a day tell the same: a difference would be what one party moved on it.
    const totals = (to: string) => world.read(house, async (ctx) => await handlers.listCustodyTotals(ctx, { from: '2026-02-03', to }) as { items: unknown[]; from: string; to: string; isWhole: boolean })
    expect(await totals('2026-02-10')).toMatchObject({ from: '2026-02-01', to: '2026-02-28', isWhole: true })
    expect(await totals('2026-02-10')).toEqual(await totals('2026-02-11'))
    const cursorOf = (text: string) => Buffer.from(text).toString('base64url')
    for (const cursor of ['1 x', '2026-02-30T00:00:00.000Z x', '2026-01-01T00:00:00.000Z'].map(cursorOf)) await expect(world.read(house, async (ctx) => handlers.listInquiries(ctx, { limit: 10, cursor }))).rejects.toMatchObject({ refusal: { code: 'cursor-invalid' } })
    const inquiry = await world.transact(house, async (ctx) => await handlers.openInquiry(ctx, { organisationId: 'org_smelter', reason: 'A buyer reported a doubtful bundle.' }) as { inquiryId: string })
    expect((await origins(house, 'org_smelter:bundle')).origins).toHaveLength(4)
    await expect(world.transact(house, async (ctx) => handlers.openInquiry(ctx, { organisationId: 'org_smelter', reason: 'A second reason for looking.' }))).rejects.toMatchObject({ refusal: { code: 'inquiry-open' } })
    expect((await world.read(smelter, async (ctx) => await handlers.listInquiries(ctx, { limit: 10 }) as { items: unknown[] })).items).toHaveLength(1)
    await world.transact(house, async (ctx) => handlers.closeInquiry(ctx, { inquiryId: inquiry.inquiryId }))
    await expect(origins(house, 'org_smelter:bundle')).rejects.toMatchObject({ refusal: { code: 'lot-unseen' } })
    await expect(world.transact(house, async (ctx) => handlers.closeInquiry(ctx, { inquiryId: inquiry.inquiryId }))).rejects.toMatchObject({ refusal: { code: 'inquiry-closed' } })
  })

  it('choices are the party\'s own, and of a fitting level', async () => {
    const set = (input: object, who = smelter) => world.transact(who, async (ctx) => handlers.setDisclosure(ctx, { organisationId: 'org_smelter', partner: 'everyone', field: 'origin', level: 'country', isDropped: false, ...input } as never))
    await expect(set({ field: 'documents', level: 'country' })).rejects.toMatchObject({ refusal: { code: 'disclosure-level-unfit' } })
    await expect(set({ partner: 'org_smelter' })).rejects.toMatchObject({ refusal: { code: 'disclosure-to-oneself' } })
    await expect(set({ partner: 'org_nowhere' })).rejects.toMatchObject({ refusal: { code: 'partner-unseen' } })
    await expect(set({}, actor('stranger', grant('site-owner', 'organisation', 'org_other')))).rejects.toMatchObject({ refusal: { code: 'book-unseen' } })
    await set({ partner: 'public' })
    const preview = await world.read(smelter, async (ctx) => await handlers.previewDisclosure(ctx, { lotId: 'org_smelter:bundle', partner: 'public' }) as LotAnswer)
    expect(preview.origins.map(({ origin }) => origin.kind).toSorted()).toEqual(['country', 'country', 'scrap'])
    expect(preview.quanta).toEqual({ withheld: true, by: 'holder' })
  })
})

describe('an award that is suspended as of a past day', () => {
  it('changes what is said of metal mined since, tells the owners, and leaves what was said before to be read', async () => {
    await world.publish([award(A, 'award', '2025-01-01'), award(C, 'award', '2025-01-01')])
    world.setNow('2026-06-20T12:00:00.000Z')
    const before = await origins(smelter, 'org_smelter:bundle')
    expect(before.awarded.mine).toMatchObject({ state: 'exact', text: '0.75621332' })
    await world.transact(operator, async (ctx) => { ctx.publish([award(A, 'suspension', '2026-01-15')], { kind: 'award.changed', subject: A, isPublic: true, body: { on: '2026-01-15' } }) })
    const after = await origins(smelter, 'org_smelter:bundle')
    expect(after.awarded.mine).toMatchObject({ state: 'exact', text: '0.42349768' })
    expect((await origins(smelter, 'org_smelter:bundle', { asOf: '2026-01-10' })).awarded.mine).toMatchObject({ text: '0.75621332' })
    expect((await origins(smelter, 'org_smelter:bundle', { knownAt: '2026-06-20T11:00:00.000Z' })).awarded.mine).toMatchObject({ text: '0.75621332' })
    world.setNow('2026-06-20T12:05:00.000Z')
    const clerk = await addPerson(world, 'Owner Told', [grant('site-owner', 'organisation', 'org_smelter')])
    await sweep(world.house)
    const { items } = await world.read(smelter, async (ctx) => await handlers.listImpacts(ctx, { organisationId: 'org_smelter', lotId: 'org_smelter:bundle', limit: 20 }) as { items: { cause: string; effectiveOn: string; siteId: string; hasChanged: boolean; before: { awardedMine: { text: string } }; after: { awardedMine: { text: string } } }[] })
    expect(items[0]).toMatchObject({ cause: 'award-changed', siteId: A, effectiveOn: '2026-01-15', hasChanged: true, before: { awardedMine: { text: '0.75621332' } }, after: { awardedMine: { text: '0.42349768' } } })
    const inbox = await world.read(clerk, async (ctx) => await handlers.listNotices(ctx, { limit: 10 } as never) as { items: { kind: string }[] })
    expect(inbox.items.map(({ kind }) => kind)).toContain('provenance.changed')
  })
})
