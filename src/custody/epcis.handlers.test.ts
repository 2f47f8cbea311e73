// What EPCIS tells to whom: a receiver nothing of a correction's history, an account of one site nothing of the others; and the
// same event again is known, whoever named it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CUPEL_CONTEXT, EPCIS_CONTEXT } from '#src/exchange/epcis/context.ts'
import { organisationFact } from '#src/parties/organisation.ts'
import { putFact } from '#src/transparency/fact.ts'
import { extract, nextAt, partyWith, record, recordedAs, siteNo } from '#test/custody.ts'
import { addPerson, grant } from '#test/people.ts'
import { testWorld, type World } from '#test/world.ts'
import type { Actor } from '#src/access/actor.ts'

const [ORG, FIRST, SECOND] = ['org_sender', 'org_first', 'org_second']
const [HERE, THERE] = [siteNo(1), siteNo(2)]
const HOST = 'http://localhost:8080'
type Json = Record<string, unknown>
type Key = string

let world: World
let owner: Actor
let ofOwner: Key
let ofClerk: Key
let ofSecond: Key
const keyOf = async (name: string, role: 'site-owner' | 'site-contributor', kind: 'organisation' | 'site', id: string): Promise<Key> =>
  (await world.house.accounts.createKey((await addPerson(world, name, [grant(role, kind, id)])).userId, { name: 'epcis', reach: 'write', expiresInDays: undefined })).key
beforeAll(async () => {
  world = await testWorld({ now: '2026-06-15T12:00:00.000Z' })
  owner = await partyWith(world, ORG, [HERE, THERE])
  for (const [id, site] of [[FIRST, siteNo(3)], [SECOND, siteNo(4)]] as const) {
    await partyWith(world, id, [site])
    await world.publish([putFact(organisationFact, id, { name: `Invented ${id}`, aliases: [], dataset: 'invented', citations: [{ text: 'invented for a test' }] })])
  }
  ofOwner = await keyOf('Owner', 'site-owner', 'organisation', ORG)
  ofClerk = await keyOf('Clerk of there', 'site-contributor', 'site', THERE)
  ofSecond = await keyOf('Second', 'site-owner', 'organisation', SECOND)
})
afterAll(async () => {
  expect(world.faults).toEqual([])
  await world.close()
})

