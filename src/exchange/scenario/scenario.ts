// A scenario: a story of metal as lines that a metals person reads and writes. These are its parts as plain values; what they
// do to a ledger is the platform's. The grammar stands in docs/guide/scenarios.md.
import type { MassUnit } from '#src/kernel/mass.ts'
import type { Day } from '#src/kernel/time.ts'

/** A number as it was written, without commas, and its unit. */
export type WrittenMass = { readonly amount: string; readonly unit: MassUnit }
/** A number with as many digits as were written: expectations are compared to these digits. */
export type Figure = string

export type LotFact =
  | { readonly fact: 'gross'; readonly mass: WrittenMass; readonly isWet: boolean }
  | { readonly fact: 'moisture'; readonly percent: Figure }
  | { readonly fact: 'assay'; readonly percent: Figure; readonly substance: string }
  | { readonly fact: 'contained'; readonly mass: WrittenMass; readonly substance: string }
  | { readonly fact: 'scrap'; readonly scrapClass: string }
  | { readonly fact: 'model'; readonly model: string }
  | { readonly fact: 'declared'; readonly origin: string }
  | { readonly fact: 'brand'; readonly brand: string }

/** `120 t of A at 97.5 %`: all of it where no mass is said; `at` is the part that is won. */
export type Drawn = { readonly take?: WrittenMass; readonly lot: string; readonly recovery?: Figure }
/** `cathode K1: 25 t copper`: the material may be left out where the act says it. */
export type Made = { readonly material?: string; readonly lot: string; readonly sentAs?: string; readonly facts?: readonly LotFact[] }
/** Of the metal that is made, where none is named. */
export type Lost = { readonly mass: WrittenMass; readonly substance?: string }
export type Leg = { readonly mode: string; readonly km: Figure }

export type StoryAct =
  | { readonly act: 'extract'; readonly outputs: readonly Made[] }
  | { readonly act: 'transform'; readonly verb: string; readonly inputs: readonly Drawn[]; readonly outputs: readonly Made[]; readonly losses?: readonly Lost[]; readonly stock?: readonly Lost[] }
  | { readonly act: 'regroup'; readonly verb: string; readonly inputs: readonly Drawn[]; readonly outputs: readonly Made[] }
  | { readonly act: 'ship'; readonly inputs: readonly Drawn[]; readonly to: string; readonly toSite?: string; readonly shipment: string; readonly legs?: readonly Leg[]; readonly model?: string }
  | { readonly act: 'receive'; readonly shipment: string; readonly from?: string; readonly facts?: readonly LotFact[]; readonly outputs?: readonly Made[] }
  | { readonly act: 'buy'; readonly outputs: readonly Made[]; readonly from?: string }
  | { readonly act: 'sell'; readonly inputs: readonly Drawn[]; readonly buyer?: string; readonly market: string }
  | { readonly act: 'adjust'; readonly verb: string; readonly lot: string; readonly facts: readonly LotFact[]; readonly by?: string; readonly isSettlement: boolean }
  | { readonly act: 'void'; readonly event: string; readonly reason: string }
  | { readonly act: 'correct'; readonly event: string; readonly reason: string; readonly instead: Told }
  | { readonly act: 'link'; readonly lot: string; readonly shipment: string; readonly sender: string; readonly sentAs?: string }
  | { readonly act: 'unlink'; readonly lot: string; readonly reason: string }
  | { readonly act: 'accept'; readonly shipment: string; readonly sender: string }
  | { readonly act: 'dispute'; readonly shipment: string; readonly sender: string; readonly lot: string; readonly found: WrittenMass; readonly reason: string }
  /** How far a party tells where its metal is from: to a partner, to everyone downstream, or to the public. */
  | { readonly act: 'disclose'; readonly level: string; readonly to: string }
  | AccountAct | CarbonAct

/** `awarded-mined copper`, of the account of the party's site. */
export type AccountOf = { readonly characteristic: string; readonly metal: string }
export type AccountAct =
  | { readonly act: 'open-account'; readonly account: AccountOf; readonly from: Day; readonly profile?: string; readonly recovery?: Figure; readonly opening?: readonly Opening[] }
  | { readonly act: 'group'; readonly name: string; readonly sites: readonly string[]; readonly profile?: string }
  | { readonly act: 'credit'; readonly account: AccountOf; readonly mass: WrittenMass; readonly ref: string; readonly recovery?: Figure; readonly supplier?: string; readonly scrapClass?: string }
  | { readonly act: 'credit-lots'; readonly account: AccountOf; readonly lots: readonly string[] }
  | { readonly act: 'throughput'; readonly account: AccountOf; readonly direction: 'other' | 'output'; readonly mass: WrittenMass; readonly ref: string }
  | { readonly act: 'claim'; readonly account: AccountOf; readonly mass: WrittenMass; readonly ref: string }
  | { readonly act: 'transfer'; readonly account: AccountOf; readonly mass: WrittenMass; readonly to: string; readonly ref: string }
  | { readonly act: 'take-statement'; readonly account: AccountOf; readonly ref: string }
  | { readonly act: 'close'; readonly account: AccountOf; readonly upTo?: Day }
export type Opening = { readonly mass: WrittenMass; readonly periods: Figure }

