// Clerks who write into their books: mostly sensible lines on what their books hold, some too large, too early or made up.
// Everything comes from one seed.
import type { Chance } from '#src/custody/simulated-world-chance.ts'
import { SUBS, type Effect, type Lot, type NaiveLedger, type Sub } from './naive.ts'

export type Party = { readonly org: string; readonly site: string; readonly role: 'mine' | 'trader' | 'smelter' | 'mill' | 'buyer' }
export type Written = Record<string, unknown> & { event: string; kind: string }

const DAY = 86_400_000
const START = Date.parse('2026-01-01T08:00:00.000Z')

export type Clerk = {
  write(party: Party): Written
  /** The same number with other words. */
  contradict(line: Written): Written
  /** What no clerk writes by mistake. */
  attack(party: Party): unknown
}

/** @param ledger what the clerk looks at: the naive one */
export function clerkOf(luck: Chance, ledger: NaiveLedger, parties: readonly Party[]): Clerk {
  let [count, today] = [0, 0]
  const pick = <T>(list: readonly T[]): T => list[luck.below(list.length)]!
  const often = (part: number): boolean => luck.next() < part
  const ref = (prefix: string): string => `${prefix}-${++count}`
  /** Mostly later and later, sometimes early, a day at the least grain so that instants meet now and then. */
  const when = (): string => {
    today += often(0.5) ? luck.below(3) : 0
    const day = often(0.15) ? Math.max(0, today - luck.below(20)) : today
    return new Date(START + day * DAY + luck.below(4) * 3_600_000).toISOString()
  }
  const mass = (quanta: bigint, sub: Sub): string => {
    const unit = pick(sub === 'gold' ? ['mg', 'mg', 'g'] : ['g', 'g', 'kg', 't', 'lb'])
    if (unit === 'g') return sub === 'gold' ? `${quanta / 1000n}.${String(quanta % 1000n).padStart(3, '0')} g` : `${quanta} g`
    if (unit === 'kg') return `${quanta / 1000n}.${String(quanta % 1000n).padStart(3, '0')} kg`
    if (unit === 't') return `${quanta / 1_000_000n}.${String(quanta % 1_000_000n).padStart(6, '0')} t`
    // To the quantum only by luck: the loss is within what is tolerated, or told.
    return unit === 'lb' ? `${Math.max(0.000001, Number(quanta) / 453.59237).toFixed(4)} lb` : `${quanta} mg`
  }
  const part = (all: bigint): bigint => all <= 1n ? all : 1n + BigInt(Math.floor(luck.next() * Number(all - 1n)))
  const lotsOf = (party: Party): Lot[] => ledger.lots(party.org).filter((lot) => ledger.left(lot, lot.metal) > 0n)
  const someLots = (party: Party, most: number): Lot[] => {
    const all = [...lotsOf(party)]
    return Array.from({ length: Math.min(all.length, 1 + luck.below(most)) }, () => all.splice(luck.below(all.length), 1)[0]!)
  }
  const draw = (lot: Lot): { lot: string; take?: string; contained?: Record<string, string>; recovery?: string } => {
    const left = ledger.left(lot, lot.metal)
    const recovery = often(0.15) ? { recovery: `0.9${luck.below(9)}` } : {}
    if (often(0.35)) return { lot: lot.ref, ...recovery }
    if (often(0.08)) return { lot: lot.ref, take: `${left + 1n + BigInt(luck.below(1000))} ${lot.metal === 'gold' ? 'mg' : 'g'}` }
    return often(0.6) ? { lot: lot.ref, take: mass(part(left), lot.metal), ...recovery }
      : { lot: lot.ref, contained: Object.fromEntries(SUBS.filter((sub) => (lot.amounts[sub] ?? 0n) > 0n && ledger.left(lot, sub) > 0n).map((sub) => [sub, `${part(ledger.left(lot, sub))} ${sub === 'gold' ? 'mg' : 'g'}`])), ...recovery }
  }
  /** What draws would take, as the clerk reckons: enough to write outputs that mostly balance. */
  const taken = (draws: readonly ReturnType<typeof draw>[], lots: readonly Lot[], sub: Sub): bigint => draws.reduce((sum, one, i) => {
    const lot = lots[i]!
    const left = ledger.left(lot, sub)
    if (one.contained !== undefined) return sum + BigInt(Number.parseInt(one.contained[sub] ?? '0', 10))
    if (one.take === undefined) return sum + left
    const ofMetal = ledger.left(lot, lot.metal)
    const share = BigInt(Math.round(approximate(one.take, lot.metal)))
    return sum + (sub === lot.metal ? share : ofMetal === 0n ? 0n : left * share / ofMetal)
  }, 0n)
  const approximate = (text: string, sub: Sub): number => {
    const [value, unit] = text.split(' ')
    return Number(value) * ({ t: 1e6, kg: 1e3, g: 1, mg: 1e-3, lb: 453.59237 } as Record<string, number>)[unit!]! * (sub === 'gold' ? 1000 : 1)
  }
  const model = (): object => often(0.8) ? {} : { model: pick(['identity-preserved', 'segregated', 'controlled-blending', 'book-and-claim']) }
  const common = (party: Party, prefix: string) => ({ event: ref(prefix), at: when(), site: party.site })
  const contained = (copper: bigint, gold: bigint): object => ({ contained: { ...(copper > 0n ? { copper: `${copper} g` } : {}), ...(gold > 0n ? { gold: `${gold} mg` } : {}) } })

  const extract = (party: Party): Written => ({
    kind: 'extract', ...common(party, 'X'), outputs: Array.from({ length: 1 + luck.below(2) }, () => {
      const lot = { lot: often(0.04) && lotsOf(party).length > 0 ? pick(lotsOf(party)).ref : ref('L'), material: 'concentrate', metal: 'copper', ...model() }
      return often(0.5) ? { ...lot, measured: { gross: `${50 + luck.below(200)} t`, moisture: `0.0${luck.below(9)}`, assay: { copper: `0.${20 + luck.below(15)}`, ...(often(0.5) ? { gold: '0.000004' } : {}) } } }
        : { ...lot, ...contained(BigInt(1_000_000 + luck.below(90_000_000)), often(0.5) ? BigInt(1 + luck.below(5_000_000)) : 0n) }
    }),
  })
  const transform = (party: Party): Written => {
    const lots = someLots(party, 4)
    const draws = lots.map(draw)
    const [copper, gold] = SUBS.map((sub) => taken(draws, lots, sub)) as [bigint, bigint]
    const loss = often(0.6) ? copper * BigInt(luck.below(18)) / 1000n : copper * BigInt(luck.below(80)) / 1000n
    const out = often(0.05) ? copper + 5n : copper - loss
    const pieces = 1 + luck.below(3)
    const goldOut = often(0.7) ? gold / BigInt(pieces) : 0n
    return {
      kind: 'transform', ...common(party, 'T'), inputs: draws,
      outputs: Array.from({ length: pieces }, (_, i) => ({ lot: often(0.03) && lots[0] !== undefined ? lots[0].ref : ref('L'), material: often(0.1) ? 'scrap' : 'cathode', metal: 'copper', ...model(), ...(often(0.1) ? { scrapClass: pick(['internal', 'pre-consumer', 'post-consumer']) } : {}), ...contained(i === 0 ? out - out / BigInt(pieces) * BigInt(pieces - 1) : out / BigInt(pieces), goldOut) })),
      ...(often(0.7) && loss > 0n ? { losses: { copper: `${loss} g` } } : {}), ...(often(0.1) && gold > 0n ? { losses: { copper: `${loss} g`, gold: `${gold - goldOut * BigInt(pieces)} mg` } } : {}),
      ...(often(0.05) ? { stockChange: { copper: `${often(0.5) ? '-' : ''}${luck.below(1000)} g` } } : {}),
    }
  }
  const regroup = (party: Party): Written => {
    const kind = pick(['split', 'merge', 'aggregate'])
    const lots = someLots(party, kind === 'split' ? 1 : 3)
    const draws = lots.map(draw)
    const copper = taken(draws, lots, 'copper')
    const pieces = kind === 'split' ? 1 + luck.below(4) : 1
    const each = copper / BigInt(pieces)
    const [first] = lots
    const stays = first?.isScrap === true && often(0.9) ? { material: 'scrap', scrapClass: first.scrap } : { material: 'cathode', ...(often(0.05) ? { scrapClass: 'post-consumer' } : {}) }
    return {
      kind, ...common(party, 'G'), inputs: kind === 'split' ? draws.slice(0, 1) : draws,
      outputs: Array.from({ length: pieces }, (_, i) => ({ lot: ref('L'), ...stays, metal: 'copper', ...model(), ...contained(i === 0 ? copper - each * BigInt(pieces - 1) + (often(0.05) ? 1n : 0n) : each, 0n) })),
    }
  }
  const ship = (party: Party): Written => {
    const to = pick(parties.filter(({ org }) => org !== party.org))
    return { kind: 'ship', ...common(party, 'S'), inputs: someLots(party, 3).map(draw), shipment: ref('SH'), to: often(0.06) ? { name: 'Somebody else' } : { organisationId: to.org }, ...(often(0.1) ? model() : {}) }
  }
  const shipments = (party: Party): Effect[] => ledger.live().filter(({ line }) => line.kind === 'ship' && 'organisationId' in line.to && line.to.organisationId === party.org)
  const receive = (party: Party): Written => {
    const known = shipments(party)
    const line = common(party, 'R')
    if (known.length === 0 || often(0.2)) return bought(line)
    const sent = pick(known)
    const shipLine = sent.line as Extract<Effect['line'], { kind: 'ship' }>
    const parts = [...new Set(sent.draws.map(({ lot }) => lot))]
    const all = often(0.25) ? [null] : parts.slice(0, 1 + luck.below(parts.length))
    const of = (lot: Lot | null, sub: Sub) => sent.draws.filter((one) => one.sub === sub && (lot === null || one.lot === lot)).reduce((sum, { amount }) => sum + amount, 0n)
    const about = (amount: bigint) => often(0.5) ? amount : amount * BigInt(970 + luck.below(50)) / 1000n
    const at = often(0.85) && line.at <= sent.at ? new Date(Date.parse(sent.at) + (1 + luck.below(20)) * DAY).toISOString() : line.at
    return {
      kind: 'receive', ...line, at, from: { organisationId: sent.org }, shipment: shipLine.shipment,
      outputs: all.map((lot) => ({ lot: ref('L'), material: 'cathode', metal: 'copper', ...model(), ...(lot === null ? {} : { sentAs: lot.ref }), ...contained(about(of(lot, 'copper')), often(0.7) ? about(of(lot, 'gold')) : 0n) })),
    }
  }
  /** Without a record of the sender, or before there is one. */
  const bought = (line: object & { event: string }): Written => ({
    kind: 'receive', ...line, ...(often(0.5) ? { from: { name: 'A dealer' } } : {}),
    outputs: [{ lot: ref('L'), ...(often(0.5) ? { material: 'scrap', scrapClass: pick(['pre-consumer', 'post-consumer', 'internal']) } : { material: 'cathode', ...(often(0.5) ? { origin: { kind: 'country', country: 'CHL' } } : {}) }), metal: 'copper', ...contained(BigInt(1 + luck.below(40_000_000)), 0n) }],
  })
  const adjust = (party: Party): Written => {
    const lot = pick(ledger.lots(party.org))
    const now = ledger.amount(lot, 'copper')
    return { kind: 'adjust', ...common(party, 'A'), lot: lot.ref, ...contained(now * BigInt(900 + luck.below(200)) / 1000n, often(0.2) ? BigInt(luck.below(100_000)) : 0n), basis: 'weight', by: pick(['own', 'counterparty', 'umpire']), isSettlement: often(0.7) }
  }
  const takeBack = (party: Party): Written => {
    const own = ledger.effects.filter((one) => one.org === party.org)
    const event = often(0.6) ? own.at(-1 - luck.below(Math.min(6, own.length)))! : pick(own)
    if (often(0.55) || event.kind === 'void') return { kind: 'void', ...common(party, 'V'), voids: often(0.05) ? 'X-0' : event.ref, reason: 'Written by mistake.' }
    const told = structuredClone(event.line.kind === 'correct' ? event.line.instead : event.line) as Record<string, unknown> & { outputs?: { contained?: Record<string, string>; measured?: unknown }[] }
    delete told['event']
    for (const output of told.outputs ?? []) {
      if (output.contained?.['copper'] !== undefined && output.measured === undefined && often(0.7)) output.contained['copper'] = `${Math.max(1, Math.round(approximate(output.contained['copper'], 'copper') * (0.9 + luck.next() * 0.2)))} g`
    }
    return { kind: 'correct', ...common(party, 'C'), corrects: event.ref, reason: 'The paper says otherwise.', instead: often(0.3) ? { ...told, at: when() } : told }
  }

  const KINDS: Record<Party['role'], readonly ((party: Party) => Written)[]> = {
    mine: [extract, extract, ship, ship, transform, regroup], trader: [receive, receive, receive, transform, regroup, ship, ship], smelter: [receive, receive, receive, transform, transform, regroup, ship],
    mill: [receive, receive, transform, transform, regroup, ship], buyer: [receive, receive, regroup, transform],
  }
  const needsLots = new Set<unknown>([ship, transform, regroup])
  return {
    write: (party) => {
      if (ledger.effects.some((one) => one.org === party.org) && often(0.12)) return takeBack(party)
      if (ledger.lots(party.org).length > 0 && often(0.07)) return adjust(party)
      if (lotsOf(party).length > 0 && often(0.05)) return { kind: 'sell', ...common(party, 'M'), inputs: someLots(party, 2).map(draw), market: 'The market' }
      const wanted = pick(KINDS[party.role])
      return needsLots.has(wanted) && lotsOf(party).length === 0 ? (party.role === 'mine' ? extract(party) : receive(party)) : wanted(party)
    },
    contradict: (line) => ({ ...line, note: `Another word ${++count}` }),
    attack: (party) => pick<() => unknown>([
      () => ({ kind: 'extract', ...common(party, 'H'), outputs: [] }),
      () => '{"kind": "extract", ',
      () => 42,
      () => ({ kind: 'conjure', ...common(party, 'H') }),
      () => ({ ...extract(party), site: 'CHL-0000001' }),
      () => ({ ...extract(party), outputs: [{ lot: ref('L'), material: 'concentrate', metal: 'copper', contained: { copper: '-5 t' } }] }),
      () => ({ ...extract(party), outputs: [{ lot: ref('L'), material: 'concentrate', metal: 'copper', contained: { copper: 5 } }] }),
      () => ({ ...extract(party), at: 'yesterday' }),
      () => ({ ...extract(party), secret: 'x'.repeat(100) }),
      () => ({ ...extract(party), note: 'half \ud800 a character' }),
      () => 'x'.repeat(2_000_000),
    ])(),
  }
}
