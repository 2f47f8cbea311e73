// How metal flows through the simulated world, day by day: mines at a steady rate, everybody else when enough has arrived.
// No gram is made or lost: what goes in comes out, or is the loss of a smelter, a refinery or a mill (custody notes 3.1).
import { chance, weighted, type Chance } from './simulated-world-chance.ts'
import { SIMULATED_DAYS, simulatedKinds, simulatedMaterials, weighedConcentrate, type SimulatedKind, type SimulatedMaterial, type WorldColumns, type WorldOptions, type WorldShape } from './simulated-world.ts'
import { placesOf, type Places } from './simulated-world-places.ts'

/** How often things are divided and mixed, by shape. */
type Habits = {
  /** Lots that come of one lot of concentrate in the end: sets the rate of the mines. */
  readonly lotsPerConcentrate: number
  readonly wires: number
  readonly reels: number
  readonly cuts: number
  readonly wiresIn: readonly [least: number, most: number]
  /** Each piece is taken by an event of its own. */
  readonly isPieceByPiece: boolean
  readonly returned: number
}
const HABITS: Readonly<Record<WorldShape, Habits>> = {
  standard: { lotsPerConcentrate: 416, wires: 6, reels: 8, cuts: 4, wiresIn: [3, 7], isPieceByPiece: false, returned: 0.1 },
  primary: { lotsPerConcentrate: 396, wires: 6, reels: 8, cuts: 4, wiresIn: [3, 7], isPieceByPiece: false, returned: 0 },
  heavy: { lotsPerConcentrate: 131, wires: 4, reels: 1, cuts: 3, wiresIn: [2, 3], isPieceByPiece: true, returned: 0.1 },
}
const TONNE = 1_000_000
const FEED = 250 * TONNE
const PARCEL = 25 * TONNE
const CHARGE = 55 * TONNE
const COIL = 5 * TONNE
const RETURNS_AFTER = 80
const DAYS_TO_MARKET = 75
const BLENDED = 0.12
const kindNo = Object.fromEntries(simulatedKinds.map((kind, i) => [kind, i])) as Record<SimulatedKind, number>
const materialNo = Object.fromEntries(simulatedMaterials.map((material, i) => [material, i])) as Record<SimulatedMaterial, number>

/** Lots waiting in a row. A lot waits in one row at most, so that one column of successors serves all rows. */
type Row = { head: number; tail: number; count: number; grams: number }
const NOBODY = -1
const emptyRow = (): Row => ({ head: NOBODY, tail: NOBODY, count: 0, grams: 0 })

type Flow = {
  readonly places: Places
  readonly options: WorldOptions
  readonly habits: Habits
  readonly luck: Chance
  day: number
  events: number
  lots: number
  inputs: number
  blends: number
  concentrates: number
  owed: number
  kind: Uint8Array
  site: Uint16Array
  dayOf: Uint16Array
  transit: Uint8Array
  inPtr: Uint32Array
  outPtr: Uint32Array
  inLot: Uint32Array
  inGrams: Float64Array
  readonly lotEvent: Uint32Array
  readonly lotGrams: Float64Array
  readonly lotMaterial: Uint8Array
  readonly lotScrap: Uint8Array
  readonly left: Float64Array
  readonly next: Int32Array
  readonly goingTo: Uint16Array
  readonly daysOnWay: Uint8Array
  /** By site: concentrate and bought scrap, cathodes, coils. */
  readonly stock: readonly Row[]
  readonly scrap: readonly Row[]
  readonly wire: readonly Row[]
  /** By day: what arrives, and what was sold and comes back. */
  readonly arriving: Map<number, Row>
  readonly returning: Map<number, Row>
}

