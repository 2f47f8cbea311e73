// Tampering with what follows from the ledger is found and named: accounts, sources, statements, links, captured events, claims
// and passports. Each test changes one row behind the back of the program, asks fsck, and puts it back.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkIssued } from '#src/claims/issued-check.ts'
import { checkCaptures, checkLinks, rootOfTexts } from '#src/custody/handover-check.ts'
import { sha256Hex } from '#src/kernel/merkle.ts'
import type { Said } from '#src/transparency/fsck.ts'
import { awarded, clerkOf, inCustody, opened, paper, publishSite } from './balance.ts'
import { extract, recordedAs, siteNo } from './custody.ts'
import { actor, grant } from './people.ts'
import { testWorld, type World } from './world.ts'

const [SELLER, BUYER] = ['org_check_seller', 'org_check_buyer']
const [MINE, PLANT, MILL] = [siteNo(811), siteNo(812, 'DEU'), siteNo(813, 'DEU')]
let world: World
beforeAll(async () => {
  world = await testWorld({ now: '2026-06-15T12:00:00.000Z' })
  await publishSite(world, MINE, ['mine'], SELLER)
  await publishSite(world, PLANT, ['smelter'], SELLER)
  await publishSite(world, MILL, ['rod-mill'], BUYER)
  for (const site of [MINE, PLANT, MILL]) { await awarded(world, site); await inCustody(world, site) }
  const [seller, buyer] = [await clerkOf(world, SELLER), await clerkOf(world, BUYER)]
  const from = await opened(seller, SELLER, PLANT, 'three-month-no-carry', { recovery: '0.95', recoveryDocument: 'Audit', opening: [{ quantity: '3 t', periodsOld: 1 }] })
  const to = await opened(buyer, BUYER, MILL, 'three-month-no-carry')
  const credited = await seller.post(`/balance-accounts/${from}/credits`, { on: '2026-02-01', source: paper(MINE, '100 t') })
  expect(credited.status).toBe(201)
  await seller.post(`/balance-accounts/${from}/adjustments`, { entryId: credited.body['entryId'], on: '2026-02-02', eligible: '90 t', reason: 'Second weight.' })
  await seller.post(`/balance-accounts/${from}/throughputs`, { on: '2026-02-03', output: '20 t' })
  await seller.post(`/balance-accounts/${from}/debits`, { on: '2026-02-04', quantity: '10 t', document: 'INV-1' })
  const issued = async (): Promise<string> => {
    const { body } = await seller.post('/transfer-statements', { accountId: from, quantity: '5 t', dispatchOn: '2026-02-05', to: { organisationId: BUYER, siteId: MILL } })
    return (body['document'] as unknown as { number: string }).number
  }
  const [first, second] = [await issued(), await issued()]
  expect((await buyer.post(`/transfer-statements/${first}/acceptances`, { accountId: to, on: '2026-02-06' })).status).toBe(201)
  expect((await seller.post(`/transfer-statements/${second}/voids`, { reason: 'Sent to the wrong mill.' })).status).toBe(201)
  expect((await seller.post(`/balance-accounts/${from}/period-closes`, { period: 1 })).status).toBe(201)
  const [mine, mill] = [actor('m', grant('site-owner', 'organisation', SELLER)), actor('w', grant('site-owner', 'organisation', BUYER))]
  expect(await recordedAs(world, mine, SELLER, [
    extract('M-1', MINE, 'L-1', '10 t', { at: '2026-03-01T00:00:00Z' }),
    { kind: 'ship', event: 'S-1', at: '2026-03-02T00:00:00Z', site: MINE, inputs: [{ lot: 'L-1', take: '10 t' }], shipment: 'BL-1', to: { organisationId: BUYER } },
  ])).toEqual(['recorded', 'recorded'])
  expect(await recordedAs(world, mill, BUYER, [{ kind: 'receive', event: 'R-1', at: '2026-03-09T00:00:00Z', site: MILL, from: { organisationId: SELLER }, shipment: 'BL-1', outputs: [{ lot: 'IN-1', material: 'concentrate', metal: 'copper', contained: { copper: '10 t' } }] }])).toEqual(['recorded'])
}, 60_000)
afterAll(() => world.close())

/** What fsck says after a statement that no trigger saw, which is undone afterwards. */
async function after(table: string, change: string, undo: string): Promise<string[]> {
  const run = (text: string) => sql.raw(text).execute(world.house.database.sql)
  await run(`alter table ${table} disable trigger user`)
  try {
    await run(change)
    return (await world.fsck()).findings.map(({ where, what }) => `${where}: ${what}`)
  } finally {
    await run(undo)
    await run(`alter table ${table} enable trigger user`)
  }
}

describe('a world as it was recorded', () => {
  it('has no findings', async () => { expect((await world.fsck()).findings).toEqual([]) })
})

