// What stands at the end of a scenario: every lot with its composition and footprint, every account, every shipment. Asked by
// the party whose it is, as it would see it.
import { Refused } from '#src/kernel/refusal.ts'
import { tonnesText } from '#src/kernel/mass.ts'
import { leastOf } from '#src/provenance/lot-answer.ts'
import type { Play } from './scenario-run.ts'
import type { Party, Stage } from './scenario-stage.ts'

export type LotReport = {
  readonly lotId: string; readonly party: string; readonly material: string; readonly metal: string; readonly tonnes: string; readonly left: string
  readonly origins: readonly { readonly origin: string; readonly share: string }[]
  readonly awardedShare: string | null
  readonly kgCo2ePerTonne: string | null
  readonly footprintIsAtLeast: boolean
}
export type AccountReport = { readonly party: string; readonly account: string; readonly balance: string; readonly left: string; readonly credited: string; readonly claimed: string }
export type ShipmentReport = { readonly party: string; readonly shipment: string; readonly state: string; readonly shipped: string; readonly received: string | null }
export type ScenarioReport = { readonly isSimulated: true; readonly lots: readonly LotReport[]; readonly accounts: readonly AccountReport[]; readonly shipments: readonly ShipmentReport[] }

export async function reportOf({ stage, accounts }: Play): Promise<ScenarioReport> {
  const parties = [...stage.parties.values()]
  const lots: LotReport[] = []
  const shipments: ShipmentReport[] = []
  const seen = new Set<string>()
  for (const party of parties) {
    if (seen.has(party.organisationId)) continue
    seen.add(party.organisationId)
    for (const row of await allLots(stage, party)) lots.push(await lotReport(stage, party, row))
    const { items } = await stage.ask(party, 'listShipments', { direction: 'outgoing', limit: 200 })
    for (const one of items) shipments.push({ party: party.name, shipment: one.shipment, state: one.state, shipped: tonnesText(one.shipped), received: one.received === null ? null : tonnesText(one.received) })
  }
  return { isSimulated: true, lots, accounts: await accountReports(stage, parties, [...accounts.accounts.values()]), shipments }
}

async function allLots(stage: Stage, party: Party) {
  const { items } = await stage.ask(party, 'listLots', { organisationId: party.organisationId, isOpen: false, limit: 200 })
  return items.filter(({ isVoid }) => !isVoid)
}

type LotRow = Awaited<ReturnType<typeof allLots>>[number]

async function lotReport(stage: Stage, party: Party, row: LotRow): Promise<LotReport> {
  const origins = await askedOrNot(() => stage.ask(party, 'getLotOrigins', { lotId: row.lotId }))
  const footprint = await askedOrNot(() => stage.ask(party, 'getLotFootprint', { lotId: row.lotId }))
  const quantum = row.metal === 'gold' || row.metal === 'silver' ? 'mg' : 'g'
  return {
    lotId: row.lotId, party: party.name, material: row.material, metal: row.metal, tonnes: tonnesText(row.amount[row.metal] ?? 0, quantum), left: tonnesText(row.left[row.metal] ?? 0, quantum),
    origins: origins?.origins.map(({ origin, share }) => ({ origin: originName(stage, origin), share: share.state === 'exact' ? share.text : `at least ${share.from}` })) ?? [],
    awardedShare: origins === undefined ? null : leastOf(origins.awarded.mine).toFixed(8), kgCo2ePerTonne: footprint?.kgCo2ePerTonne ?? null, footprintIsAtLeast: footprint?.isAtLeast ?? false,
  }
}

async function askedOrNot<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try { return await ask() } catch (error) { if (error instanceof Refused) return undefined; throw error }
}

type Origin = { readonly kind: string; readonly siteId?: string; readonly country?: string | null; readonly scrapClass?: string; readonly region?: string }
function originName(stage: Stage, origin: Origin): string {
  const party = [...stage.parties.values()].find(({ siteId }) => siteId === origin.siteId)
  return party?.name ?? origin.siteId ?? origin.country ?? origin.region ?? (origin.scrapClass === undefined ? origin.kind : `${origin.scrapClass} scrap`)
}

async function accountReports(stage: Stage, parties: readonly Party[], accountIds: readonly string[]): Promise<AccountReport[]> {
  const reports: AccountReport[] = []
  for (const party of parties) {
    const { items } = await stage.ask(party, 'listAccounts', { siteId: party.siteId, limit: 200 })
    for (const { account, meter } of items.filter((one) => accountIds.includes(one.account.accountId))) {
      reports.push({ party: party.name, account: `${account.characteristic} ${account.metal}`, balance: meter.balance, left: meter.left, credited: meter.credited, claimed: meter.claimed })
    }
  }
  return reports
}