/** The whole world as columns. Ten million lots take some seconds and about 300 MB. */
export function simulatedColumns(options: WorldOptions): WorldColumns {
  const flow = newFlow(options, placesOf(options))
  // What lies in stock and on the way at the end makes no product: the mines give that much more.
  const { smelter, 'rod-mill': mill } = flow.places.of
  const rate = (options.lots / flow.habits.lotsPerConcentrate + smelter.length * 6 + mill.length * 1.5) / (SIMULATED_DAYS - DAYS_TO_MARKET)
  while (flow.lots < options.lots) {
    receiveArrivals(flow)
    if (flow.habits.returned > 0) receiveReturns(flow)
    flow.owed += rate
    while (flow.owed >= 4) extract(flow)
    for (const site of flow.places.of.trader) blend(flow, site)
    for (const site of flow.places.of.smelter) smelt(flow, site)
    for (const site of flow.places.of.warehouse) store(flow, site)
    for (const site of flow.places.of['rod-mill']) cast(flow, site)
    for (const site of flow.places.of['cable-plant']) manufacture(flow, site)
    flow.day += 1
  }
  return columnsOf(flow)
}

function newFlow(options: WorldOptions, places: Places): Flow {
  const most = options.lots + 5000
  const rows = () => places.sites.map(emptyRow)
  return {
    places, options, habits: HABITS[options.shape], luck: chance(options.seed), day: 0, events: 0, lots: 0, inputs: 0, blends: 0, concentrates: 0, owed: 0,
    kind: new Uint8Array(1024), site: new Uint16Array(1024), dayOf: new Uint16Array(1024), transit: new Uint8Array(1024), inPtr: new Uint32Array(1024), outPtr: new Uint32Array(1024),
    inLot: new Uint32Array(2048), inGrams: new Float64Array(2048),
    lotEvent: new Uint32Array(most), lotGrams: new Float64Array(most), lotMaterial: new Uint8Array(most), lotScrap: new Uint8Array(most), left: new Float64Array(most), next: new Int32Array(most),
    goingTo: new Uint16Array(most), daysOnWay: new Uint8Array(most), stock: rows(), scrap: rows(), wire: rows(), arriving: new Map(), returning: new Map(),
  }
}

const columnsOf = (flow: Flow): WorldColumns => ({
  options: flow.options, sites: flow.places.sites, events: flow.events, lots: flow.lots, inputs: flow.inputs, blends: flow.blends,
  kind: flow.kind.subarray(0, flow.events), site: flow.site.subarray(0, flow.events), day: flow.dayOf.subarray(0, flow.events), transit: flow.transit.subarray(0, flow.events),
  inPtr: flow.inPtr.subarray(0, flow.events + 1), outPtr: flow.outPtr.subarray(0, flow.events + 1), inLot: flow.inLot.subarray(0, flow.inputs), inGrams: flow.inGrams.subarray(0, flow.inputs),
  lotEvent: flow.lotEvent.subarray(0, flow.lots), lotGrams: flow.lotGrams.subarray(0, flow.lots), lotMaterial: flow.lotMaterial.subarray(0, flow.lots), lotScrap: flow.lotScrap.subarray(0, flow.lots),
})

// Rows and events -----------------------------------------------------------------------------------------------------

function wait(flow: Flow, row: Row, lot: number): void {
  flow.next[lot] = NOBODY
  if (row.tail === NOBODY) row.head = lot
  else flow.next[row.tail] = lot
  row.tail = lot
  row.count += 1
  row.grams += flow.left[lot]!
}

function first(flow: Flow, row: Row): number {
  const lot = row.head
  row.head = flow.next[lot]!
  if (row.head === NOBODY) row.tail = NOBODY
  row.count -= 1
  row.grams -= flow.left[lot]!
  return lot
}

const rowOn = (rows: Map<number, Row>, day: number): Row => {
  const row = rows.get(day) ?? emptyRow()
  rows.set(day, row)
  return row
}

const twice = <T extends Uint8Array | Uint16Array | Uint32Array | Float64Array>(column: T): T => {
  const grown = new (column.constructor as new (length: number) => T)(column.length * 2)
  grown.set(column)
  return grown
}

