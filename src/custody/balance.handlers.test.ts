// Balance accounts over HTTP, on PostgreSQL: golden numbers, every refusal with its code, sixteen clerks at one account.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import golden from '#test/fixtures/custody-golden.json' with { type: 'json' }
import { awarded, clerkOf, inCustody, opened, paper, publishSite, publishStanding, type Answer, type Clerk } from '#test/balance.ts'
import { siteNo } from '#test/custody.ts'
import { testWorld, type World } from '#test/world.ts'
import { writeXlsx } from '#src/exchange/spreadsheet/write.ts'
import { siteFact } from '#src/parties/site.ts'
import { putFact } from '#src/transparency/fact.ts'
import { MONTH_COLUMNS } from './balance-month.ts'
import { sql } from 'kysely'

let world: World
let clerk: Clerk
const ORG = 'org_smelter'
const [MINE_A, MINE_B, UNMARKED, SMELTER] = [siteNo(901), siteNo(902), siteNo(903), siteNo(904, 'DEU')]
let site = 1000
/** A site of the smelting company that holds its custody status. */
async function newSite(organisationId = ORG): Promise<string> {
  const siteId = siteNo(++site, 'DEU')
  await publishSite(world, siteId, ['smelter'], organisationId)
  await inCustody(world, siteId)
  return siteId
}
const codeOf = ({ status, body }: Answer): string | number => body.code ?? status
const credit = (accountId: string, on: string, source: object, more: object = {}) => clerk.post(`/balance-accounts/${accountId}/credits`, { on, source, ...more })
let doc = 0
const claim = (accountId: string, on: string, quantity: string, more: object = {}) => clerk.post(`/balance-accounts/${accountId}/debits`, { on, quantity, document: `INV-${++doc}`, ...more })

beforeAll(async () => {
  world = await testWorld({ now: '2026-06-15T12:00:00.000Z' })
  clerk = await clerkOf(world, ORG)
  await publishSite(world, MINE_A, ['mine'])
  await publishSite(world, MINE_B, ['concentrator'])
  await publishSite(world, UNMARKED, ['mine'])
  await publishSite(world, SMELTER, ['smelter'])
  for (const mine of [MINE_A, MINE_B, SMELTER]) { await awarded(world, mine); await inCustody(world, mine) }
})
afterAll(async () => {
  const { findings } = await world.fsck()
  await world.close()
  expect(findings).toEqual([])
}, 60_000)

