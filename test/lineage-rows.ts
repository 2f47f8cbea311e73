// Ancestors of a lot written down by hand, for tests of shares and ranges: lots by name, events in the order of time.
import type { CustodyModel } from '#src/custody/custody-model.ts'
import { lineageOf, type Lineage, type LineageEvent, type LineageLot, type LineageRows } from '#src/provenance/lineage.ts'
import type { Origin } from '#src/custody/lot.ts'

type Made = { readonly name: string; readonly amount: number; readonly model?: CustodyModel; readonly scrapClass?: 'pre-consumer' | 'post-consumer'; readonly origin?: Origin }
type Taken = { readonly lot: string; readonly amount: number; readonly recovery?: number }

export type Chain = {
  add(kind: LineageEvent['kind'], by: { readonly org?: string; readonly site?: string; readonly at?: string; readonly from?: readonly Taken[]; readonly lots: readonly Made[] }): Chain
  link(receive: string, ship: string, amount: number): Chain
  of(lot: string): Lineage
}

export function chain(): Chain {
  const lots = new Map<string, LineageLot>()
  const events: LineageEvent[] = []
  const inputs: LineageRows['inputs'][number][] = []
  const outputs: { eventNo: number; lotNo: number; amount: number }[] = []
  const links: LineageRows['links'][number][] = []
  const made: Chain = {
    add(kind, { org = 'org_a', site = 'CHL-000001X', at = '2026-02-01T00:00:00.000Z', from = [], lots: born }) {
      const eventNo = events.length + 1
      events.push({ eventNo, ref: `E-${eventNo}`, kind, organisationId: org, siteId: site, at, recordedAt: at })
      for (const { lot, amount, recovery = 1 } of from) inputs.push({ eventNo, lotNo: lots.get(lot)!.lotNo, amount, recovery })
      for (const { name, amount, model = 'mass-balance', scrapClass = null, origin = null } of born) {
        const lotNo = lots.size + 1
        lots.set(name, { lotNo, lotId: `${org}:${name}`, organisationId: org, eventNo, siteId: site, bornAt: at, material: 'other', metal: 'copper', model, scrapClass, origin, grossGrams: null, amount, isSimulated: true })
        outputs.push({ eventNo, lotNo, amount })
      }
      return made
    },
    link(receive, ship, amount) {
      const [to, from] = [lots.get(receive)!, lots.get(ship)!]
      links.push({ receiveLotNo: to.lotNo, shipLotNo: from.lotNo, shipEventNo: 0, amount, linkedAt: to.bornAt })
      return made
    },
    of: (lot) => lineageOf({
      substance: 'copper', target: lots.get(lot)!.lotNo, lots: [...lots.values()], events, inputs, outputs, links,
      draws: inputs.map((draw) => ({ ...draw, at: events[draw.eventNo - 1]!.at })),
    }),
  }
  return made
}