function take(flow: Flow, lot: number, grams: number): void {
  if (flow.inputs === flow.inLot.length) {
    flow.inLot = twice(flow.inLot)
    flow.inGrams = twice(flow.inGrams)
  }
  flow.inLot[flow.inputs] = lot
  flow.inGrams[flow.inputs] = grams
  flow.left[lot] = flow.left[lot]! - grams
  flow.inputs += 1
}

function make(flow: Flow, grams: number, material: number, scrap = 0): number {
  const lot = flow.lots
  flow.lotEvent[lot] = flow.events
  flow.lotGrams[lot] = flow.left[lot] = grams
  flow.lotMaterial[lot] = material
  flow.lotScrap[lot] = scrap
  flow.lots += 1
  return lot
}

/** The event whose inputs were taken and lots made since the last one. */
function closeEvent(flow: Flow, kind: number, site: number, transit = 0): void {
  const event = flow.events
  if (event + 1 >= flow.kind.length) {
    flow.kind = twice(flow.kind); flow.site = twice(flow.site); flow.dayOf = twice(flow.dayOf); flow.transit = twice(flow.transit)
    flow.inPtr = twice(flow.inPtr); flow.outPtr = twice(flow.outPtr)
  }
  flow.kind[event] = kind
  flow.site[event] = site
  flow.dayOf[event] = flow.day
  flow.transit[event] = transit
  flow.inPtr[event + 1] = flow.inputs
  flow.outPtr[event + 1] = flow.lots
  if (flow.inputs - flow.inPtr[event]! > 1) flow.blends += 1
  flow.events += 1
}

const ended = (flow: Flow): boolean => flow.lots >= flow.options.lots

function send(flow: Flow, lot: number, to: number, days: number): void {
  flow.goingTo[lot] = to
  flow.daysOnWay[lot] = days
  wait(flow, rowOn(flow.arriving, flow.day + days), lot)
}
const sendToCustomer = (flow: Flow, lot: number, from: number, days: number): void => {
  const list = flow.places.customers[from]!
  send(flow, lot, list[weighted(flow.places.customerSums[from]!, flow.luck.next())]!, days)
}

// Stages --------------------------------------------------------------------------------------------------------------

function receiveArrivals(flow: Flow): void {
  const row = flow.arriving.get(flow.day)
  if (row === undefined) return
  flow.arriving.delete(flow.day)
  while (row.count > 0 && !ended(flow)) {
    const sent = first(flow, row)
    const [to, grams] = [flow.goingTo[sent]!, flow.left[sent]!]
    take(flow, sent, grams)
    const lot = make(flow, grams, flow.lotMaterial[sent]!, flow.lotScrap[sent]!)
    closeEvent(flow, kindNo.move, to, flow.daysOnWay[sent]!)
    wait(flow, (flow.lotScrap[lot]! > 0 ? flow.scrap : flow.stock)[to]!, lot)
  }
}

/** What was sold and has served: a dozen pieces of many makers are one parcel of old scrap at a smelter or a mill. */
function receiveReturns(flow: Flow): void {
  const row = flow.returning.get(flow.day)
  if (row === undefined) return
  flow.returning.delete(flow.day)
  const { smelter, 'rod-mill': mill } = flow.places.of
  while (row.count > 0 && !ended(flow)) {
    const buyers = flow.luck.next() < 0.6 ? smelter : mill
    const site = buyers[flow.luck.below(buyers.length)]!
    let grams = 0
    for (let i = Math.min(row.count, flow.luck.between(8, 16)); i > 0; i--) {
      const lot = first(flow, row)
      grams += flow.left[lot]!
      take(flow, lot, flow.left[lot]!)
    }
    const lot = make(flow, grams, materialNo.scrap, 2)
    closeEvent(flow, kindNo.return, site)
    wait(flow, flow.scrap[site]!, lot)
  }
}