describe('golden numbers over HTTP', () => {
  it('G2: credits, claims, first in first out, and the last kilogram refused', async () => {
    const g2 = golden.G2_credit_quarter
    const siteId = await newSite()
    const accountId = await opened(clerk, ORG, siteId, 'twelve-month-credit', { recovery: g2.recovery, recoveryDocument: 'Recovery audit 2025', opening: [{ quantity: `${g2.opening} t`, periodsOld: 1 }] })
    const [a, b] = golden.G1_contained_metal
    await credit(accountId, '2026-02-01', paper(MINE_A, `${a!.containedCu} t`))
    const after = await credit(accountId, '2026-02-20', paper(MINE_B, `${b!.containedCu} t`))
    expect(after.body.account.meter).toMatchObject({ credited: `${g2.creditIssued} t`, left: '4085.671 t' })
    const tooMuch = await claim(accountId, '2026-03-30', '4085.672 t')
    expect(codeOf(tooMuch)).toBe('balance-overdrawn')
    expect(tooMuch.body.detail).toContain('You asked for 4,085.672 t and 4,085.671 t are left in this period (opening 250.000 t + credited 3,835.671 t - claimed 0.000 t')
    const dry = await clerk.post(`/balance-accounts/${accountId}/debits`, { on: '2026-03-30', quantity: '4085.671 t', document: 'WHAT-IF' }, { isDryRun: true })
    expect(dry.body.account.meter.left).toBe('0.000 t')
    const claimed = await claim(accountId, '2026-03-30', `${g2.claimed} t`)
    expect(claimed.body.account.meter).toMatchObject({ balance: `${g2.closing} t`, left: `${g2.closing} t`, claimed: `${g2.claimed} t` })
    const detail = await clerk.get(`/balance-accounts/${accountId}`)
    expect(detail.body['vintages']).toEqual([{ period: 1, quantity: `${g2.fifo.remainingQ1} t`, usableUntil: '2027-12-31' }])
  })

  it('G2b: the percentage method', async () => {
    const [g2, g2b] = [golden.G2_credit_quarter, golden.G2b_percentage]
    for (const [output, left] of [[g2.expectedOutput, '3835.671'], ['7200', '3675.426978']] as const) {
      const accountId = await opened(clerk, ORG, await newSite(), 'one-year-percentage')
      await credit(accountId, '2026-02-01', paper(MINE_A, `${g2.eligibleContained} t`))
      const other = await clerk.post(`/balance-accounts/${accountId}/throughputs`, { on: '2026-03-01', otherInput: '3792.000 t', output: `${output} t` })
      expect(other.body.account.meter).toMatchObject({ eligiblePercent: g2b.eligiblePct, left: `${left} t` })
      expect(codeOf(await claim(accountId, '2026-03-30', '3835.672 t'))).toBe('claim-above-share')
      expect(codeOf(await claim(accountId, '2026-03-30', `${left} t`))).toBe(201)
    }
    expect(Number('3675.426978').toFixed(3)).toBe(golden.G2b_percentage.maxAt7200)
  })

  it('G2c: the same four entries under three profiles', async () => {
    const play = async (profile: string): Promise<(string | number)[]> => {
      const accountId = await opened(clerk, ORG, await newSite(), profile)
      const balances: (string | number)[] = []
      for (const [on, kind, quantity] of golden.G2c_overdraw.events) {
        const answer = kind === 'credit' ? await credit(accountId, on!, paper(MINE_A, `${quantity} t`)) : await claim(accountId, on!, `${quantity} t`)
        balances.push(answer.body.code ?? (await clerk.get(`/balance-accounts/${accountId}`)).body['meter' as 'account'] as unknown as string)
        if (answer.body.code === undefined) balances[balances.length - 1] = answer.body.account.meter.balance
        if (answer.body.code !== undefined) break
      }
      return balances
    }
    const wanted = golden.G2c_overdraw.events.map((event) => `${event[3]} t`)
    expect((await play('twelve-month-credit'))[1]).toBe('balance-overdrawn')
    expect(await play('one-year-overdraw-fifth')).toEqual(wanted)
  })

  it('G2d: five quarters, and what lapses at the fifth close', async () => {
    const g2d = golden.G2d_expiry
    const accountId = await opened(clerk, ORG, await newSite(), 'four-period-expiry', { beginsOn: '2025-01-01' })
    const quarters = [[g2d.Q1, '2025-02-01'], [g2d.Q2, '2025-05-01'], [g2d.Q3, '2025-08-01'], [g2d.Q4, '2025-11-01'], [g2d.Q5, '2026-02-01']] as const
    for (const [index, [quarter, day]] of quarters.entries()) {
      if (quarter.in !== '0') expect(codeOf(await credit(accountId, '2025-06-01' > day ? '2025-03-31' : day, paper(siteOld, `${quarter.in} t`)))).toBe(201)
      if (quarter.out !== '0') expect(codeOf(await claim(accountId, index === 0 ? '2025-03-31' : day, `${quarter.out} t`))).toBe(201)
      const closed = await clerk.post(`/balance-accounts/${accountId}/period-closes`, { period: index + 1 })
      const { figures } = closed.body['period'] as unknown as { figures: Record<string, string> }
      expect([figures['expired'], index === 4 ? figures['closing'] : '']).toEqual(index === 4 ? ['1300.000 t', '0.000 t'] : ['0.000 t', ''])
    }
    const entries = (await clerk.get(`/balance-accounts/${accountId}/entries`)).body['items'] as unknown as { kind: string; amount: string }[]
    expect(entries[0]).toMatchObject({ kind: 'expiry', amount: '-1300.000 t' })
  })

  it('G2e: one site below zero, a declared group, a transfer within it', async () => {
    const { sites, groupNet, transfer } = golden.G2e_multisite
    const organisationId = 'org_two_sites'
    const two = await clerkOf(world, organisationId)
    const [a, b] = [await newSite(organisationId), await newSite(organisationId)]
    const alone = await opened(two, organisationId, b, 'three-month-no-carry')
    await two.post(`/balance-accounts/${alone}/debits`, { on: '2026-02-01', quantity: '200 t', document: 'E-1' })
    expect(codeOf(await two.post(`/balance-accounts/${alone}/period-closes`, { period: 1 }))).toBe('close-below-floor')
    const group = await two.post('/account-groups', { organisationId, profile: 'one-year-overdraw-fifth', name: 'Both', boundary: 'Both plants of the company', siteIds: [a, b] })
    const options = { beginsOn: '2025-01-01' }
    const [accountA, accountB] = [await opened(two, organisationId, a, 'one-year-overdraw-fifth', options), await opened(two, organisationId, b, 'one-year-overdraw-fifth', options)]
    await two.post(`/balance-accounts/${accountA}/credits`, { on: '2025-07-01', source: paper(MINE_A, `${sites.A} t`) })
    const below = await two.post(`/balance-accounts/${accountB}/debits`, { on: '2025-08-01', quantity: `${sites.B.slice(1)} t`, document: 'E-2' })
    expect(codeOf(below)).toBe(201)
    const seen = await two.get(`/balance-accounts/${accountB}`)
    expect(seen.body['group']).toMatchObject({ balance: `${groupNet} t`, members: [{ balance: `${sites.A} t` }, { balance: `${sites.B} t` }] })
    const moved = await two.post(`/account-groups/${group.body['groupId']}/transfers`, { fromAccountId: accountA, toAccountId: accountB, on: '2025-09-01', quantity: `${transfer.qty} t` })
    expect(codeOf(moved)).toBe(201)
    const after = await two.get(`/balance-accounts/${accountA}`)
    expect(after.body['group']).toMatchObject({ balance: `${transfer.groupNet} t`, members: [{ balance: `${transfer.after.A} t` }, { balance: `${transfer.after.B} t` }] })
    expect(codeOf(await two.post(`/balance-accounts/${accountB}/period-closes`, { period: 1 }))).toBe(201)
    // Both are closed together.
    expect(codeOf(await two.post(`/balance-accounts/${accountA}/period-closes`, { period: 1 }))).toBe('period-closed')
  })
})