export type CarbonAct =
  | { readonly act: 'activity'; readonly stage: string; readonly from: Day; readonly to: Day; readonly rule?: string; readonly lines: readonly ActivityFigure[]; readonly outputs: readonly ActivityProduct[] }
  /** A claim about a shipment or a lot, with the credits that were retired for it. */
  | { readonly act: 'say'; readonly template: string; readonly subject: string; readonly audience: string; readonly ref: string; readonly stated?: Figure; readonly retired?: readonly Retired[] }

export type Retired = { readonly from: Figure; readonly to: Figure; readonly series: string; readonly vintage: Figure; readonly on: Day }
/** `diesel 15,000,000 l at 2.66155 kg as fuel scope 1 measured`. */
export type ActivityFigure = { readonly kind: string; readonly name: string; readonly scope: Figure; readonly amount: Figure; readonly unit: string; readonly perTonne: boolean; readonly kgCo2e?: Figure; readonly isMeasured: boolean }
export type ActivityProduct = { readonly tonnes: Figure; readonly substance: string; readonly value?: Figure; readonly displaces?: Figure }

/** Who did what, on which day; the hour only where it matters. */
export type Told = { readonly on: Day; readonly time?: string; readonly party: string; readonly inBookOf?: string; readonly act: StoryAct; readonly event?: string }

export type Expectation =
  | { readonly expect: 'refusal'; readonly code: string; readonly told: Told }
  | { readonly expect: 'lot'; readonly lot: string; readonly of?: string; readonly mass: WrittenMass; readonly substance: string; readonly isLeft: boolean }
  | { readonly expect: 'dry'; readonly lot: string; readonly of?: string; readonly mass: WrittenMass }
  | { readonly expect: 'share'; readonly origin: string; readonly lot: string; readonly of?: string; readonly figure: Figure; readonly isPercent: boolean }
  | { readonly expect: 'origin-mass'; readonly origin: string; readonly lot: string; readonly of?: string; readonly mass: WrittenMass }
  | { readonly expect: 'awarded'; readonly isChain: boolean; readonly lot: string; readonly of?: string; readonly asOf?: Day; readonly figure: Figure; readonly isPercent: boolean }
  | { readonly expect: 'recovery'; readonly event: string; readonly figure: Figure }
  | { readonly expect: 'needed'; readonly mass: WrittenMass; readonly lot: string; readonly of?: string; readonly source: string; readonly needs: WrittenMass; readonly isDry: boolean }
  | { readonly expect: 'shipment'; readonly shipment: string; readonly of: string; readonly state: string }
  | { readonly expect: 'payable'; readonly metal: string; readonly grade: Figure; readonly figure: Figure }
  | { readonly expect: 'refining-charge'; readonly metal: string; readonly grade: Figure; readonly cents: Figure; readonly figure: Figure }
  | { readonly expect: 'balance'; readonly party: string; readonly account: AccountOf; readonly of: 'balance' | 'left' | 'expired' | 'group'; readonly mass: WrittenMass; readonly isNegative: boolean }
  | { readonly expect: 'vintage'; readonly party: string; readonly account: AccountOf; readonly period: Figure; readonly mass: WrittenMass }
  | { readonly expect: 'entitled'; readonly party: string; readonly account: AccountOf; readonly figure: Figure }
  | { readonly expect: 'footprint'; readonly lot: string; readonly of?: string; readonly figure: Figure }
  | { readonly expect: 'footprint-total'; readonly lot: string; readonly of?: string; readonly figure: Figure }
  | { readonly expect: 'footprint-part'; readonly stage: string; readonly lot: string; readonly of?: string; readonly figure: Figure }
  | { readonly expect: 'measured-share'; readonly lot: string; readonly of?: string; readonly figure: Figure }
  | { readonly expect: 'activity-total'; readonly party: string; readonly stage: string; readonly figure: Figure }
  | { readonly expect: 'claim'; readonly ref: string; readonly gate: string }
  | { readonly expect: 'neutral'; readonly of: 'gross' | 'needed' | 'surplus'; readonly ref: string; readonly figure: Figure }

export type StoryPlace = { readonly role: string; readonly name: string; readonly country: string; readonly owner?: string; readonly awards?: readonly AwardPeriod[] }
export type AwardPeriod = { readonly mark: string; readonly from: Day; readonly to?: Day }

export type Statement =
  | { readonly kind: 'blank' }
  | { readonly kind: 'comment'; readonly text: string }
  | { readonly kind: 'title'; readonly text: string }
  | { readonly kind: 'scheme'; readonly profile: string }
  | { readonly kind: 'place'; readonly place: StoryPlace }
  | { readonly kind: 'today'; readonly day: Day }
  /** Of the scheme: an award ends or is suspended from a day on, as decided now. */
  | { readonly kind: 'award'; readonly on: Day; readonly party: string; readonly change: 'suspended' | 'withdrawn' | 'given'; readonly mark: string; readonly from: Day; readonly to?: Day }
  | { readonly kind: 'told'; readonly told: Told }
  | { readonly kind: 'expect'; readonly expectation: Expectation }

export type Scenario = { readonly statements: readonly (Statement & { readonly line: number })[] }

/** The words a scheme has for metals, materials and so on: handed in, since the border knows no slice. */
export type ScenarioWords = {
  readonly substances: readonly string[]
  readonly materials: readonly string[]
  readonly models: readonly string[]
  readonly scrapClasses: readonly string[]
  readonly modes: readonly string[]
  readonly characteristics: readonly string[]
  readonly stages: readonly string[]
  readonly units: readonly string[]
  /** What a site can hold: a mark by its metal, or its standing in another register. */
  readonly registers: readonly string[]
}
