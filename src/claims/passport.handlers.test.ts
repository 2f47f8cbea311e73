import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { actorWith, publicActor, type Actor } from '#src/access/actor.ts'
import { Refused } from '#src/kernel/refusal.ts'
import { passportDocumentHandlers } from '#src/documents/passport-document.handlers.ts'
import { textOf } from '#src/exchange/document/document.ts'
import { fontShelf } from '#src/platform/fonts.ts'
import { testWorld, type World } from '#test/world.ts'
import { passportHandlers } from './passport.handlers.ts'
import { PassportContent, PassportId, passportIdFrom, PassportRelease } from './passport.ts'

const exact = (share: number) => ({ low: share, high: share, isBanded: false, physical: null })
const content = (change: Partial<PassportContent> = {}): PassportContent => PassportContent.parse({
  product: 'Reel 7', description: null, material: 'cable', metal: 'copper', model: 'mass-balance', isSimulated: true, asOf: '2026-06-15',
  holder: { withheld: true, by: 'holder' }, mass: { withheld: true, by: 'holder' }, madeAt: { withheld: true, by: 'holder' }, identifiers: { marks: [{ name: 'drum', value: 'D-7' }] },
  origins: { parts: [{ kind: 'country', place: 'CHL', name: null, share: exact(0.75) }, { kind: 'withheld', place: null, name: null, share: { low: 0.2, high: 0.4, isBanded: true, physical: null } }] },
  awardedShare: { mines: exact(0.75), wholeChain: exact(0.5) }, recycled: { preConsumer: exact(0), postConsumer: exact(0.1) },
  footprint: { kgPerTonne: 4946.737, isAtLeast: false, method: 'mass', primaryShare: 0.83 }, unknownShare: exact(0), versions: { logPosition: 7, factorVersion: 'f1', engineVersion: '1' }, ...change,
})
let says = content()
const handlers = passportHandlers(async () => says)
const documents = passportDocumentHandlers(fontShelf)
const member = (userId: string, organisationId: string): Actor => actorWith({ userId, via: 'session', grants: [{ role: 'partner', scope: { kind: 'organisation', id: organisationId } }] })
const [anna, ben] = [member('anna', 'org_cable'), member('ben', 'org_other')]
const product = { product: 'Reel 7', description: null, release: PassportRelease.parse({}) }

let world: World
beforeAll(async () => { world = await testWorld() })
afterAll(async () => {
  const { findings } = await world.fsck()
  await world.close()
  expect(findings).toEqual([])
}, 60_000)
const run = <T>(actor: Actor, work: Parameters<World['transact']>[1]): Promise<T> => world.transact(actor, work) as Promise<T>
const codeOf = async (promise: Promise<unknown>): Promise<string> => promise.then(() => 'accepted', (error: unknown) => error instanceof Refused ? error.refusal.code : String(error))
const issue = async (): Promise<string> => (await run<{ passportId: string }>(anna, (ctx) => handlers.issuePassport(ctx, { lotId: 'org_cable:R-7', ...product }))).passportId
const read = (passportId: string) => run<Awaited<ReturnType<typeof handlers.getPassport>> & { state: string }>(publicActor, (ctx) => handlers.getPassport(ctx, { passportId }))