const siteOld = siteNo(905)
beforeAll(async () => { await publishSite(world, siteOld, ['mine']); await awarded(world, siteOld, '2024-01-01') })

describe('what is refused, and with which word', () => {
  it('credits', async () => {
    const siteId = await newSite()
    const accountId = await opened(clerk, ORG, siteId, 'twelve-month-credit')
    const on = '2026-03-01'
    const codes: [string, Promise<Answer>][] = [
      ['supplier-not-eligible', credit(accountId, on, paper(UNMARKED, '10 t'))],
      ['supplier-not-eligible', credit(await opened(clerk, ORG, siteId, 'three-month-no-carry', { metal: 'zinc' }), on, paper(MINE_A, '10 t'))],
      ['supplier-unknown', credit(accountId, on, { ...paper(MINE_A, '10 t'), supplierSite: undefined })],
      ['statement-needed', credit(accountId, on, paper(SMELTER, '10 t'))],
      ['internal-scrap-not-eligible', credit(accountId, on, paper(MINE_A, '10 t', { scrapClass: 'internal' }))],
      ['characteristic-mismatch', credit(accountId, on, paper(MINE_A, '10 t', { scrapClass: 'post-consumer' }))],
      ['model-too-weak', credit(accountId, on, paper(MINE_A, '10 t', { model: 'book-and-claim' }))],
      ['recovery-undocumented', credit(accountId, on, paper(MINE_A, '10 t'), { recovery: '0.95' })],
      ['credit-above-source', credit(accountId, on, paper(MINE_A, '10 t'), { eligible: '10.000001 t' })],
      ['source-lot-absent', credit(accountId, on, { kind: 'lot', lot: 'NO-SUCH' })],
      ['mass-not-countable', credit(accountId, on, paper(MINE_A, '0 t'))],
      ['mass-not-countable', credit(accountId, on, paper(MINE_A, '999999999999999 t'))],
      ['entry-before-account', credit(accountId, '2025-12-31', paper(MINE_A, '10 t'))],
      ['entry-in-future', credit(accountId, '2026-06-16', paper(MINE_A, '10 t'))],
    ]
    for (const [code, answer] of codes) expect(codeOf(await answer)).toBe(code)
    expect((await clerk.get(`/balance-accounts/${accountId}`)).body['meter' as 'account']).toMatchObject({ balance: '0.000 t' })
  })

  it('the same delivery twice, also for another characteristic beyond what it holds', async () => {
    const siteId = await newSite()
    const mined = await opened(clerk, ORG, siteId, 'three-month-no-carry', { beginsOn: '2026-04-01' })
    const pre = await opened(clerk, ORG, siteId, 'three-month-no-carry', { beginsOn: '2026-04-01', characteristic: 'recycled-pre-consumer' })
    const source = paper(MINE_A, '100 t')
    expect(codeOf(await credit(mined, '2026-04-02', source, { eligible: '60 t' }))).toBe(201)
    expect(codeOf(await credit(mined, '2026-04-02', source, { eligible: '10 t' }))).toBe('source-already-credited')
    const scrap = { ...source, scrapClass: 'pre-consumer', document: 'Declaration 7' }
    expect(codeOf(await credit(pre, '2026-04-02', { ...scrap, document: undefined }, { eligible: '10 t' }))).toBe('scrap-evidence-missing')
    expect(codeOf(await credit(pre, '2026-04-02', scrap, { eligible: '41 t' }))).toBe('credit-above-source')
    expect(codeOf(await credit(pre, '2026-04-02', scrap, { eligible: '40 t' }))).toBe(201)
  })

  it('a supplier whose mark was suspended before the transfer, or is valid only after it', async () => {
    const [suspended, late] = [siteNo(911), siteNo(912)]
    await awarded(world, suspended)
    await publishStanding(world, suspended, { register: 'mark', kind: 'suspension', mark: 'copper' }, '2026-02-01')
    await awarded(world, late, '2026-04-01')
    const accountId = await opened(clerk, ORG, await newSite(), 'three-month-no-carry')
    expect(codeOf(await credit(accountId, '2026-01-31', paper(suspended, '10 t')))).toBe(201)
    expect(codeOf(await credit(accountId, '2026-02-02', paper(suspended, '10 t')))).toBe('supplier-not-eligible')
    expect(codeOf(await credit(accountId, '2026-03-31', paper(late, '10 t')))).toBe('supplier-not-eligible')
    expect(codeOf(await credit(accountId, '2026-04-01', paper(late, '10 t')))).toBe(201)
  })

  it('a claim that was used, a stricter model, an owner without its status', async () => {
    const bare = siteNo(920, 'DEU')
    const accountId = await opened(clerk, ORG, await newSite(), 'three-month-no-carry')
    await credit(accountId, '2026-05-01', paper(MINE_A, '100 t'))
    expect(codeOf(await claim(accountId, '2026-05-02', '10 t', { document: 'INV-ONCE' }))).toBe(201)
    expect(codeOf(await claim(accountId, '2026-05-03', '10 t', { document: 'INV-ONCE' }))).toBe('claim-already-debited')
    expect(codeOf(await claim(accountId, '2026-05-03', '10 t', { model: 'segregated' }))).toBe('model-too-weak')
    const strict = await opened(clerk, ORG, bare, 'twelve-month-credit')
    await credit(strict, '2026-05-01', paper(MINE_A, '100 t'))
    expect(codeOf(await claim(strict, '2026-05-02', '10 t'))).toBe('owner-not-eligible')
  })

  it('opening: twice, an unknown profile, a foreign site, an unfit day or model, a recovery without paper', async () => {
    const siteId = await newSite()
    await opened(clerk, ORG, siteId, 'four-period-expiry')
    const open = (more: object) => clerk.post('/balance-accounts', { organisationId: ORG, siteId, profile: 'four-period-expiry', metal: 'copper', characteristic: 'recycled-post-consumer', beginsOn: '2026-01-01', ...more })
    expect(codeOf(await open({ characteristic: 'awarded-mined' }))).toBe('balance-account-exists')
    expect(codeOf(await open({ profile: 'no-such' }))).toBe('custody-profile-absent')
    expect(codeOf(await open({ siteId: await newSite('org_other') }))).toBe('account-site-foreign')
    expect(codeOf(await open({ beginsOn: '2026-01-31' }))).toBe('begin-day-unfit')
    expect(codeOf(await open({ beginsOn: '2026-06-16' }))).toBe('begin-day-unfit')
    expect(codeOf(await open({ model: 'segregated' }))).toBe('model-not-in-profile')
    expect(codeOf(await open({ recovery: '0.97' }))).toBe('recovery-undocumented')
    expect(codeOf(await open({ organisationId: 'org_other' }))).toBe('balance-account-absent')
  })

  it('a recovery: counts for later credits alone, is looked at before, and lies above 0 on a day that has come', async () => {
    const accountId = await opened(clerk, ORG, await newSite(), 'four-period-expiry')
    await credit(accountId, '2026-05-01', paper(MINE_A, '100 t'))
    const revise = (more: object, isDryRun = false) => clerk.post(`/balance-accounts/${accountId}/recoveries`, { recovery: '0.97', document: 'Audit', reviewedOn: '2026-06-01', ...more }, { isDryRun })
    expect((await revise({}, true)).body.account).toMatchObject({ recovery: '0.97', recoveryDocument: 'Audit', recoveryReviewedOn: '2026-06-01' })
    expect(codeOf(await revise({ recovery: '0' }))).toBe('recovery-undocumented')
    expect(codeOf(await revise({ reviewedOn: '2026-06-16' }))).toBe('entry-in-future')
    expect((await clerk.get(`/balance-accounts/${accountId}`)).body.account).toMatchObject({ recovery: '1', recoveryReviewedOn: null })
    expect((await revise({})).body['meter']).toMatchObject({ credited: '100.000 t' })
    expect((await credit(accountId, '2026-05-02', paper(MINE_A, '100 t'))).body.account.meter).toMatchObject({ credited: '197.000 t' })
  })

  it('groups: a profile without groups, a site in two, periods that differ, too late', async () => {
    const [a, b, c] = [await newSite(), await newSite(), await newSite()]
    const declare = (profile: string, ...siteIds: string[]) => clerk.post('/account-groups', { organisationId: ORG, profile, name: 'Group', boundary: 'Plants on one ground', siteIds })
    expect(codeOf(await declare('four-period-expiry', a, b))).toBe('group-not-allowed')
    await opened(clerk, ORG, a, 'one-year-percentage')
    await opened(clerk, ORG, b, 'one-year-percentage', { beginsOn: '2025-01-01' })
    expect(codeOf(await declare('one-year-percentage', a, b))).toBe('group-calendar-differs')
    expect(codeOf(await declare('one-year-overdraw-fifth', a, c))).toBe(201)
    expect(codeOf(await declare('one-year-overdraw-fifth', c, b))).toBe('site-in-other-group')
    const old = await opened(clerk, ORG, b, 'one-year-overdraw-fifth', { beginsOn: '2025-01-01' })
    expect(codeOf(await clerk.post(`/balance-accounts/${old}/period-closes`, { period: 1 }))).toBe(201)
    expect(codeOf(await declare('one-year-overdraw-fifth', b, await newSite()))).toBe('group-too-late')
    expect(codeOf(await declare('one-year-percentage', a, await newSite('org_other')))).toBe('account-site-foreign')
  })
})

