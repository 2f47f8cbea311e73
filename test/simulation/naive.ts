// A second ledger, written as simply as possible and knowing nothing of the first: everything is a list of what happened, in
// bigint, and every question is answered by adding the whole list up again. The simulation compares the two.
import type { EventLine } from '#src/custody/event.ts'

export type Sub = 'copper' | 'gold'
export const SUBS: readonly Sub[] = ['copper', 'gold']
export type Amounts = Partial<Record<Sub, bigint>>
type Line = Exclude<EventLine, { kind: 'void' | 'correct' }>
type Output = Extract<EventLine, { kind: 'receive' }>['outputs'][number]

export type Lot = { ref: string; metal: Sub; model: string; scrap: string | null; isScrap: boolean; root: string | null; bornAt: string; birth: Effect; amounts: Amounts; sentAs: string | null }
export type Effect = {
  readonly no: number; readonly org: string; readonly ref: string; readonly text: string; readonly kind: string; readonly at: string; readonly site: string; readonly line: EventLine
  readonly draws: readonly { lot: Lot; sub: Sub; amount: bigint; recovery: string }[]
  readonly weighed: readonly { lot: Lot; sub: Sub; change: bigint }[]
  born: Lot[]
  voidedBy: string | null
}
export type Link = { readonly receive: Effect; readonly into: Lot; readonly ship: Effect; readonly from: Lot; readonly sub: Sub; readonly amount: bigint }
export type Answer = { readonly event: string; readonly state: string; readonly code?: string }

class No extends Error { readonly code: string; constructor(code: string) { super(code); this.code = code } }
const no = (code: string): never => { throw new No(code) }

const MODELS = ['identity-preserved', 'segregated', 'controlled-blending', 'mass-balance', 'book-and-claim']
/** Grams in a unit as a fraction. */
const GRAMS: Record<string, readonly [bigint, bigint]> = { t: [1_000_000n, 1n], kg: [1000n, 1n], g: [1n, 1n], mg: [1n, 1000n], lb: [45_359_237n, 100_000n], oz: [311_034_768n, 10_000_000n] }
const rounded = (over: bigint, under: bigint): bigint => { const twice = 2n * over + under; return twice / (2n * under) }

export function quantaIn(mass: string, sub: Sub): bigint {
  const [, whole, part, unit] = /^(\d+)(?:\.(\d+))? ?([a-z]+)$/.exec(mass)!
  const digits = part ?? ''
  const [over, under] = GRAMS[unit!]!
  return rounded(BigInt(whole! + digits) * over * (sub === 'gold' ? 1000n : 1n), 10n ** BigInt(digits.length) * under)
}
const fraction = (text: string): bigint => { const [whole, part = ''] = text.split('.'); return BigInt(whole!) * 10n ** 9n + BigInt(part.padEnd(9, '0')) }

/** Largest remainder, the earlier first. */
export function shared(whole: bigint, weights: readonly bigint[]): bigint[] {
  const total = weights.reduce((a, b) => a + b, 0n)
  const parts = weights.map((weight) => whole * weight / total)
  const rests = weights.map((weight, i) => ({ i, rest: whole * weight % total })).sort((a, b) => (a.rest > b.rest ? -1 : a.rest < b.rest ? 1 : a.i - b.i))
  let missing = whole - parts.reduce((a, b) => a + b, 0n)
  for (const { i } of rests) if (missing > 0n) { parts[i]! += 1n; missing -= 1n }
  return parts
}

export class NaiveLedger {
  effects: Effect[] = []

  // What stands ------------------------------------------------------------------------------------------------------
  live = (): Effect[] => this.effects.filter(({ voidedBy }) => voidedBy === null)
  lots = (org: string): Lot[] => this.live().filter((one) => one.org === org).flatMap(({ born }) => born)
  lot = (org: string, ref: string): Lot | undefined => this.lots(org).find((one) => one.ref === ref)
  everHad = (org: string, ref: string): boolean => this.effects.some((one) => one.org === org && one.born.some((lot) => lot.ref === ref))