function extract(flow: Flow): void {
  flow.owed -= 4
  if (ended(flow)) return
  const mine = flow.places.of.mine[weighted(flow.places.mineSums, flow.luck.next())]!
  for (let i = 0; i < 4; i++) make(flow, weighedConcentrate(flow.options.seed, flow.concentrates++).grams, materialNo.concentrate)
  closeEvent(flow, kindNo.extract, mine)
  for (let lot = flow.lots - 4; lot < flow.lots; lot++) {
    if (flow.luck.next() < BLENDED) send(flow, lot, flow.places.of.trader[flow.luck.below(flow.places.of.trader.length)]!, flow.luck.between(3, 20))
    else sendToCustomer(flow, lot, mine, flow.luck.between(5, 45))
  }
}

function blend(flow: Flow, site: number): void {
  const row = flow.stock[site]!
  while (row.count >= 6 && !ended(flow)) {
    const count = flow.luck.between(3, 6)
    let grams = 0
    for (let i = 0; i < count; i++) {
      const lot = first(flow, row)
      grams += flow.left[lot]!
      take(flow, lot, flow.left[lot]!)
    }
    divide(flow, grams, count, materialNo.concentrate)
    closeEvent(flow, kindNo.blend, site)
    for (let lot = flow.lots - count; lot < flow.lots; lot++) sendToCustomer(flow, lot, site, flow.luck.between(10, 45))
  }
}

/** Lots of equal mass; what does not divide goes to the last. */
function divide(flow: Flow, grams: number, count: number, material: number): void {
  const each = Math.floor(grams / count)
  for (let i = 1; i < count; i++) make(flow, each, material)
  make(flow, grams - each * (count - 1), material)
}

/** Five to thirty feeds, each a part of a lot, and scrap; the anodes are refined after ten days in the tanks. */
function smelt(flow: Flow, site: number): void {
  const [row, scrap] = [flow.stock[site]!, flow.scrap[site]!]
  while (row.grams >= FEED * 1.5 && !ended(flow)) {
    const feeds = flow.luck.between(5, 30)
    let grams = 0
    while (scrap.count > 0 && grams < FEED / 5 && flow.inputs - flow.inPtr[flow.events]! < 12) grams += takeAll(flow, scrap)
    for (let i = 0; i < feeds && row.count > 0 && grams < FEED * 1.2; i++) {
      const lot = first(flow, row)
      const part = Math.min(flow.left[lot]!, Math.floor(FEED / feeds * (0.5 + flow.luck.next())))
      if (isAmongInputs(flow, lot)) { wait(flow, row, lot); continue }
      grams += part
      take(flow, lot, part)
      if (flow.left[lot]! > 0) wait(flow, row, lot)
    }
    const anode = make(flow, Math.floor(grams * (0.96 + flow.luck.next() * 0.02)), materialNo.anode)
    closeEvent(flow, kindNo.smelt, site)
    refine(flow, site, anode)
  }
}

const takeAll = (flow: Flow, row: Row): number => {
  const lot = first(flow, row)
  const grams = flow.left[lot]!
  take(flow, lot, grams)
  return grams
}

function isAmongInputs(flow: Flow, lot: number): boolean {
  for (let i = flow.inPtr[flow.events]!; i < flow.inputs; i++) if (flow.inLot[i] === lot) return true
  return false
}

function refine(flow: Flow, site: number, anode: number): void {
  const grams = flow.left[anode]!
  take(flow, anode, grams)
  const refined = Math.floor(grams * 0.9985)
  const parcels = Math.max(1, Math.round(refined / PARCEL))
  divide(flow, refined, parcels, materialNo.cathode)
  closeEvent(flow, kindNo.refine, site)
  for (let lot = flow.lots - parcels; lot < flow.lots; lot++) sendToCustomer(flow, lot, site, flow.luck.between(2, 30))
}

/** Parcels are opened; some bundles are put together with others before they go on. */
function store(flow: Flow, site: number): void {
  const row = flow.stock[site]!
  while (row.count > 0 && !ended(flow)) {
    const parcel = first(flow, row)
    const grams = flow.left[parcel]!
    take(flow, parcel, grams)
    divide(flow, grams, 5, materialNo.cathode)
    closeEvent(flow, kindNo.split, site)
    for (let lot = flow.lots - 5; lot < flow.lots; lot++) {
      if (flow.luck.next() < 0.3) wait(flow, flow.wire[site]!, lot)
      else sendToCustomer(flow, lot, site, flow.luck.between(1, 20))
    }
  }
  mergeBundles(flow, site)
}