describe('a closed period', () => {
  it('takes nothing more, and neither does the database; a correction is an entry of the open period', async () => {
    const accountId = await opened(clerk, ORG, await newSite(), 'four-period-expiry')
    const source = paper(MINE_A, '100 t')
    const credited = await credit(accountId, '2026-02-01', source)
    expect(codeOf(await clerk.post(`/balance-accounts/${accountId}/period-closes`, { period: 2 }))).toBe('period-running')
    const closed = await clerk.post(`/balance-accounts/${accountId}/period-closes`, { period: 1 })
    expect(closed.body['period']).toMatchObject({ digest: expect.stringMatching(/^[0-9a-f]{64}$/) as string, figures: { closing: '100.000 t' } })
    expect(codeOf(await clerk.post(`/balance-accounts/${accountId}/period-closes`, { period: 1 }))).toBe('period-closed')
    expect(codeOf(await claim(accountId, '2026-03-31', '1 t'))).toBe('period-closed')
    expect(codeOf(await credit(accountId, '2026-03-31', paper(MINE_A, '1 t')))).toBe('period-closed')
    const entryId = credited.body['entryId'] as unknown as string
    const adjust = (more: object) => clerk.post(`/balance-accounts/${accountId}/adjustments`, { on: '2026-04-02', entryId, reason: 'Umpire assay', ...more })
    expect(codeOf(await adjust({ eligible: '101 t' }))).toBe('adjustment-too-large')
    expect((await adjust({ eligible: '97.5 t' })).body.account.meter).toMatchObject({ balance: '97.500 t', adjusted: '-2.500 t' })
    await claim(accountId, '2026-04-03', '97 t')
    expect(codeOf(await adjust({ eligible: '90 t' }))).toBe('balance-overdrawn')
    expect(codeOf(await adjust({ entryId: 'ent_00000000000000000000000000', eligible: '1 t' }))).toBe('entry-absent')
    const debit = ((await clerk.get(`/balance-accounts/${accountId}/entries`)).body['items'] as unknown as { entryId: string; kind: string }[]).find(({ kind }) => kind === 'debit')!
    expect(codeOf(await adjust({ entryId: debit.entryId, output: '1 t' }))).toBe('entry-not-adjustable')
    for (const change of ['update balance_period set closing = closing', 'delete from balance_entry', 'update balance_entry set amount = 1', 'delete from balance_vintage',
      `insert into balance_entry (entry_id, account_no, period_no, kind, on_day, vintage, amount, recorded_at, recorded_by) select 'ent_x', account_no, 1, 'debit', '2026-03-01', 1, -1, now(), 'x' from balance_period limit 1`]) {
      await expect(sql.raw(change).execute(world.house.database.sql)).rejects.toMatchObject({ code: '23001' })
    }
  })

  it('cannot be closed before it ended, and asks why stock and books differ', async () => {
    const accountId = await opened(clerk, ORG, await newSite(), 'three-month-no-carry', { beginsOn: '2025-10-01' })
    const close = (period: number, more: object = {}) => clerk.post(`/balance-accounts/${accountId}/period-closes`, { period, ...more })
    expect(codeOf(await close(1, { countedStock: '50 t' }))).toBe(201)
    await credit(accountId, '2026-02-01', paper(MINE_A, '100 t'))
    await clerk.post(`/balance-accounts/${accountId}/throughputs`, { on: '2026-02-05', output: '90 t' })
    expect((await clerk.get(`/balance-accounts/${accountId}/period-closes/preview`)).body).toMatchObject({ expectedStock: '60.000 t', figures: { expired: '100.000 t' }, refusal: null })
    expect(codeOf(await close(2, { countedStock: '50 t' }))).toBe('difference-unexplained')
    expect(codeOf(await close(2, { countedStock: '50 t', differenceNote: 'Slag heap surveyed anew' }))).toBe(201)
    expect(codeOf(await close(3))).toBe('period-running')
  })

  it('credits whose supplier turns out not to have been eligible are named', async () => {
    const mine = siteNo(930)
    await awarded(world, mine)
    const accountId = await opened(clerk, ORG, await newSite(), 'three-month-no-carry')
    await credit(accountId, '2026-02-10', paper(mine, '10 t'))
    await publishStanding(world, mine, { register: 'mark', kind: 'suspension', mark: 'copper' }, '2026-02-01')
    const { body } = await clerk.get(`/balance-accounts/${accountId}/period-closes/preview`)
    expect(body['creditsInDoubt']).toMatchObject([{ supplierSite: mine, on: '2026-02-10' }])
  })
})