describe('an account that somebody changed in the database', () => {
  it('an entry', async () => {
    const found = await after('balance_entry', `update balance_entry set amount = amount - 1 where kind = 'debit' and rests_on = 'document'`, `update balance_entry set amount = amount + 1 where kind = 'debit' and rests_on = 'document'`)
    expect(found.join('\n')).toMatch(/account acc_\S+, period 1: its entries make debited 20000001, it was closed with 20000000/)
    expect(found.join('\n')).toMatch(/entry ent_\S+ of account acc_\S+: the log says 10\.000 t, the table has 10\.000001 t/)
  })
  it('an entry that nobody entered', async () => {
    const found = await after('balance_entry', `insert into balance_entry (entry_id, account_no, period_no, kind, on_day, vintage, amount, eligible, recorded_at, recorded_by) select 'ent_forged', account_no, 2, 'credit', '2026-05-01', 2, 7, 7, now(), 'x' from balance_account where site_id = '${PLANT}'`, `delete from balance_entry where entry_id = 'ent_forged'`)
    expect(found.join('\n')).toMatch(/entry ent_forged of account acc_\S+: no entry of the log speaks of it/)
    expect(found.join('\n')).toMatch(/source three-month-no-carry copper null:null: it is credited, and not kept as a source/)
  })
  it('a closed period, its figures and its seal', async () => {
    const figures = await after('balance_period', 'update balance_period set credited = credited + 1000, closing = closing + 1000', 'update balance_period set credited = credited - 1000, closing = closing - 1000')
    expect(figures.join('\n')).toMatch(/period 1: its entries make credited/)
    expect(figures.join('\n')).toMatch(/period 1: closing is sealed as/)
    const seal = await after('balance_period', `update balance_period set sealed = replace(sealed, '"closedAt":"2026', '"closedAt":"2027')`, `update balance_period set sealed = replace(sealed, '"closedAt":"2027', '"closedAt":"2026')`)
    expect(seal).toEqual([expect.stringMatching(/period 1: its sealed text does not have its digest/)])
  })
  it('what it hands on', async () => {
    const found = await after('balance_vintage', 'update balance_vintage set quantity = quantity + 5 where period_no = 0', 'update balance_vintage set quantity = quantity - 5 where period_no = 0')
    expect(found.join('\n')).toMatch(/period 1: its entries make opening 3000005, it was closed with 3000000/)
  })
  it('a source', async () => {
    const found = await after('balance_source', `update balance_source set credited = credited - 1 where source like 'paper:%'`, `update balance_source set credited = credited + 1 where source like 'paper:%'`)
    expect(found).toEqual([expect.stringMatching(/^source three-month-no-carry copper paper:\S+: its credits sum to 90000000, it says 89999999$/)])
  })
  it('a statement', async () => {
    const found = await after('transfer_statement', `update transfer_statement set quantity = quantity + 1 where state = 'accepted'`, `update transfer_statement set quantity = quantity - 1 where state = 'accepted'`)
    expect(found.join('\n')).toMatch(/statement TS-\S+: it is of 5000001 and is not one debit of as much/)
    expect(found.join('\n')).toMatch(/it was accepted and is not one credit of 5000001/)
    const revived = await after('transfer_statement', `update transfer_statement set state = 'issued', void_reason = null where state = 'void'`, `update transfer_statement set state = 'void', void_reason = 'Sent to the wrong mill.' where state = 'issued'`)
    expect(revived).toEqual([expect.stringMatching(/it stands, and its debit was given back/)])
  })
})

