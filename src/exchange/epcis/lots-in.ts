// Lots and amounts in EPCIS events: what is drawn of lots, and what new lots hold. A weight alone says nothing of metal: it
// becomes contained metal by the assay that stands beside it, or by what is known of the lot (custody notes 2.2).
import { containedOf, dividedHalfUp, quantaOf, splitWhole, type Quantum } from '#src/kernel/mass.ts'
import { compact, massParts, without, worded, type DrawValue, type LotValue } from './custody-line.ts'
import { canonicalName } from './digital-link.ts'
import type { JsonObject } from './event.ts'
import { Contradicted, NotBooked, type WeighedLot, type Mapping } from './mapping.ts'
import { lotIn } from './names.ts'
import { massCodes, massUnitOf } from './vocabulary.ts'

export type Things = { readonly event: JsonObject; readonly own: JsonObject; readonly ilmd: JsonObject; readonly mapping: Mapping }
type Element = { readonly uri: string; readonly ref: string; readonly organisationId: string; readonly isOfBook: boolean; readonly quantity?: number; readonly uom?: string; readonly described: JsonObject }

const list = (value: unknown): readonly unknown[] => Array.isArray(value) ? value as unknown[] : []
export const saysNothing = (event: JsonObject, names: string, quantities: string): boolean => list(event[names]).length === 0 && list(event[quantities]).length === 0

/** Names and quantities of a list together, each with what an extension says of it. */
function elementsOf(things: Things, names: string, quantities: string): Element[] {
  return [...list(things.event[names]).map((uri) => elementOf(things, String(uri), {})), ...list(things.event[quantities]).map((one) => {
    const { epcClass, quantity, uom } = one as { epcClass: string; quantity?: number; uom?: string }
    return elementOf(things, epcClass, { ...(quantity === undefined ? {} : { quantity }), ...(uom === undefined ? {} : { uom }) })
  })]
}

function elementOf({ own, mapping }: Things, uri: string, amount: { quantity?: number; uom?: string }): Element {
  const named = canonicalName(uri)
  const described = list(own['lots']).map((one) => (one ?? {}) as JsonObject).find((one) => typeof one['epcClass'] === 'string' && canonicalName(one['epcClass']) === named) ?? {}
  const name = lotIn(mapping.names, uri)
  return { uri, ...name, ...(typeof described['lot'] === 'string' ? { ref: described['lot'] } : {}), ...amount, described: without(described, 'epcClass') }
}

const shown = (element: Element): string => element.uri.slice(0, 120)

/** A quantity as a mass is written. @throws NotBooked where its unit is none of mass; @throws Contradicted where it is not exact */
function massOf(element: Element): string | undefined {
  if (element.quantity === undefined) return undefined
  if (element.uom === undefined) throw new NotBooked('epcis-uom-unknown', `${shown(element)}: a number of pieces is no mass. Give the weight, with one of ${massCodes.join(', ')}.`)
  const unit = massUnitOf(element.uom)
  if (unit === undefined) throw new NotBooked('epcis-uom-unknown', `${shown(element)}: ${element.uom} is no unit of mass that is booked. Use one of ${massCodes.join(', ')}.`)
  const text = String(element.quantity)
  if (!/^\d{1,15}(\.\d{1,9})?$/.test(text)) throw new Contradicted('epcis-quantity-inexact', `${shown(element)}: ${text} cannot be booked exactly. Use a unit in which it has at most 15 digits before and 9 behind the point.`)
  return `${text} ${unit}`
}

const isSameMass = (mass: unknown, element: Element): boolean => {
  const parts = massParts(mass)
  return parts === undefined || element.quantity === undefined || (parts.number === element.quantity && massUnitOf(element.uom ?? '') === parts.unit)
}

/** An event may only draw of its own book, and make lots in it. */
function assertOwn({ mapping }: Things, element: Element): void {
  if (element.organisationId !== mapping.names.organisationId) throw new Contradicted('epcis-books-mixed', `${shown(element)} stands in the book of ${element.organisationId}, and this event is recorded in the book of ${mapping.names.organisationId}. An event draws of one book only.`)
}

/** What is known of a lot from how it is stated. */
export function massOfLot(lot: LotValue, quantumOf: (metal: string) => Quantum): WeighedLot | undefined {
  const metal = worded(lot['metal'])
  const quantum = quantumOf(metal)
  const measured = lot['measured'] as { gross?: string; moisture?: string; assay?: Record<string, string> } | undefined
  try {
    const grossGrams = measured?.gross === undefined ? null : quantaOf(measured.gross, 'g')
    const stated = (lot['contained'] as Record<string, string> | undefined)?.[metal]
    const grade = measured?.assay?.[metal]
    const amount = stated !== undefined ? quantaOf(stated, quantum) : grossGrams === null || grade === undefined ? undefined : containedOf(grossGrams, measured?.moisture ?? '0', grade, quantum).contained
    return amount === undefined ? undefined : { material: worded(lot['material']), metal, model: worded(lot['model'] ?? 'mass-balance'), grossGrams, amount }
  } catch {
    return undefined // a mass or a grade that is not written as one: the ledger says so
  }
}