describe('a month from a file', () => {
  const row = (kind: string, date: string, reference: string, contained: string | number, more: Partial<Record<typeof MONTH_COLUMNS[number], string>> = {}) =>
    MONTH_COLUMNS.map((column) => ({ kind, date, reference, contained, ...more } as Record<string, string | number>)[column] ?? '')
  const path = (accountId: string) => `/balance-accounts/${accountId}/month-imports?filename=march.xlsx`

  it('goes in whole, once, with its dry run before', async () => {
    const accountId = await opened(clerk, ORG, await newSite(), 'three-month-no-carry')
    const rows = [row('claim', '2026-03-30', 'C-1', '150'), row('credit', '2026-03-05', 'D-1', '100,5', { 'supplier site': MINE_A }), row('credit', '2026-03-07', 'D-2', '1,000.000', { 'supplier site': `invented CONCENTRATOR ${MINE_B}`, eligible: '50' }), row('output', '2026-03-31', 'O-1', '900'), row('other-input', '2026-03-09', 'X-1', 12.5)]
    const file = await writeXlsx('Month', MONTH_COLUMNS, rows)
    const dry = await clerk.upload(path(accountId), file, { isDryRun: true })
    expect(dry.body).toMatchObject({ entered: 5, wrong: 0, balance: '0.500 t' })
    expect(((await clerk.get(`/balance-accounts/${accountId}/entries`)).body['items'] as unknown as unknown[])).toHaveLength(0)
    expect((await clerk.upload(path(accountId), file)).body).toMatchObject({ entered: 5, known: 0, balance: '0.500 t' })
    expect((await clerk.upload(path(accountId), file)).body).toMatchObject({ entered: 0, known: 5 })
    const other = await writeXlsx('Month', MONTH_COLUMNS, [row('output', '2026-03-31', 'O-1', '901')])
    expect(codeOf(await clerk.upload(path(accountId), other))).toBe('month-rows-wrong')
    const book = await clerk.bytes(`/balance-accounts/${accountId}/workbook`)
    expect(Buffer.from(book.slice(0, 2)).toString()).toBe('PK')
    expect(Buffer.from((await clerk.bytes(`/balance-accounts/${accountId}/month-imports/templates`)).slice(0, 2)).toString()).toBe('PK')
  })

  it('names every row that is wrong, and enters none', async () => {
    const accountId = await opened(clerk, ORG, await newSite(), 'twelve-month-credit')
    const rows = [row('credit', '2026-03-05', 'E-1', '100', { 'supplier site': MINE_A }), row('credit', '31.3.2026', 'E-2', 'much'), row('credit', '2026-03-06', 'E-3', '10', { 'supplier site': UNMARKED }), row('claim', '2026-03-30', 'E-4', '100.001'), row('sale', '2026-03-30', 'E-5', '1'),
      row('credit', '2026-03-06', 'E-6', '10', { 'supplier site': 'A mine of no name' }), row('credit', '2026-03-06', 'E-7', '10', { 'supplier site': 'Twin mine' })]
    for (const twin of [siteNo(941), siteNo(942)]) {
      await world.publish([putFact(siteFact, twin, { name: 'Twin mine', aliases: [], identifiers: [], types: ['mine'], country: 'CHL', metals: ['copper'], dataset: 'invented', citations: [{ text: 'invented for a test' }] })])
    }
    const file = await writeXlsx('Month', MONTH_COLUMNS, rows)
    const dry = await clerk.upload(path(accountId), file, { isDryRun: true })
    expect((dry.body['rows'] as unknown as { code: string | null; state: string }[]).map(({ code, state }) => code ?? state)).toEqual(['entered', 'month-rows-wrong', 'supplier-not-eligible', 'balance-overdrawn', 'month-rows-wrong', 'month-rows-wrong', 'month-rows-wrong'])
    expect((dry.body['rows'] as unknown as { detail: string | null }[]).at(-1)!.detail).toContain(`may be ${siteNo(941)}, ${siteNo(942)}`)
    const sent = await clerk.upload(path(accountId), file)
    expect([codeOf(sent), (sent.body['errors'] as unknown as unknown[]).length]).toEqual(['month-rows-wrong', 6])
    expect((await clerk.get(`/balance-accounts/${accountId}`)).body['meter' as 'account']).toMatchObject({ balance: '0.000 t' })
    expect(codeOf(await clerk.upload(path(accountId), 'name,country\nx,y\n'))).toBe('month-columns-missing')
    expect(codeOf(await clerk.upload(path(accountId), Buffer.from('%PDF-1.7')))).toBe('file-format-unknown')
  })
})

