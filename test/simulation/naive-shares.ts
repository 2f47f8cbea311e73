// Where metal comes from by the naive ledger: fractions of whole numbers, from the beginning for every lot.
import type { EventLine } from '#src/custody/event.ts'
import type { Lot, NaiveLedger, Sub } from './naive.ts'

/** Parts of one, in units of 10^-40: far below any digit that is compared. */
const ONE = 10n ** 40n
type Parts = ReadonlyMap<string, bigint>

/** @returns the shares of a metal of a lot by origin, as numbers */
export function naiveShares(ledger: NaiveLedger): (lot: Lot, sub: Sub) => Map<string, number> {
  const links = ledger.links()
  const known = new Map<Lot, Map<Sub, Parts>>()
  const mixed = (sources: readonly { parts: Parts; weight: bigint }[]): Parts => {
    const all = sources.reduce((sum, { weight }) => sum + weight, 0n)
    const mix = new Map<string, bigint>()
    if (all === 0n) return mix
    for (const { parts, weight } of sources) for (const [origin, part] of parts) mix.set(origin, (mix.get(origin) ?? 0n) + part * weight / all)
    return mix
  }
  const partsOf = (lot: Lot, sub: Sub): Parts => {
    const kept = known.get(lot)?.get(sub)
    if (kept !== undefined) return kept
    const parts = fresh(lot, sub)
    known.set(lot, (known.get(lot) ?? new Map<Sub, Parts>()).set(sub, parts))
    return parts
  }
  const fresh = (lot: Lot, sub: Sub): Parts => {
    const { birth } = lot
    if (birth.kind === 'extract') return new Map([[`site ${birth.site}`, ONE]])
    if (birth.kind === 'receive') {
      if (lot.scrap === 'pre-consumer' || lot.scrap === 'post-consumer') return new Map([[`scrap ${lot.scrap}`, ONE]])
      const linked = links.filter(({ into, sub: of }) => into === lot && of === sub)
      const rest = ledger.amount(lot, sub) - linked.reduce((sum, { amount }) => sum + amount, 0n)
      const own = { parts: new Map([[paper(lot), ONE]]), weight: rest > 0n ? rest : linked.length === 0 ? 1n : 0n }
      return mixed([...linked.map(({ from, amount }) => ({ parts: partsOf(from, sub), weight: amount })), own])
    }
    // Recoveries have two digits here.
    return mixed(birth.draws.filter((one) => one.sub === sub).map(({ lot: from, amount, recovery }) => ({ parts: partsOf(from, sub), weight: amount * BigInt(Math.round(Number(recovery) * 100)) })))
  }
  return (lot, sub) => new Map([...partsOf(lot, sub)].map(([origin, part]) => [origin, Number(part) / Number(ONE)]))
}

/** What the paper says of a lot that nobody's record accounts for. */
function paper({ birth, ref }: Lot): string {
  const line = (birth.line.kind === 'correct' ? birth.line.instead : birth.line) as Extract<EventLine, { kind: 'receive' }>
  const origin = line.outputs.find(({ lot }) => lot === ref)?.origin
  return origin?.kind === 'country' ? `country ${origin.country}` : 'unknown'
}
