// Who and where in a simulated world: organisations and sites with invented names, and who buys of whom. Sizes fall like
// those of the trade (the second is half the first, the tenth a tenth), and everybody has few customers.
import { siteIdFrom, slugOf, type SiteId } from '#src/kernel/id.ts'
import { chance, runningSums, weighted, type Chance } from './simulated-world-chance.ts'
import type { WorldOptions } from './simulated-world.ts'

export const simulatedRoles = ['mine', 'trader', 'smelter', 'warehouse', 'rod-mill', 'cable-plant'] as const
export type SimulatedRole = typeof simulatedRoles[number]

export type SimulatedSite = {
  readonly siteId: SiteId
  readonly organisationId: string
  readonly organisation: string
  readonly name: string
  readonly country: string
  readonly role: SimulatedRole
  /** Its part of what all sites of its role do, by weight. */
  readonly size: number
  /** Days from and to which its award runs, 0 being the first; absent where it has none. */
  readonly awarded: { readonly from: number; readonly to: number } | null
}

export type Places = {
  readonly sites: readonly SimulatedSite[]
  /** Numbers of the sites of a role. */
  readonly of: Readonly<Record<SimulatedRole, readonly number[]>>
  readonly mineSums: Float64Array
  /** By site, whom it sends to and running sums of how much. */
  readonly customers: readonly (readonly number[])[]
  readonly customerSums: readonly Float64Array[]
}

const FULL: Readonly<Record<SimulatedRole, number>> = { mine: 100, trader: 20, smelter: 40, warehouse: 12, 'rod-mill': 60, 'cable-plant': 150 }
/** Fewer lots need fewer sites, or no site would ever have enough for a batch. */
const LOTS_FOR_ALL = 1_500_000

const FIRST = ['Al', 'Bram', 'Cor', 'Dun', 'El', 'Fen', 'Gar', 'Hal', 'Is', 'Jor', 'Kel', 'Lor', 'Mar', 'Nor', 'Os', 'Pel', 'Quil', 'Ros', 'Sel', 'Tor', 'Ul', 'Vel', 'Wyr', 'Yar'] as const
const MIDDLE = ['a', 'be', 'de', 'e', 'i', 'la', 'mi', 'no', 'o', 'ra', 'si', 'ta', 'u', 'ven'] as const
const LAST = ['brook', 'dale', 'fell', 'garth', 'heim', 'lund', 'mere', 'moor', 'nes', 'quen', 'rath', 'stead', 'thorn', 'vik', 'wen', 'zar'] as const
const NAMED: Readonly<Record<SimulatedRole, readonly [place: string, firm: string]>> = {
  mine: ['Mine', 'Mining'], trader: ['Blending Yard', 'Trading'], smelter: ['Smelter', 'Smelting'], warehouse: ['Warehouse', 'Storage'], 'rod-mill': ['Rod Mill', 'Rod'], 'cable-plant': ['Cable Works', 'Cable'],
}
/** Where sites of a kind stand, as often as in the trade. */
const COUNTRIES: Readonly<Record<SimulatedRole, string>> = {
  mine: 'CHL CHL CHL CHL PER PER COD COD CHN USA AUS ZMB IDN MEX KAZ CAN POL', trader: 'CHE SGP CHN PER', smelter: 'CHN CHN CHN CHN CHL JPN JPN DEU IND KOR POL ZMB',
  warehouse: 'NLD KOR SGP USA TWN', 'rod-mill': 'CHN CHN DEU FRA USA USA ITA IND KOR CAN', 'cable-plant': 'CHN CHN FRA ITA DEU USA USA MEX IND KOR NOR SWE GBR BRA',
}
const AWARDED_SHARE: Readonly<Record<SimulatedRole, number>> = { mine: 0.45, trader: 0, smelter: 0.4, warehouse: 0, 'rod-mill': 0.3, 'cable-plant': 0.1 }

export const countOf = (role: SimulatedRole, lots: number): number => Math.max(Math.min(3, FULL[role]), Math.round(FULL[role] * Math.min(1, lots / LOTS_FOR_ALL)))

export function placesOf({ lots, seed }: WorldOptions): Places {
  const luck = chance(seed ^ 0x51735)
  const names = new Set<string>()
  const sites = simulatedRoles.flatMap((role) => Array.from({ length: countOf(role, lots) }, (_, i) => siteOf(role, i, seed, luck, names)))
  const numbered = (role: SimulatedRole) => sites.flatMap((site, i) => site.role === role ? [i] : [])
  const of = Object.fromEntries(simulatedRoles.map((role) => [role, numbered(role)])) as Record<SimulatedRole, number[]>
  const customers = sites.map(({ role }) => customersOf(role, of, sites, luck))
  return { sites, of, customers, customerSums: customers.map((list) => runningSums(list.map((one) => sites[one]!.size))), mineSums: runningSums(of.mine.map((one) => sites[one]!.size)) }
}

function siteOf(role: SimulatedRole, i: number, seed: number, luck: Chance, names: Set<string>): SimulatedSite {
  let place = ''
  do { place = FIRST[luck.below(FIRST.length)]! + MIDDLE[luck.below(MIDDLE.length)]! + LAST[luck.below(LAST.length)]! } while (names.has(place))
  names.add(place)
  const countries = COUNTRIES[role].split(' ')
  const country = countries[luck.below(countries.length)]!
  const organisation = `${place} ${NAMED[role][1]}`
  const from = luck.below(400)
  const isAwarded = luck.next() < AWARDED_SHARE[role]
  const ends = luck.next() < 0.15
  const bytes = Uint8Array.of(seed & 255, seed >>> 8 & 255, simulatedRoles.indexOf(role) << 4 | i >> 8, i & 255)
  return {
    siteId: siteIdFrom(country, bytes), organisationId: `simulated-${seed}-${slugOf(organisation)}`, organisation, name: `${place} ${NAMED[role][0]}`, country, role,
    size: 1 / (i + 1), awarded: isAwarded ? { from, to: ends ? from + 300 : from + 1095 } : null,
  }
}

/** Whom a site of a role may send to: a handful, bigger ones more often. */
function customersOf(role: SimulatedRole, of: Readonly<Record<SimulatedRole, readonly number[]>>, sites: readonly SimulatedSite[], luck: Chance): number[] {
  const some = (list: readonly number[], count: number): number[] => {
    const sums = runningSums(list.map((one) => sites[one]!.size))
    const chosen = new Set<number>()
    for (let tries = 0; chosen.size < Math.min(count, list.length) && tries < 200; tries++) chosen.add(list[weighted(sums, luck.next())]!)
    return [...chosen]
  }
  switch (role) {
    case 'mine': return some(of.smelter, 8)
    case 'trader': return some(of.smelter, 12)
    case 'smelter': return [...some(of['rod-mill'], 6), ...some(of.warehouse, 2)]
    case 'warehouse': return some(of['rod-mill'], 10)
    case 'rod-mill': return some(of['cable-plant'], 8)
    case 'cable-plant': return some(of['rod-mill'], 3)
  }
}