describe('who sees and writes', () => {
  it('others find nothing, and a contributor closes nothing', async () => {
    const accountId = await opened(clerk, ORG, await newSite(), 'three-month-no-carry')
    const stranger = await clerkOf(world, 'org_stranger')
    for (const path of ['', '/entries', '/period-closes/preview', '/credit-suggestions', '/workbook']) expect(codeOf(await stranger.get(`/balance-accounts/${accountId}${path}`))).toBe('balance-account-absent')
    expect(codeOf(await stranger.post(`/balance-accounts/${accountId}/debits`, { on: '2026-05-01', quantity: '1 t', document: 'S-1' }))).toBe('balance-account-absent')
    expect((await stranger.get('/balance-accounts')).body['items']).toEqual([])
    const helper = await clerkOf(world, ORG, 'site-contributor')
    expect(codeOf(await helper.post(`/balance-accounts/${accountId}/period-closes`, { period: 1 }))).toBe('permit-missing')
    expect(codeOf(await helper.get(`/balance-accounts/${accountId}`))).toBe(200)
  })
  it('everybody with a book reads what the profiles know and assume', async () => {
    const { body } = await clerk.get('/custody-profiles')
    const bases = (body['items'] as unknown as { parameters: { basis: string }[] }[]).flatMap(({ parameters }) => parameters.map(({ basis }) => basis))
    expect(new Set(bases)).toEqual(new Set(['found', 'known', 'assumed']))
    expect(JSON.stringify(body)).not.toMatch(/conformant/i)
  })
})