async function ask(key: Key, method: 'GET' | 'POST', path: string, body?: unknown): Promise<{ status: number; body: Json; code: unknown }> {
  const response = await world.fetch(`/api/v1/epcis${path}${path.includes('?') ? '&' : '?'}organisationId=${key === ofSecond ? SECOND : ORG}`, { method, headers: { authorization: `Bearer ${key}` }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  const answered = await response.json() as Json
  return { status: response.status, body: answered, code: response.status < 400 ? answered['state'] : String(answered['type']).split('/').at(-1) }
}
const context = [EPCIS_CONTEXT, CUPEL_CONTEXT]
const document = (...eventList: unknown[]) => ({ '@context': context, type: 'EPCISDocument', schemaVersion: '2.0', creationDate: '2026-06-15T10:00:00Z', epcisBody: { eventList } })
const capture = async (key: Key, ...events: unknown[]): Promise<Json[]> => {
  const { status, body } = await ask(key, 'POST', '/captures?errorBehaviour=proceed', document(...events))
  if (status !== 202) throw new Error(JSON.stringify(body))
  return body['answers'] as Json[]
}
const words = (answers: readonly Json[]): string[] => answers.map(({ state, reason }) => reason === null ? String(state) : `${String(state)} ${String((reason as Json)['code'])}`)
const alone = (event: Json): Json => ({ '@context': context, ...event })
const told = async (key: Key, query = ''): Promise<Json[]> => ((await ask(key, 'GET', `/events?query=${encodeURIComponent(`perPage=1000&${query}`)}`)).body['items'] as { event: Json }[]).map(({ event }) => event)

let minute = 0
const time = () => { minute += 1; return { eventTime: new Date(Date.UTC(2026, 4, 1) + minute * 60_000).toISOString().replace('.000Z', '+00:00'), eventTimeZoneOffset: '+00:00' } }
const at = (site: string) => ({ bizLocation: { id: `${HOST}/sites/${site}` } })
const lotUri = (ref: string) => `${HOST}/lots/${ORG}:${ref}`
const mass = (ref: string, kg: number) => ({ quantityList: [{ epcClass: lotUri(ref), quantity: kg, uom: 'KGM' }] })
const made = (ref: string, kg: number, site: string, more: Json = {}): Json => ({ type: 'ObjectEvent', action: 'ADD', bizStep: 'commissioning', ...time(), ...at(site), ...mass(ref, kg), ilmd: { 'cupel:material': 'concentrate', 'cupel:metal': 'copper', 'cupel:assay': { 'cupel:copper': '0.25' } }, ...more })
const sold = (ref: string, kg: number | undefined, site: string, more: Json = {}): Json => ({ type: 'ObjectEvent', action: 'DELETE', bizStep: 'retail_selling', ...time(), ...at(site), quantityList: [{ epcClass: lotUri(ref), ...(kg === undefined ? {} : { quantity: kg, uom: 'KGM' }) }], ...more })

describe('a shipment whose receiver was corrected', () => {
  it('is told to the right receiver as it now stands, and nothing of what stood before or why', async () => {
    const shipped = { kind: 'ship', at: nextAt(), site: HERE, inputs: [{ lot: 'C-1', take: '5 t' }], shipment: 'SH-1' }
    await record(world, owner, ORG, [extract('C-E', HERE, 'C-1', '10 t')])
    expect(await recordedAs(world, owner, ORG, [{ ...shipped, event: 'C-S', at: nextAt(), to: { organisationId: FIRST } }])).toEqual(['recorded'])
    const { event: _, ...instead } = { ...shipped, event: '', at: nextAt(), shipment: 'SH-2', to: { organisationId: SECOND } }
    expect(await recordedAs(world, owner, ORG, [{
      kind: 'correct', event: 'C-C', at: nextAt(), site: HERE, corrects: 'C-S', reason: 'Sold to First by mistake.', note: 'Ask nobody.', documents: [{ kind: 'other', ref: 'INTERNAL-7' }], instead,
    }])).toEqual(['recorded'])
    const seen = await told(ofSecond)
    expect(seen).toHaveLength(1)
    expect(seen[0]).toMatchObject({ bizStep: 'shipping', eventID: `${HOST}/epcis/events/${ORG}:C-C`, destinationList: [{ destination: `${HOST}/organisations/${SECOND}` }] })
    expect(JSON.stringify(seen)).not.toMatch(/errorDeclaration|org_first|mistake|nobody|INTERNAL|C-S/)
    expect((await told(ofOwner, 'EXISTS_errorDeclaration=')).map((one) => one['eventID'])).toEqual([`${HOST}/epcis/events/${ORG}:C-S`])
  })
})

describe('an event without an eventID', () => {
  it('sent again, alone or in a document, is the same event', async () => {
    const event = made('A-1', 1000, HERE)
    expect(words(await capture(ofOwner, event))).toEqual(['booked'])
    expect(words(await capture(ofOwner, event))).toEqual(['already-captured'])
    expect((await ask(ofOwner, 'POST', '/events', alone(event))).code).toBe('already-captured')
    const other = alone(made('A-2', 1000, HERE))
    const first = await ask(ofOwner, 'POST', '/events', other)
    expect([first.status, first.code]).toEqual([201, 'booked'])
    expect((await ask(ofOwner, 'POST', '/events', other)).body).toEqual({ ...first.body, state: 'already-captured' })
    expect((await ask(ofOwner, 'POST', '/events', { ...other, eventID: first.body['eventId'] })).code).toBe('already-captured')
    expect(await told(ofOwner, `MATCH_epcClass=${lotUri('A-2')}`)).toHaveLength(1)
  })
})

describe('fields of a form nobody expects', () => {
  const odd = { 'cupel:toString': 1 }
  it.each<[string, () => Json, string]>([
    ['a metal that is an object', () => made('O-1', 5, HERE, { 'cupel:lots': [{ 'cupel:epcClass': lotUri('O-1'), 'cupel:material': 'concentrate', 'cupel:metal': odd, 'cupel:contained': { 'cupel:copper': '1 t' } }] }), 'refused line-malformed'],
    ['a mass that is an object', () => made('O-1', 5, HERE, { 'cupel:lots': [{ 'cupel:epcClass': lotUri('O-1'), 'cupel:material': 'concentrate', 'cupel:metal': 'copper', 'cupel:contained': { 'cupel:copper': odd } }] }), 'refused mass-malformed'],
    ['a lot that is nothing', () => made('O-1', 5, HERE, { 'cupel:lots': [null] }), 'booked'],
    ['an event number that is an object', () => ({ ...made('O-2', 5, HERE), 'cupel:event': odd }), 'booked'],
    ['parts that are nothing', () => made('O-3', 5, HERE, { childEPCs: [null], parentID: { epcClass: odd }, transformationID: { toString: 1 } }), 'booked'],
    ['a sensor whose device is lists of objects', () => made('O-4', 5, HERE, { sensorElementList: [{ sensorReport: [{ type: 'Temperature', deviceID: [[{ toString: 1 }]] }] }] }), 'booked'],
    ['an address of a word of the language', () => made('O-5', 5, HERE, { 'example:x': 'https://x.example/toString/1234', readPoint: { id: 'https://x.example/constructor/12345' } }), 'booked'],
    ['a declaration whose number is an object', () => ({ ...made('O-6', 5, HERE), errorDeclaration: { declarationTime: '2026-06-01T00:00:00Z', 'cupel:event': odd } }), 'kept epcis-original-unknown'],
    ['an amount that is an object', () => ({ type: 'AggregationEvent', action: 'ADD', bizStep: 'packing', ...time(), ...at(HERE), parentID: lotUri('O-P'), childQuantityList: [{ epcClass: lotUri('A-1'), quantity: 5, uom: 'KGM' }], 'cupel:lots': [{ 'cupel:epcClass': lotUri('A-1'), 'cupel:take': odd }] }), 'refused epcis-quantity-inexact'],
  ])('%s', async (_, event, state) => {
    expect(words(await capture(ofOwner, event()))).toEqual([state])
  })
})

describe('an account of one site', () => {
  beforeAll(async () => {
    const kept = { type: 'ObjectEvent', action: 'OBSERVE', bizStep: 'storing', eventID: 'urn:uuid:00000000-0000-4000-8000-00000000000a', ...time(), ...at(HERE), ...mass('S-1', 1) }
    expect(words(await capture(ofOwner, made('S-1', 40_000, HERE, { eventID: 'urn:uuid:00000000-0000-4000-8000-000000000001' }), made('S-2', 40_000, THERE), kept))).toEqual(['booked', 'booked', 'kept epcis-kind-not-booked'])
    // An event of one place that somebody of the other took back: both books of words speak of it.
    await record(world, owner, ORG, [extract('S-E', HERE, 'S-3', '10 t')])
    expect(await recordedAs(world, owner, ORG, [{ kind: 'void', event: 'S-V', at: nextAt(), site: THERE, voids: 'S-E', reason: 'It never was.' }])).toEqual(['recorded'])
  })

  it('is told its own events, and none of other places', async () => {
    const seen = await told(ofClerk)
    expect(seen.map((one) => (one['bizLocation'] as Json)['id'])).toEqual(seen.map(() => `${HOST}/sites/${THERE}`))
    expect(JSON.stringify(seen)).not.toMatch(/S-1|S-3|S-E/)
    for (const id of ['urn:uuid:00000000-0000-4000-8000-000000000001', `${ORG}:S-E`, `${ORG}:S-V`]) expect([id, (await ask(ofClerk, 'GET', `/events/${encodeURIComponent(id)}`)).code]).toEqual([id, 'epcis-event-absent'])
    expect((await ask(ofClerk, 'GET', '/terms?of=biz-locations')).body['items']).toEqual([`${HOST}/sites/${THERE}`])
    expect((await ask(ofClerk, 'GET', '/captures')).body['items']).toEqual([])
  })

  it('draws of its own lots, and learns nothing of others from what it is refused', async () => {
    const answers = await capture(ofClerk, sold('S-2', 1000, THERE), sold('S-1', 50_000, THERE), sold('S-1', 1000, THERE), sold('S-NONE', 1000, THERE))
    expect(words(answers)).toEqual(['booked', 'kept epcis-lot-unknown', 'kept epcis-lot-unknown', 'kept epcis-lot-unknown'])
    expect(JSON.stringify(answers)).not.toMatch(/40000|weighed/)
  })

  it('takes back nothing of another place, whether there is such an event or not', async () => {
    const errorDeclaration = { declarationTime: '2026-06-02T08:00:00Z', reason: 'did_not_occur' }
    const declared = (eventID: string): Json => ({ ...made('S-1', 40_000, THERE), eventID, errorDeclaration })
    expect(words(await capture(ofClerk, declared('urn:uuid:00000000-0000-4000-8000-000000000001'), declared('urn:uuid:00000000-0000-4000-8000-000000000099')))).toEqual(['kept epcis-original-unknown', 'kept epcis-original-unknown'])
  })

  it('keeps no event at a place that is not its own, and an eventID of another place is taken whatever it says', async () => {
    const storing = (more: Json) => ({ type: 'ObjectEvent', action: 'OBSERVE', bizStep: 'storing', ...time(), ...mass('S-2', 1), ...more })
    expect(words(await capture(ofClerk, storing(at(HERE)), made('S-9', 5, HERE), storing(at(THERE))))).toEqual(['refused site-not-yours', 'refused site-not-yours', 'kept epcis-kind-not-booked'])
    const [same] = (await ask(ofOwner, 'GET', `/events/${encodeURIComponent('urn:uuid:00000000-0000-4000-8000-00000000000a')}`)).body['items'] as { event: Json }[]
    const answers = await capture(ofClerk, same!.event, { ...same!.event, eventID: 'urn:uuid:00000000-0000-4000-8000-000000000001' })
    expect([words(answers), answers.map(({ ref }) => ref)]).toEqual([['refused epcis-event-id-taken', 'refused epcis-event-id-taken'], [null, null]])
    const placeless = storing({ readPoint: { id: 'geo:1,1' } })
    expect([words(await capture(ofClerk, placeless)), words(await capture(ofClerk, placeless))]).toEqual([['kept epcis-kind-not-booked'], ['already-captured']])
  })
})