// Draws ---------------------------------------------------------------------------------------------------------------

const TAKES = ['take', 'contained', 'recovery'] as const

/** @param isNamedOnly where the amount is of no interest */
export function drawsOf(things: Things, names: string, quantities: string, isNamedOnly = false): DrawValue[] {
  return elementsOf(things, names, quantities).map((element) => {
    assertOwn(things, element)
    if (isNamedOnly) return { lot: element.ref }
    const said = compact(Object.fromEntries(TAKES.map((name) => [name, element.described[name]])))
    return { lot: element.ref, ...(said['take'] === undefined && said['contained'] === undefined ? { take: takeOf(things, element) } : {}), ...said }
  })
}

/** An amount of a lot's own metal, from a weight: of the whole lot in proportion to its own weight. */
function takeOf({ mapping }: Things, element: Element): string {
  const mass = massOf(element)
  if (mass === undefined) return 'all'
  const known = mapping.lotOf(element.ref)
  if (known === undefined) throw new NotBooked('epcis-lot-unknown', `${shown(element)} is no lot of this book: record how it came in first.`)
  const { quanta, isAll } = shareOfLot(mapping, known, mass)
  return isAll ? 'all' : `${quanta} ${mapping.quantumOf(known.metal)}`
}

function shareOfLot(mapping: Mapping, known: WeighedLot, mass: string): { readonly quanta: number; readonly isAll: boolean } {
  if (known.grossGrams === null) { const quanta = quantaOf(mass, mapping.quantumOf(known.metal)); return { quanta, isAll: quanta === known.amount } }
  const grams = quantaOf(mass, 'g')
  if (grams === known.grossGrams) return { quanta: known.amount, isAll: true }
  if (grams > known.grossGrams) throw new Contradicted('epcis-quantity-above-lot', `${mass} are drawn of a lot that weighed ${known.grossGrams / 1000} kg. Check the weight.`)
  return { quanta: Number(dividedHalfUp(BigInt(known.amount) * BigInt(grams), BigInt(known.grossGrams))), isAll: false }
}

// New lots ------------------------------------------------------------------------------------------------------------

const DESCRIBED = ['material', 'metal', 'measured', 'contained', 'model', 'scrapClass', 'identifiers', 'documents', 'sentAs', 'origin'] as const
const DEFAULTS = ['material', 'metal', 'model', 'scrapClass', 'origin'] as const
const chosen = (from: JsonObject, names: readonly string[]): JsonObject => compact(Object.fromEntries(names.map((name) => [name, from[name]])))

/** @param isReceived lots may be called by the sender's name */
export function newLots(things: Things, names: string, quantities: string, isReceived = false): LotValue[] {
  const elements = elementsOf(things, names, quantities)
  // A contained mass that stands for the whole event can only be that of one lot.
  if (elements.length > 1 && (things.own['contained'] ?? things.ilmd['contained']) !== undefined) throw new Contradicted('epcis-extension-disagrees', 'cupel:contained stands for one lot, and the event has several: say it of each in cupel:lots.')
  return elements.map((element) => newLot(things, element, isReceived))
}

function newLot(things: Things, element: Element, isReceived: boolean): LotValue {
  if (!isReceived) assertOwn(things, element)
  const { described } = element
  // What stands for all lots of the event: in its master data, or beside them.
  const shared = { ...things.own, ...things.ilmd }
  const lot = { ...chosen(shared, DEFAULTS), ...chosen(described, DESCRIBED) }
  const isStated = described['measured'] !== undefined || described['contained'] !== undefined
  const full = { lot: element.ref, ...lot, ...(isStated ? {} : measuredBy(element, shared)), ...namedBy(element, described, isReceived) } as LotValue
  if (full['metal'] === undefined || full['material'] === undefined) throw new NotBooked('epcis-lot-undescribed', `${shown(element)}: its material and metal are not said. Say them in ilmd or cupel:lots.`)
  const gross = (full['measured'] as JsonObject | undefined)?.['gross'] ?? (full['contained'] as JsonObject | undefined)?.[worded(full['metal'])]
  if (!isSameMass(gross, element)) throw new Contradicted('epcis-extension-disagrees', `${shown(element)}: the quantity says ${element.quantity} ${element.uom ?? ''}, and the extension ${worded(gross)}. Correct one of them.`)
  return full
}