function mergeBundles(flow: Flow, site: number): void {
  const row = flow.wire[site]!
  while (row.count >= 4 && !ended(flow)) {
    let grams = 0
    for (let i = flow.luck.between(2, 4); i > 0; i--) grams += takeAll(flow, row)
    const lot = make(flow, grams, materialNo.cathode)
    closeEvent(flow, kindNo.merge, site)
    sendToCustomer(flow, lot, site, flow.luck.between(1, 20))
  }
}

/** Two to ten cathodes and bought scrap are melted to one charge of rod. */
function cast(flow: Flow, site: number): void {
  const [row, scrap] = [flow.stock[site]!, flow.scrap[site]!]
  while (row.grams >= CHARGE * 1.5 && row.count >= 2 && !ended(flow)) {
    let grams = scrap.count > 0 ? takeAll(flow, scrap) : 0
    for (let i = 0; i < 10 && row.count > 0 && (grams < CHARGE || i < 2); i++) grams += takeAll(flow, row)
    const rod = Math.floor(grams * (0.995 + flow.luck.next() * 0.003))
    const coils = Math.max(1, Math.round(rod / COIL))
    divide(flow, rod, coils, materialNo.rod)
    closeEvent(flow, kindNo.cast, site)
    for (let lot = flow.lots - coils; lot < flow.lots; lot++) sendToCustomer(flow, lot, site, flow.luck.between(1, 14))
  }
}

/** Coils are drawn to wire, wires made to cable, reels cut to length and sold. */
function manufacture(flow: Flow, site: number): void {
  const [row, wires, habits] = [flow.stock[site]!, flow.wire[site]!, flow.habits]
  while (row.count > 0 && !ended(flow)) pieces(flow, site, first(flow, row), habits.wires, kindNo.draw, materialNo.wire, (wire) => wait(flow, wires, wire))
  while (wires.count >= habits.wiresIn[1] && !ended(flow)) {
    let grams = 0
    for (let i = flow.luck.between(habits.wiresIn[0], habits.wiresIn[1]); i > 0; i--) grams += takeAll(flow, wires)
    const cable = Math.floor(grams * 0.998)
    const offcut = habits.returned > 0 && flow.luck.next() < 0.25 ? Math.floor(cable * 0.03) : 0
    divide(flow, cable - offcut, habits.reels, materialNo.cable)
    const last = flow.lots
    if (offcut > 0) make(flow, offcut, materialNo.scrap, 1)
    closeEvent(flow, kindNo.cable, site)
    if (offcut > 0) sendToCustomer(flow, last, site, flow.luck.between(2, 20))
    for (let reel = last - habits.reels; reel < last; reel++) {
      if (flow.luck.next() < 0.5) pieces(flow, site, reel, habits.cuts, kindNo.cut, materialNo.cable, (cut) => sold(flow, cut))
      else sold(flow, reel)
      if (ended(flow)) return
    }
  }
}

function sold(flow: Flow, lot: number): void {
  if (flow.luck.next() < flow.habits.returned) wait(flow, rowOn(flow.returning, flow.day + RETURNS_AFTER), lot)
}

function pieces(flow: Flow, site: number, from: number, count: number, kind: number, material: number, then: (lot: number) => void): void {
  const grams = flow.left[from]!
  if (!flow.habits.isPieceByPiece) {
    take(flow, from, grams)
    divide(flow, grams, count, material)
    closeEvent(flow, kind, site)
    for (let lot = flow.lots - count; lot < flow.lots; lot++) then(lot)
    return
  }
  const each = Math.floor(grams / count)
  for (let i = 1; i <= count; i++) {
    const part = i < count ? each : flow.left[from]!
    take(flow, from, part)
    const lot = make(flow, part, material)
    closeEvent(flow, kind, site)
    then(lot)
  }
}