  changes(lot: Lot, sub: Sub, but?: Effect): { at: string; delta: bigint; effect: Effect; isWeight: boolean }[] {
    return this.live().filter((one) => one !== but).flatMap((effect) => [
      ...effect.draws.filter((one) => one.lot === lot && one.sub === sub).map((one) => ({ at: effect.at, delta: -one.amount, effect, isWeight: false })),
      ...effect.weighed.filter((one) => one.lot === lot && one.sub === sub && one.change !== 0n).map((one) => ({ at: effect.at, delta: one.change, effect, isWeight: true })),
    ])
  }
  amount = (lot: Lot, sub: Sub, but?: Effect): bigint => (lot.amounts[sub] ?? 0n) + this.changes(lot, sub, but).filter(({ isWeight }) => isWeight).reduce((sum, { delta }) => sum + delta, 0n)
  left = (lot: Lot, sub: Sub, but?: Effect): bigint => (lot.amounts[sub] ?? 0n) + this.changes(lot, sub, but).reduce((sum, { delta }) => sum + delta, 0n)
  holds = (lot: Lot, sub: Sub): boolean => lot.amounts[sub] !== undefined || this.changes(lot, sub).length > 0

  /** The least a lot ever holds, in the order of time; of one instant in the order of the book. */
  least(start: bigint, changes: readonly { at: string; delta: bigint }[]): bigint {
    let [balance, least] = [start, start]
    for (const { delta } of [...changes].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))) { balance += delta; if (balance < least) least = balance }
    return least
  }

  // Deciding ---------------------------------------------------------------------------------------------------------
  /** One batch of lines of one book. */
  record(org: string, lines: readonly { line: EventLine; text: string }[], isAllOrNothing: boolean): Answer[] {
    const before = [...this.effects]
    const voids = before.map(({ voidedBy }) => voidedBy)
    const kept = before.map(({ born }) => [...born])
    const states = new Map(before.flatMap(({ born }) => born).map((lot) => [lot, { ...lot }]))
    const links = this.links()
    const answers = lines.map((one): Answer => {
      const known = this.effects.find((effect) => effect.org === org && effect.ref === one.line.event)
      if (known !== undefined) return known.text === one.text ? { event: one.line.event, state: 'already-recorded' } : { event: one.line.event, state: 'refused', code: 'event-ref-taken' }
      try {
        this.effects.push(this.decide(org, one.line, one.text, links))
        return { event: one.line.event, state: 'recorded' }
      } catch (error) {
        if (!(error instanceof No)) throw error
        return { event: one.line.event, state: 'refused', code: error.code }
      }
    })
    if (!isAllOrNothing || answers.every(({ state }) => state !== 'refused')) return answers
    this.effects = before
    for (const [i, effect] of before.entries()) { effect.voidedBy = voids[i]!; effect.born = kept[i]! }
    for (const [lot, state] of states) Object.assign(lot, state)
    return answers.map((one) => one.state === 'recorded' ? { ...one, state: 'refused', code: 'batch-refused' } : one)
  }

  private decide(org: string, line: EventLine, text: string, links: readonly Link[]): Effect {
    if (line.kind === 'void') {
      const event = this.standing(org, line.voids, links)
      if (event.born.some((lot) => this.isUsed(lot, event))) no('event-has-successors')
      this.settlementIsLast(event)
      if (event.weighed.some(({ lot, sub }) => this.least(lot.amounts[sub] ?? 0n, this.changes(lot, sub, event)) < 0n)) no('lot-overdrawn')
      event.voidedBy = line.event
      return { no: this.effects.length, org, ref: line.event, text, kind: 'void', at: line.at, site: line.site, line, draws: [], weighed: [], born: [], voidedBy: null }
    }
    return line.kind === 'correct' ? this.corrected(org, line, text, links) : this.effectOf(org, line, text)
  }

  private standing(org: string, ref: string, links: readonly Link[]): Effect {
    const event = this.effects.find((one) => one.org === org && one.ref === ref) ?? no('event-absent')
    if (event.voidedBy !== null) no('event-already-void')
    if (event.kind === 'void') no('event-not-reversible')
    if (links.some(({ ship, receive }) => ship === event || receive === event)) no('shipment-linked')
    return event
  }
  private isUsed = (lot: Lot, by: Effect): boolean => SUBS.some((sub) => this.changes(lot, sub, by).length > 0)
  private settlementIsLast(event: Effect): void {
    for (const { lot, sub, change } of event.weighed) {
      if (change === 0n) continue
      if (this.changes(lot, sub, event).some(({ effect, isWeight }) => isWeight && effect.no > event.no)) no('event-has-successors')
    }
  }

  private corrected(org: string, line: Extract<EventLine, { kind: 'correct' }>, text: string, links: readonly Link[]): Effect {
    const event = this.standing(org, line.corrects, links)
    this.settlementIsLast(event)
    const instead = { kind: event.kind, at: event.at, site: line.site, ...line.instead, event: line.event } as Line
    const undo = (): void => { event.voidedBy = null }
    event.voidedBy = line.event
    try {
      const effect = this.effectOf(org, instead, text)
      for (const { lot, sub, change } of event.weighed) {
        if (change <= 0n) continue
        const added = [...effect.draws.filter((one) => one.lot === lot && one.sub === sub).map(({ amount }) => ({ at: effect.at, delta: -amount })), ...effect.weighed.filter((one) => one.lot === lot && one.sub === sub).map((one) => ({ at: effect.at, delta: one.change }))]
        if (this.least(lot.amounts[sub] ?? 0n, [...this.changes(lot, sub), ...added]) < 0n) no('lot-overdrawn')
      }
      const used = event.born.filter((lot) => this.isUsed(lot, event))
      const news = used.map((lot) => [lot, this.standsOn(lot, effect)] as const)
      for (const [lot, now] of news) {
        Object.assign(lot, { amounts: now.amounts, bornAt: now.bornAt, model: now.model, sentAs: now.sentAs, birth: effect })
        effect.born = effect.born.map((one) => one === now ? lot : one)
      }
      return effect
    } catch (error) { undo(); throw error }
  }
  /** A lot that was used already may stand on as the correction states it. */
  private standsOn(lot: Lot, effect: Effect): Lot {
    const now = effect.born.find(({ ref }) => ref === lot.ref) ?? no('event-has-successors')
    const all = SUBS.flatMap((sub) => this.changes(lot, sub))
    const isMade = effect.draws.length > 0
    if (all.some(({ isWeight }) => isWeight)) no('event-has-successors')
    if (now.metal !== lot.metal || now.scrap !== lot.scrap || now.root !== lot.root || MODELS.indexOf(now.model) > MODELS.indexOf(lot.model)) no('event-has-successors')
    if (all.some(({ at }) => at < now.bornAt || (isMade && at === now.bornAt))) no('event-has-successors')
    if (SUBS.some((sub) => this.least(now.amounts[sub] ?? 0n, this.changes(lot, sub)) < 0n)) no('event-has-successors')
    return now
  }

  private effectOf(org: string, line: Line, text: string): Effect {
    const effect: Effect = { no: this.effects.length, org, ref: line.event, text, kind: line.kind, at: line.at, site: line.site, line, draws: [], weighed: [], born: [], voidedBy: null }
    const draws = 'inputs' in line ? this.drawsOf(org, line) : []
    const inputs = 'inputs' in line ? line.inputs.map(({ lot }) => this.lot(org, lot)!) : []
    if (line.kind === 'ship' && line.model !== undefined && MODELS.indexOf(line.model) < Math.max(...inputs.map(({ model }) => MODELS.indexOf(model)))) no('model-stronger-than-input')
    const born = 'outputs' in line ? this.bornOf(org, line, line.outputs as readonly Output[], inputs, effect) : []
    if (line.kind === 'transform') this.balance(line, draws, born, inputs)
    if (line.kind === 'split' || line.kind === 'merge' || line.kind === 'aggregate') this.regroup(draws, born)
    const weighed = line.kind === 'adjust' ? this.weighed(org, line) : []
    return Object.assign(effect, { draws, born, weighed })
  }

  private drawsOf(org: string, line: Extract<Line, { inputs: unknown }>): Effect['draws'] {
    const seen = new Set<string>()
    return line.inputs.flatMap((input) => {
      if (seen.has(input.lot)) no('lot-drawn-twice')
      seen.add(input.lot)
      const lot = this.open(org, input.lot)
      if (line.at < lot.bornAt) no('output-before-input')
      const taken = this.takenOf(input, lot)
      for (const { sub, amount } of taken) this.mayTake(lot, sub, line.at, amount)
      return taken.map((one) => ({ ...one, lot, recovery: input.recovery ?? '1' }))
    })
  }
  private open = (org: string, ref: string): Lot => this.lot(org, ref) ?? no(this.everHad(org, ref) ? 'lot-void' : 'lot-absent')
  private takenOf(input: { take: string; contained?: Partial<Record<string, string>> | undefined }, lot: Lot): { sub: Sub; amount: bigint }[] {
    const positive = (list: { sub: Sub; amount: bigint }[]) => { const some = list.filter(({ amount }) => amount > 0n); return some.length === 0 ? no('lot-empty') : some }
    const lefts = SUBS.filter((sub) => this.holds(lot, sub)).map((sub) => ({ sub, amount: this.left(lot, sub) }))
    if (input.contained !== undefined) {
      const asked = SUBS.filter((sub) => input.contained![sub] !== undefined).map((sub) => ({ sub, amount: quantaIn(input.contained![sub]!, sub) }))
      if (asked.some(({ sub }) => !this.holds(lot, sub))) no('lot-metal-missing')
      return positive(asked)
    }
    if (input.take === 'all') return positive(lefts)
    const [taken, left] = [quantaIn(input.take, lot.metal), this.left(lot, lot.metal)]
    if (taken > left) no('lot-overdrawn')
    return positive(taken === left ? lefts : lefts.map(({ sub, amount }) => ({ sub, amount: sub === lot.metal ? taken : amount * taken / left })))
  }
  private mayTake(lot: Lot, sub: Sub, at: string, amount: bigint): void {
    if (this.left(lot, sub) < amount || this.least(lot.amounts[sub] ?? 0n, [...this.changes(lot, sub), { at, delta: -amount }]) < 0n) no('lot-overdrawn')
  }

  private contained(stated: { measured?: { gross: string; moisture: string; assay: Partial<Record<string, string>> } | undefined; contained?: Partial<Record<string, string>> | undefined }): Amounts {
    const amounts: Amounts = {}
    if (stated.measured === undefined && stated.contained === undefined) no('lot-unquantified')
    for (const sub of SUBS) {
      const said = stated.contained?.[sub] === undefined ? undefined : quantaIn(stated.contained[sub]!, sub)
      const grade = stated.measured?.assay[sub]
      if (grade !== undefined) {
        const gross = quantaIn(stated.measured!.gross, 'copper')
        const found = rounded(gross * (10n ** 9n - fraction(stated.measured!.moisture)) * fraction(grade) * (sub === 'gold' ? 1000n : 1n), 10n ** 18n)
        if (said !== undefined && (said - found > 1n || found - said > 1n)) no('contained-disagrees')
        amounts[sub] = found
      }
      if (said !== undefined) amounts[sub] = said
    }
    const some = Object.fromEntries(SUBS.filter((sub) => (amounts[sub] ?? 0n) > 0n).map((sub) => [sub, amounts[sub]!]))
    return Object.keys(some).length === 0 ? no('lot-empty') : some
  }

  private bornOf(org: string, line: Line, outputs: readonly Output[], inputs: readonly Lot[], birth: Effect): Lot[] {
    if (new Set(outputs.map(({ lot }) => lot)).size < outputs.length) no('lot-already-recorded')
    const loosest = Math.max(0, ...inputs.map(({ model }) => MODELS.indexOf(model)))
    const root = inputs.length > 0 && inputs[0]!.root !== null && inputs.every((one) => one.root === inputs[0]!.root) ? inputs[0]!.root : null
    return outputs.map((one): Lot => {
      if (inputs.some(({ ref }) => ref === one.lot)) no('lot-cycle')
      if (this.lot(org, one.lot) !== undefined) no('lot-already-recorded')
      const amounts = this.contained(one)
      if (amounts[one.metal as Sub] === undefined) no('lot-metal-missing')
      if (one.material === 'scrap' && one.scrapClass === undefined) no('scrap-class-missing')
      if (one.scrapClass !== undefined && line.kind === 'extract') no('scrap-not-extracted')
      if ((one.scrapClass === 'post-consumer' && line.kind === 'transform') || (one.scrapClass === 'internal' && line.kind === 'receive')) no('scrap-class-wrong')
      if (['split', 'merge', 'aggregate'].includes(line.kind) && inputs.some((input) => (one.scrapClass !== undefined && one.scrapClass !== input.scrap) || (input.isScrap && one.material !== 'scrap'))) no('scrap-class-wrong')
      if (inputs.length > 0 && MODELS.indexOf(one.model) < loosest) no('model-stronger-than-input')
      if (inputs.length > 0 && one.model === 'identity-preserved' && root === null) no('identity-mixed')
      const ownRoot = one.model === 'identity-preserved' ? `${org}:${one.lot}` : null
      return { ref: one.lot, metal: one.metal as Sub, model: one.model, scrap: one.scrapClass ?? null, isScrap: one.material === 'scrap', root: inputs.length === 0 ? ownRoot : root, bornAt: line.at, birth, amounts, sentAs: one.sentAs ?? null }
    })
  }

  private balance(line: Extract<Line, { kind: 'transform' }>, draws: Effect['draws'], born: readonly Lot[], inputs: readonly Lot[]): void {
    const into = (sub: Sub) => draws.filter((one) => one.sub === sub).reduce((sum, { amount }) => sum + amount, 0n)
    const out = (sub: Sub) => born.reduce((sum, { amounts }) => sum + (amounts[sub] ?? 0n), 0n)
    const order = [...SUBS.filter((sub) => into(sub) > 0n), ...SUBS.filter((sub) => into(sub) === 0n && out(sub) > 0n)]
    for (const sub of order) {
      const stockText = line.stockChange?.[sub]
      const stock = stockText === undefined ? 0n : (stockText.startsWith('-') ? -1n : 1n) * quantaIn(stockText.replace('-', ''), sub)
      if (out(sub) + (stock > 0n ? stock : 0n) > into(sub)) no('yield-above-one')
      const allowed = into(sub) / 50n
      const stated = line.losses?.[sub] === undefined ? undefined : quantaIn(line.losses[sub]!, sub)
      const gap = into(sub) - out(sub) - stock - (stated ?? 0n)
      if (stated !== undefined && (gap > allowed || -gap > allowed)) no('mass-not-conserved')
      if (stated === undefined && gap > allowed && (out(sub) > 0n || inputs.some(({ metal }) => metal === sub))) no('loss-unstated')
    }
  }

  private regroup(draws: Effect['draws'], born: readonly Lot[]): void {
    const into = (sub: Sub) => draws.filter((one) => one.sub === sub).reduce((sum, { amount }) => sum + amount, 0n)
    for (const sub of SUBS) {
      if (into(sub) === 0n || born.some(({ amounts }) => amounts[sub] !== undefined)) continue
      const parts = shared(into(sub), born.map((lot) => lot.amounts[lot.metal]!))
      for (const [i, lot] of born.entries()) if (parts[i]! > 0n) lot.amounts = { ...lot.amounts, [sub]: parts[i]! }
    }
    for (const sub of SUBS) if (into(sub) !== born.reduce((sum, { amounts }) => sum + (amounts[sub] ?? 0n), 0n)) no('mass-not-conserved')
  }

  private weighed(org: string, line: Extract<Line, { kind: 'adjust' }>): Effect['weighed'] {
    const lot = this.open(org, line.lot)
    if (line.at < lot.bornAt) no('output-before-input')
    const found = this.contained(line)
    return SUBS.filter((sub) => found[sub] !== undefined).map((sub) => {
      const change = line.isSettlement ? found[sub]! - this.amount(lot, sub) : 0n
      if (change < 0n) this.mayTake(lot, sub, line.at, -change)
      if (change > 0n && lot.birth.draws.length > 0 && found[sub]! - (lot.amounts[sub] ?? 0n) > (lot.amounts[sub] ?? 0n) / 50n) no('yield-above-one')
      return { lot, sub, change }
    })
  }

  // Hand-overs -------------------------------------------------------------------------------------------------------
  /** All links there are, worked out anew: each receipt takes what is free of the shipment it names, in the receiver's order. */
  links(): Link[] {
    const live = this.live()
    return live.filter(({ kind }) => kind === 'ship').flatMap((ship) => this.linksOf(ship, live))
  }
  private linksOf(ship: Effect, live: readonly Effect[]): Link[] {
    const sent = ship.line.kind === 'correct' ? { ...ship.line.instead } as Extract<EventLine, { kind: 'ship' }> : ship.line as Extract<EventLine, { kind: 'ship' }>
    if (!('organisationId' in sent.to)) return []
    const to = sent.to.organisationId
    const links: Link[] = []
    const free = (lot: Lot, sub: Sub) => ship.draws.filter((one) => one.lot === lot && one.sub === sub).reduce((sum, { amount }) => sum + amount, 0n) - links.filter((one) => one.from === lot && one.sub === sub).reduce((sum, { amount }) => sum + amount, 0n)
    for (const receive of live.filter((one) => one.kind === 'receive' && one.org === to)) {
      const line = receive.line.kind === 'correct' ? { ...receive.line.instead } as Extract<EventLine, { kind: 'receive' }> : receive.line as Extract<EventLine, { kind: 'receive' }>
      if (line.from === undefined || !('organisationId' in line.from) || line.from.organisationId !== ship.org || line.shipment !== sent.shipment) continue
      for (const into of receive.born) {
        if (receive.at < ship.at) continue
        const parts = [...new Set(ship.draws.map(({ lot }) => lot))].filter((lot) => into.sentAs === null || lot.ref === into.sentAs)
        if (!parts.some((lot) => ship.draws.some((one) => one.lot === lot && one.sub === into.metal))) continue
        const loosest = Math.max(sent.model === undefined ? 0 : MODELS.indexOf(sent.model), ...parts.map(({ model }) => MODELS.indexOf(model)))
        if (MODELS.indexOf(into.model) < loosest) continue
        const made = SUBS.flatMap((sub) => {
          const holding = parts.filter((lot) => ship.draws.some((one) => one.lot === lot && one.sub === sub))
          const frees = holding.map((lot) => free(lot, sub))
          const all = frees.reduce((a, b) => a + b, 0n)
          const wanted = into.amounts[sub]
          if (wanted === undefined || all === 0n) return []
          const amounts = shared(wanted < all ? wanted : all, frees)
          return holding.flatMap((from, i) => amounts[i] === 0n ? [] : [{ receive, into, ship, from, sub, amount: amounts[i]! }])
        })
        if (made.some(({ sub }) => sub === into.metal)) links.push(...made)
      }
    }
    return links
  }
}
