// The lines that programs send by the thousand, read by hand: extracting, making, regrouping, handing over and selling, with
// plain texts only. What is read here is what `EventLine` reads, in the same canonical text; anything out of the ordinary,
// wrong or only rare, is left to it. `plain-line.test.ts` holds the two together.
import { SiteId } from '#src/kernel/id.ts'
import { WRITTEN } from '#src/kernel/quanta.ts'
import { isCalendarDay } from '#src/kernel/time.ts'
import { CustodyModel, ScrapClass } from './custody-model.ts'
import type { EventLine } from './event.ts'
import { Material } from './lot.ts'
import { Substance } from './substance.ts'

export type PlainLine = { readonly line: EventLine; /** Canonical JSON (RFC 8785). */ readonly text: string }

type Fields = Record<string, unknown>
/** The member as canonical text, undefined where it is not plain. */
type Member = (value: unknown) => string | undefined

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)
const matching = (form: RegExp): Member => (value) => typeof value === 'string' && form.test(value) ? `"${value}"` : undefined
const oneOf = (options: readonly string[]): Member => {
  const texts = new Map<unknown, string>(options.map((option) => [option, `"${option}"`]))
  return (value) => texts.get(value)
}

const ref = matching(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,79}$/)
const mass = matching(WRITTEN)
const fraction = matching(/^(0(\.\d{1,9})?|1(\.0{1,9})?)$/)
/** Letters that JSON writes as they are, with no blank at either end. */
const words = matching(/^[!#-[\]-~](?:[ !#-[\]-~]{0,78}[!#-[\]-~])?$/)
const partyId = matching(/^[\w.-]{1,100}$/)

/** A place is one of few: each is checked once. */
const sites = new Set<string>()
const MOST_SITES = 10_000
const site: Member = (value) => {
  if (typeof value !== 'string') return undefined
  if (!sites.has(value)) {
    if (!SiteId.safeParse(value).success) return undefined
    if (sites.size >= MOST_SITES) sites.clear()
    sites.add(value)
  }
  return `"${value}"`
}

/** Fields in the order of their names, so that the text is canonical; `more` may say what stands where one is absent. */
type Form = { readonly names: readonly string[]; readonly members: readonly Member[]; readonly absent: readonly (string | null | undefined)[] }
/** @param absent null: may be absent; a text: stands where it is absent; not named: must be there */
function form(members: Readonly<Record<string, Member>>, absent: Readonly<Record<string, string | null>> = {}): Form {
  const names = Object.keys(members).sort()
  return { names, members: names.map((name) => members[name]!), absent: names.map((name) => absent[name]) }
}

/** Fills in what stands where a field is absent, as the schema does. */
function fieldsText({ names, members, absent }: Form, value: unknown): string | undefined {
  if (!isFields(value)) return undefined
  let text = ''
  let left = 0
  for (const _ in value) left += 1
  for (let i = 0; i < names.length; i++) {
    const name = names[i]!
    let field = Object.hasOwn(value, name) ? value[name] : undefined
    if (field === undefined) {
      const instead = absent[i]
      if (instead === undefined) return undefined
      if (instead === null) continue
      value[name] = field = instead
    } else left -= 1
    const member = members[i]!(field)
    if (member === undefined) return undefined
    text += `${text === '' ? '' : ','}"${name}":${member}`
  }
  return left === 0 ? `{${text}}` : undefined
}

const known: ReadonlySet<string> = new Set(Substance.options)
const bySubstance = (amount: Member): Member => (value) => {
  if (!isFields(value)) return undefined
  let text = ''
  const names = Object.keys(value)
  if (names.length > 1) names.sort()
  for (const name of names) {
    const member = known.has(name) ? amount(value[name]) : undefined
    if (member === undefined) return undefined
    text += `${text === '' ? '' : ','}"${name}":${member}`
  }
  return `{${text}}`
}

const listOf = (of: Form, most: number): Member => (value) => {
  if (!Array.isArray(value) || value.length === 0 || value.length > most) return undefined
  let text = ''
  for (const one of value) {
    const item = fieldsText(of, one)
    if (item === undefined) return undefined
    text += `${text === '' ? '' : ','}${item}`
  }
  return `[${text}]`
}
const fields = (of: Form): Member => (value) => fieldsText(of, value)

const masses = bySubstance(mass)
const draw = form({ lot: ref, take: (value) => value === 'all' ? '"all"' : mass(value), contained: masses, recovery: fraction }, { take: 'all', contained: null, recovery: null })
const measured = fields(form({ gross: mass, moisture: fraction, assay: bySubstance(fraction) }, { moisture: '0' }))
const lotMembers = { lot: ref, material: oneOf(Material.options), metal: oneOf(Substance.options), measured, contained: masses, model: oneOf(CustodyModel.options), scrapClass: oneOf(ScrapClass.options) }
const lotAbsent = { measured: null, contained: null, model: 'mass-balance', scrapClass: null }
const lot = form(lotMembers, lotAbsent)
const party = fields(form({ organisationId: partyId }))

const DAYS = new Map<string, boolean>()
const AT = /^((?:19|2\d)\d{2}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,3})?Z$/
/** An instant with its milliseconds. */
function instant(at: unknown): string | undefined {
  const day = typeof at === 'string' ? AT.exec(at)?.[1] : undefined
  if (day === undefined) return undefined
  let isDay = DAYS.get(day)
  if (isDay === undefined) {
    if (DAYS.size >= MOST_SITES) DAYS.clear()
    DAYS.set(day, isDay = isCalendarDay(day))
  }
  const text = at as string
  return isDay ? text.length === 24 ? text : `${text.slice(0, 19)}.${text.slice(20, -1).padEnd(3, '0')}Z` : undefined
}
const whole: Member = (value) => `"${value as string}"`

const event = (kind: string, members: Readonly<Record<string, Member>>, absent: Readonly<Record<string, null>> = {}): Form => form({ kind: () => `"${kind}"`, event: ref, at: whole, site, ...members }, absent)
const [draws, lots, oneDraw, oneLot] = [listOf(draw, 500), listOf(lot, 2000), listOf(draw, 1), listOf(lot, 1)]
const received = listOf(form({ ...lotMembers, sentAs: ref }, { ...lotAbsent, sentAs: null }), 2000)
const FORMS: ReadonlyMap<unknown, Form> = new Map([
  ['extract', event('extract', { outputs: lots })],
  ['transform', event('transform', { inputs: draws, outputs: lots, losses: masses, process: words }, { losses: null, process: null })],
  ['split', event('split', { inputs: oneDraw, outputs: lots })],
  ['merge', event('merge', { inputs: draws, outputs: oneLot })],
  ['aggregate', event('aggregate', { inputs: draws, outputs: oneLot })],
  ['ship', event('ship', { inputs: draws, shipment: ref, to: party, toSite: site, model: oneOf(CustodyModel.options) }, { toSite: null, model: null })],
  ['receive', event('receive', { from: party, shipment: ref, outputs: received }, { from: null, shipment: null })],
  ['sell', event('sell', { inputs: draws, market: words, buyer: party }, { buyer: null })],
])

/**
 * Reads a line that holds nothing but what is common.
 * @param value what JSON.parse made; absent fields are filled in where they stand for something
 * @returns undefined where the schema is to read it
 */
export function plainLine(value: unknown): PlainLine | undefined {
  if (!isFields(value)) return undefined
  const of = FORMS.get(value['kind'])
  const at = of === undefined ? undefined : instant(value['at'])
  if (at === undefined) return undefined
  const sent = value['at']
  value['at'] = at
  const text = fieldsText(of!, value)
  if (text !== undefined) return { line: value as EventLine, text }
  value['at'] = sent
  return undefined
}