/** Weight and assay: dry by default. */
function measuredBy(element: Element, shared: JsonObject): JsonObject {
  const mass = massOf(element)
  const assay = shared['assay'] as JsonObject | undefined
  if (mass !== undefined && assay !== undefined) return { measured: compact({ gross: mass, moisture: shared['moisture'], assay }) }
  if (shared['contained'] !== undefined) return { contained: shared['contained'] }
  throw new NotBooked('epcis-lot-undescribed', `${shown(element)}: a weight alone does not say how much metal there is. Say cupel:assay (and cupel:moisture) or cupel:contained.`)
}

/** The name somebody else gave stays with the lot. */
function namedBy(element: Element, described: JsonObject, isReceived: boolean): JsonObject {
  if (typeof described['lot'] === 'string') return {}
  if (isReceived && element.isOfBook) return { sentAs: described['sentAs'] ?? element.ref }
  return element.isOfBook || element.uri.length > 200 ? {} : { identifiers: { epc: element.uri, ...described['identifiers'] as JsonObject | undefined } }
}

// Wholes and parts ----------------------------------------------------------------------------------------------------

function parentElement(things: Things): Element {
  const uri = things.event['parentID']
  if (typeof uri !== 'string') throw new NotBooked('epcis-lot-undescribed', 'The whole is not named: say it in parentID.')
  const element = elementOf(things, uri, {})
  assertOwn(things, element)
  return element
}

/** The whole that lots are put together to: what is in it is the sum of them, unless it is stated. */
export function parentLot(things: Things, inputs: readonly DrawValue[]): LotValue {
  const element = parentElement(things)
  const { described } = element
  if (described['measured'] !== undefined || described['contained'] !== undefined) return newLot(things, element, false)
  const { mapping } = things
  const parts = inputs.map((draw) => ({ draw, known: mapping.lotOf(draw.lot) }))
  const [first] = parts
  if (first === undefined || parts.some(({ known }) => known === undefined || known.metal !== first.known?.metal)) throw new NotBooked('epcis-lot-unknown', 'What is put together is not known here, or of different metals: say in cupel:lots what the whole holds.')
  const metal = first.known!.metal
  const quantum = mapping.quantumOf(metal)
  const total = parts.reduce((sum, { draw, known }) => sum + (draw.take === undefined || draw.take === 'all' ? known!.amount : quantaOf(worded(draw.take), quantum)), 0)
  const model = parts.every(({ known }) => known!.model === first.known!.model) ? first.known!.model : 'mass-balance'
  return { lot: element.ref, material: first.known!.material, metal, model, contained: { [metal]: `${total} ${quantum}` }, ...chosen(described, DESCRIBED), ...namedBy(element, described, false) }
}

/** The parts of a whole: stated one by one, or shares of it by weight. */
export function childLots(things: Things): { readonly input: DrawValue; readonly outputs: readonly LotValue[] } {
  const parent = parentElement(things)
  const children = elementsOf(things, 'childEPCs', 'childQuantityList')
  const said = compact(Object.fromEntries(TAKES.map((name) => [name, parent.described[name]])))
  if (children.every(({ described }) => described['measured'] !== undefined || described['contained'] !== undefined)) return { input: { lot: parent.ref, take: 'all', ...said }, outputs: children.map((child) => newLot(things, child, false)) }
  const { mapping } = things
  const known = mapping.lotOf(parent.ref)
  if (known === undefined) throw new NotBooked('epcis-lot-unknown', `${shown(parent)} is no lot of this book: record how it came in first.`)
  const masses = children.map((child) => massOf(child) ?? notWeighed(child))
  const grams = masses.map((mass) => quantaOf(mass, 'g'))
  const isWhole = known.grossGrams !== null && grams.reduce((sum, one) => sum + one, 0) === known.grossGrams
  const amounts = isWhole ? splitWhole(known.amount, grams) : masses.map((mass) => shareOfLot(mapping, known, mass).quanta)
  const quantum = mapping.quantumOf(known.metal)
  const outputs = children.map((child, i): LotValue => {
    assertOwn(things, child)
    return { lot: child.ref, material: known.material, metal: known.metal, model: known.model, contained: { [known.metal]: `${amounts[i]!} ${quantum}` }, ...chosen(child.described, DESCRIBED), ...namedBy(child, child.described, false) }
  })
  return { input: { lot: parent.ref, take: isWhole ? 'all' : `${amounts.reduce((sum, one) => sum + one, 0)} ${quantum}` }, outputs }
}

const notWeighed = (child: Element): never => { throw new NotBooked('epcis-lot-undescribed', `${shown(child)}: how much of the whole it is, is not said.`) }