describe('sixteen clerks at one account', () => {
  it('get exactly what is there', async () => {
    const accountId = await opened(clerk, ORG, await newSite(), 'twelve-month-credit')
    await credit(accountId, '2026-05-01', paper(MINE_A, '100 t'))
    const clerks = await Promise.all(Array.from({ length: 16 }, (_, index) => index).map(async () => clerk))
    const answers = await Promise.all(clerks.flatMap((one, index) => [0, 1].map((turn) => one.post(`/balance-accounts/${accountId}/debits`, { on: '2026-05-02', quantity: '7 t', document: `RACE-${index}-${turn}` }))))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(14)
    expect(new Set(answers.filter(({ status }) => status !== 201).map(codeOf))).toEqual(new Set(['balance-overdrawn']))
    const after = await clerk.get(`/balance-accounts/${accountId}`)
    expect(after.body['meter' as 'account']).toMatchObject({ balance: '2.000 t', left: '2.000 t' })
    // The same claim sixteen times over debits once.
    const same = await Promise.all(clerks.map((one) => one.post(`/balance-accounts/${accountId}/debits`, { on: '2026-05-02', quantity: '0.1 t', document: 'RACE-SAME' })))
    expect(same.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(world.faults).toEqual([])
  })
  it('credit one delivery once', async () => {
    const accountId = await opened(clerk, ORG, await newSite(), 'twelve-month-credit')
    const source = paper(MINE_A, '100 t')
    const answers = await Promise.all(Array.from({ length: 16 }, () => credit(accountId, '2026-05-01', source)))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(new Set(answers.filter(({ status }) => status !== 201).map(codeOf))).toEqual(new Set(['source-already-credited']))
  })
})