describe('a passport', () => {
  it('is read by anybody with its number, and its number catches a wrong character', async () => {
    const passportId = await issue()
    expect(PassportId.safeParse(passportId).success).toBe(true)
    expect(PassportId.safeParse(passportId.replace(/.$/, (last) => last === 'A' ? 'B' : 'A')).success).toBe(false)
    expect(await read(passportId)).toMatchObject({ passportId, state: 'valid', changed: [], current: { version: 1, content: { product: 'Reel 7' } } })
    expect(await codeOf(read(passportIdFrom('0000000000')))).toBe('passport-absent')
  })

  it('is issued by the holder of the lot alone; for others the lot is absent', async () => {
    expect(await codeOf(run(ben, (ctx) => handlers.issuePassport(ctx, { lotId: 'org_cable:R-7', ...product })))).toBe('lot-absent')
    const passportId = await issue()
    expect(await codeOf(run(ben, (ctx) => handlers.withdrawPassport(ctx, { passportId, reason: 'mine now' })))).toBe('passport-absent')
    expect((await run<{ items: unknown[] }>(ben, (ctx) => handlers.listPassports(ctx, { limit: 10 }))).items).toEqual([])
  })

  it('is found by its number among one\'s own, however many there are, and by nobody else', async () => {
    const [first, second] = [await issue(), await issue()]
    const list = (who: Actor, passportId: string) => run<{ items: { passportId: string }[]; next: string | null }>(who, (ctx) => handlers.listPassports(ctx, { passportId, limit: 1 }))
    expect(await list(anna, first)).toMatchObject({ items: [{ passportId: first, release: { holder: false }, isSimulated: true }], next: null })
    expect(await list(anna, second)).toMatchObject({ items: [{ passportId: second }], next: null })
    expect(await list(ben, first)).toEqual({ items: [], next: null })
    expect((await list(anna, passportIdFrom('0000000000'))).items).toEqual([])
  })

  it('is listed page by page, and a cursor of elsewhere is refused', async () => {
    await issue()
    const list = (cursor?: string) => run<{ items: { passportId: string }[]; next: string | null }>(anna, (ctx) => handlers.listPassports(ctx, { limit: 1, ...(cursor === undefined ? {} : { cursor }) }))
    const first = await list()
    expect((await list(first.next!)).items[0]!.passportId).not.toBe(first.items[0]!.passportId)
    for (const cursor of ['2026-01-01T00:00:00.000Z', '2026-01-01Tzz\nPSP-1', 'x\ny']) expect(await codeOf(list(Buffer.from(cursor).toString('base64url'))), cursor).toBe('cursor-invalid')
  })

  it('keeps every version: a new one says what changed and changes no old one', async () => {
    const passportId = await issue()
    says = content({ awardedShare: { mines: exact(0.25), wholeChain: null } })
    const renewed = await run(anna, (ctx) => handlers.renewPassport(ctx, { passportId, ...product, because: 'an award was suspended as of January' }))
    expect(renewed).toMatchObject({ version: 2, changed: ['awardedShare'] })
    expect(await read(passportId)).toMatchObject({ changed: ['awardedShare'], versions: [{ version: 1 }, { version: 2 }] })
    const first = await run<{ content: PassportContent }>(publicActor, (ctx) => handlers.getPassportVersion(ctx, { passportId, version: 1 }))
    expect(first.content.awardedShare).toEqual({ mines: exact(0.75), wholeChain: exact(0.5) })
    expect(await codeOf(run(anna, (ctx) => handlers.renewPassport(ctx, { passportId, ...product, because: 'again' })))).toBe('passport-unchanged')
    expect(await codeOf(run(publicActor, (ctx) => handlers.getPassportVersion(ctx, { passportId, version: 3 })))).toBe('passport-version-absent')
    says = content()
  })

  it('is frozen in the database too', async () => {
    const passportId = await issue()
    await expect(world.house.database.pool.query('update passport_version set content = \'{}\' where passport_id = $1', [passportId])).rejects.toThrow('never changed')
    await expect(world.house.database.pool.query('delete from passport_version where passport_id = $1', [passportId])).rejects.toThrow('never changed')
  })

  it('stays withdrawn, and says why', async () => {
    const passportId = await issue()
    await run(anna, (ctx) => handlers.withdrawPassport(ctx, { passportId, reason: 'the drum was rewound' }))
    expect(await read(passportId)).toMatchObject({ state: 'withdrawn', stateReason: 'the drum was rewound' })
    for (const act of [
      () => run(anna, (ctx) => handlers.withdrawPassport(ctx, { passportId, reason: 'again' })),
      () => run(anna, (ctx) => handlers.renewPassport(ctx, { passportId, ...product, because: 'back' })),
      () => run(anna, (ctx) => handlers.confirmPassport(ctx, { passportId, reason: 'checked' })),
    ]) expect(await codeOf(act())).toBe('passport-withdrawn')
  })

  it('cannot be confirmed while it says what no longer holds', async () => {
    const passportId = await issue()
    says = content({ footprint: { kgPerTonne: 5000, isAtLeast: false, method: 'mass', primaryShare: 0.8 } })
    expect(await codeOf(run(anna, (ctx) => handlers.confirmPassport(ctx, { passportId, reason: 'checked' })))).toBe('passport-outdated')
    says = content()
    expect(await run(anna, (ctx) => handlers.confirmPassport(ctx, { passportId, reason: 'checked' }))).toEqual({ state: 'valid' })
  })

  it.each([
    ['en', ['75% from awarded mines', 'Withheld by whoever issued this passport', 'Chile', '20% to 40%', 'Simulated']],
    ['es', ['75 % de minas con sello', 'Reservado por quien emitió']], ['zh', ['75% 来自获得标志的矿山', '智利']], ['fr', ['de mines labellisées', 'Chili']],
  ])('is told in %s, withheld parts included', async (language, parts) => {
    const passportId = await issue()
    const { document } = await run<{ document: Parameters<typeof textOf>[0] }>(publicActor, (ctx) => documents.getPassportText(ctx, { passportId, language }))
    for (const part of parts) expect(textOf(document).replace(/[\u00a0\u202f]/g, ' ')).toContain(part)
    expect(textOf(document)).not.toMatch(/\b(fact|state|material|metal|model|field|withheld)\.[a-z]/)
  })

  it.each([
    ['en', ['at least 4,947', 'the number is a lower bound', 'physically at least 0%, at most 100%']], ['es', ['al menos 4947', 'cota inferior', 'físicamente al menos 0 %, como máximo 100 %']],
    ['zh', ['至少 4,947', '该数值为下限', '实物中至少 0%，至多 100%']], ['fr', ['au moins 4 947', 'borne inférieure', 'physiquement au moins 0 %, au plus 100 %']],
  ])('tells in %s a lower bound as one, and the physical range beside a share', async (language, parts) => {
    says = content({ footprint: { kgPerTonne: 4946.737, isAtLeast: true, method: 'mass', primaryShare: 0.83 }, awardedShare: { mines: { ...exact(0.412), physical: { low: 0, high: 1 } }, wholeChain: null } })
    const passportId = await issue()
    says = content()
    const { document } = await run<{ document: Parameters<typeof textOf>[0] }>(publicActor, (ctx) => documents.getPassportText(ctx, { passportId, language }))
    for (const part of parts) expect(textOf(document).replace(/[\u00a0\u202f]/g, ' ')).toContain(part)
    if (language === 'en') expect(await (await world.fetch(`/passports/${passportId}`)).text()).toMatch(/at least 4,947[^]*physically at least 0%, at most 100%/)
  })

  it('reads on a phone without a script, and its bytes are not kept', async () => {
    const passportId = await issue()
    const page = () => world.fetch(`/passports/${passportId}`)
    const text = await (await page()).text()
    expect(text).toContain('75% from awarded mines')
    await run(anna, (ctx) => handlers.withdrawPassport(ctx, { passportId, reason: 'lost' }))
    const after = await page()
    expect([after.status, after.headers.get('cache-control')]).toEqual([200, 'no-store'])
    expect(await after.text()).toContain('Withdrawn')
    expect((await world.fetch('/passports/PSP-0000000000-0')).status).toBe(404)
  })
})