describe('a link that somebody changed in the database', () => {
  it('its amount, and what the shipment says is linked', async () => {
    const found = await after('custody_link', 'update custody_link set amount = amount - 1', 'update custody_link set amount = amount + 1')
    expect(found.join('\n')).toMatch(/link of lot \d+ to lot \d+ of event \d+, copper: the log says 10000000, the table 9999999/)
    expect(found.join('\n')).toMatch(/as shipped by event \d+, copper: its links sum to 9999999, it says 10000000 are linked/)
    const gone = await after('custody_link', 'update custody_link set is_void = true', 'update custody_link set is_void = false')
    expect(gone.join('\n')).toMatch(/copper: the log says 10000000, the table none/)
  })
  it('one of an event that was taken back, one that reverses time, and one too many', () => {
    const link = { receiveEventNo: 2, receiveLotNo: 20, shipEventNo: 1, shipLotNo: 10, substance: 'copper', amount: 7, isBroken: true, isReversed: true }
    const said: Said[] = [{ position: 0, kind: 'custody.linked', subject: 'lnk_2', body: { receiveEventNo: 2, shipEventNo: 1, links: [link] } }]
    expect(checkLinks(said, [link], [{ shipEventNo: 1, lotNo: 10, substance: 'copper', amount: 5, linked: 7, drawn: 5 }], [{ lotNo: 20, substance: 'copper', contained: 7, weighed: 7 }]).map(({ what }) => what)).toEqual([
      'it stands, and an event of it was taken back', 'what it joins was received before it was shipped', '7 are linked of 5 that were shipped',
    ])
    expect(checkLinks(said, [{ ...link, isBroken: false, isReversed: false }], [], []).map(({ what }) => what)).toEqual(['7 are linked of it, and it was not shipped', '7 are linked to it, and none of it came in'])
  })
  it('more linked to a receipt than came in, over all its shipments, and more of a draw than it took', () => {
    const to = (shipEventNo: number, amount: number) => ({ receiveEventNo: 9, receiveLotNo: 20, shipEventNo, shipLotNo: 10, substance: 'copper', amount, isBroken: false, isReversed: false })
    const links = [to(1, 4), to(2, 3)]
    const said = links.map((link, position): Said => ({ position, kind: 'custody.linked', subject: 'lnk_9', body: { receiveEventNo: 9, shipEventNo: link.shipEventNo, links: [link] } }))
    const parts = links.map(({ shipEventNo, amount }) => ({ shipEventNo, lotNo: 10, substance: 'copper', amount, linked: amount, drawn: amount }))
    const came = { lotNo: 20, substance: 'copper', contained: 7, weighed: 7 }
    expect(checkLinks(said, links, parts, [came])).toEqual([])
    expect(checkLinks(said, links, parts, [{ ...came, contained: 6, weighed: 6 }])).toEqual([{ where: 'receipt of lot 20, copper', what: '7 are linked to it, of 6 that came in' }])
    expect(checkLinks(said, links, [parts[0]!, { ...parts[1]!, drawn: 2 }], [came])).toEqual([{ where: 'lot 10 as shipped by event 2, copper', what: 'it says 3 were shipped, its draw took 2' }])
  })
  it('what a receipt says came in, and what a shipment says was drawn', async () => {
    const receipt = (from: string, to: string) => `update custody_receipt set contained = jsonb_set(contained, '{copper}', '${to}') where contained ->> 'copper' = '${from}'`
    expect(await after('custody_receipt', receipt('10000000', '10000001'), receipt('10000001', '10000000'))).toEqual([expect.stringMatching(/^receipt of lot \d+, copper: it says 10000001 came in, the lot was weighed 10000000$/)])
    expect(await after('custody_shipped', 'update custody_shipped set amount = amount + 1', 'update custody_shipped set amount = amount - 1')).toEqual([expect.stringMatching(/^lot \d+ as shipped by event \d+, copper: it says 10000001 were shipped, its draw took 10000000$/)])
    const more = await after('custody_link', 'update custody_link set amount = amount + 1', 'update custody_link set amount = amount - 1')
    expect(more.filter((one) => one.startsWith('receipt'))).toEqual([expect.stringMatching(/^receipt of lot \d+, copper: 10000001 are linked to it, of 10000000 that came in$/)])
  })
})

describe('what was captured and issued', () => {
  it('captured events', () => {
    const texts = ['{"type":"ObjectEvent"}', '{"type":"AggregationEvent"}']
    const said: Said[] = [{ position: 0, kind: 'epcis.captured', subject: 'cap_1', body: { kept: 2, root: rootOfTexts(texts) } }]
    expect(checkCaptures(said, new Map([['cap_1', texts]]))).toEqual([])
    expect(checkCaptures(said, new Map([['cap_1', [texts[0]!, null]]]))).toEqual([])
    expect(checkCaptures(said, new Map([['cap_1', texts.toReversed()]]))).toEqual([{ where: 'capture cap_1', what: 'its events do not have the root that the log vouches for' }])
    expect(checkCaptures(said, new Map())).toEqual([{ where: 'capture cap_1', what: 'the log says 2 events, 0 are there' }])
    expect(checkCaptures([], new Map([['cap_1', texts]]))).toEqual([{ where: 'capture cap_1', what: 'no entry of the log speaks of it' }])
  })
  it('claims and versions of passports', () => {
    const [claim, passport] = [{ id: 'clm_1', text: '{"a":1}', digest: sha256Hex('{"a":1}') }, { id: 'pas_1', version: 2, text: '{"b":1}', digest: sha256Hex('{"b":1}') }]
    const said: Said[] = [{ position: 0, kind: 'claim.issued', subject: 'clm_1', body: { digest: claim.digest } }, { position: 1, kind: 'passport.issued', subject: 'pas_1', body: { version: 2, digest: passport.digest } }]
    expect(checkIssued(said, [claim], [passport])).toEqual([])
    expect(checkIssued(said, [{ ...claim, text: '{"a":2}' }], [])).toEqual([{ where: 'claim clm_1', what: 'its text does not have its digest' }, { where: 'passport pas_1 version 2', what: 'the log says it was issued, and it is not there' }])
    const forged = { ...passport, text: '{"b":2}', digest: sha256Hex('{"b":2}') }
    expect(checkIssued(said, [claim], [forged])).toEqual([{ where: 'passport pas_1 version 2', what: 'its digest is not the one that the log vouches for' }])
    expect(checkIssued([], [claim], [])).toEqual([{ where: 'claim clm_1', what: 'no entry of the log speaks of it' }])
  })
})
