// EPCIS over HTTP, as a partner's software speaks it: the standard's addresses, headers, documents and exceptions.
import { serve } from '@hono/node-server'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CUPEL_CONTEXT, EPCIS_CONTEXT } from '#src/exchange/epcis/context.ts'
import { eventHashId } from '#src/exchange/epcis/event-hash.ts'
import { addPerson, grant } from '#test/people.ts'
import { nextAt, partyWith, record, siteNo } from '#test/custody.ts'
import { testWorld, type World } from '#test/world.ts'
import { drainCaptures } from './epcis-captures.ts'

let world: World
let key: string
let otherKey: string
const ORG = 'org_mill'
const OTHER = 'org_far'
const MILL = siteNo(1)
const HOST = 'http://localhost:8080'
beforeAll(async () => {
  world = await testWorld({ now: '2026-06-15T12:00:00.000Z' })
  await partyWith(world, ORG, [MILL, siteNo(2)])
  await partyWith(world, OTHER, [siteNo(3)])
  const person = await addPerson(world, 'Mia Mill', [grant('site-owner', 'organisation', ORG)])
  key = (await world.house.accounts.createKey(person.userId, { name: 'epcis', reach: 'write', expiresInDays: undefined })).key
  const far = await addPerson(world, 'Far Away', [grant('partner', 'organisation', OTHER)])
  otherKey = (await world.house.accounts.createKey(far.userId, { name: 'epcis', reach: 'write', expiresInDays: undefined })).key
})
afterAll(async () => {
  expect(world.faults).toEqual([])
  await world.close()
})

type Json = Record<string, unknown>
type Told = { status: number; body: Json; headers: Headers }
async function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}, as = key): Promise<Told> {
  const response = await world.fetch(`/epcis${path}`, { method, headers: { authorization: `Bearer ${as}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers }, ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }) })
  const text = await response.text()
  return { status: response.status, body: text === '' ? {} : JSON.parse(text) as Json, headers: response.headers }
}
const post = (path: string, body: unknown, headers?: Record<string, string>, as?: string) => send('POST', path, body, headers, as)
const get = (path: string, headers?: Record<string, string>, as?: string) => send('GET', path, undefined, headers, as)
const context = [EPCIS_CONTEXT, CUPEL_CONTEXT]
const document = (...eventList: unknown[]) => ({ '@context': [...context, { example: 'https://ns.example.com/epcis/' }], type: 'EPCISDocument', schemaVersion: '2.0', creationDate: '2026-06-15T10:00:00Z', epcisBody: { eventList } })
const eventsIn = (body: Json): Json[] => ((body['epcisBody'] as Json)['queryResults'] as { resultsBody: { eventList: Json[] } }).resultsBody.eventList
const place = { bizLocation: { id: `${HOST}/sites/${MILL}` } }
let hour = 0
const time = () => { hour += 1; return { eventTime: new Date(Date.parse('2026-05-01T00:00:00Z') + hour * 600_000).toISOString().replace('.000Z', '+00:00'), eventTimeZoneOffset: '+00:00' } }
const lotUri = (ref: string, org = ORG) => `${HOST}/lots/${org}:${ref}`
const made = (ref: string, kg: number, more: Json = {}): Json => ({ type: 'ObjectEvent', action: 'ADD', bizStep: 'commissioning', ...time(), ...place, quantityList: [{ epcClass: lotUri(ref), quantity: kg, uom: 'KGM' }], ilmd: { 'cupel:material': 'concentrate', 'cupel:metal': 'copper', 'cupel:assay': { 'cupel:copper': '0.25' } }, ...more })
const shipped = (ref: string, kg: number, more: Json = {}): Json => ({
  type: 'ObjectEvent', action: 'OBSERVE', bizStep: 'shipping', disposition: 'in_transit', ...time(), ...place, quantityList: [{ epcClass: lotUri(ref), quantity: kg, uom: 'KGM' }],
  bizTransactionList: [{ type: 'desadv', bizTransaction: `urn:epcglobal:cbv:bt:4012345000009:D-${ref}` }], destinationList: [{ type: 'possessing_party', destination: `${HOST}/organisations/${OTHER}` }], ...more,
})
const states = (told: Told) => (told.body['events'] as { state: string; reason: { code: string } | null }[]).map(({ state, reason }) => reason === null ? state : `${state} ${reason.code}`)
const problem = (told: Told) => [told.status, told.body['type'], told.body['code'] ?? null]

describe('capture', () => {
  it('books what says enough, keeps what does not, and says so of each event', async () => {
    const watched = { type: 'ObjectEvent', action: 'OBSERVE', bizStep: 'transporting', ...time(), epcList: ['urn:epc:id:sscc:4012345.0000000111'], readPoint: { id: 'geo:47.5,11.1' }, 'example:truck': { 'example:plate': 'AB 12' }, sensorElementList: [{ sensorReport: [{ type: 'Temperature', value: 26.5, uom: 'CEL' }] }] }
    const told = await post('/capture', document(made('L-1', 40_000), shipped('L-1', 10_000), watched))
    expect(told.status).toBe(202)
    expect(states(told)).toEqual(['booked', 'booked', 'kept epcis-kind-not-booked'])
    const job = await get(new URL(told.headers.get('location')!).pathname.replace('/epcis', ''))
    expect(job.body).toMatchObject({ running: false, success: true, errors: [], captureErrorBehaviour: 'rollback' })
    const [back] = eventsIn((await get(`/events?EQ_bizStep=transporting`)).body)
    expect(back).toEqual({ ...watched, eventID: eventHashId(watched, { example: 'https://ns.example.com/epcis/' }) })
    const left = await world.fetch(`/api/v1/custody/events?organisationId=${ORG}`, { headers: { authorization: `Bearer ${key}` } })
    expect(((await left.json()) as { items: { kind: string; source: string }[] }).items.map(({ kind, source }) => [kind, source])).toEqual([['ship', 'epcis'], ['extract', 'epcis']])
  })

  it('knows the same document again, and refuses another event of the same id', async () => {
    const event = made('L-2', 1000, { eventID: 'urn:uuid:00000000-0000-0000-0000-000000000002' })
    expect(states(await post('/capture', document(event)))).toEqual(['booked'])
    expect(states(await post('/capture', document(event)))).toEqual(['already-captured'])
    const other = await post('/capture', document({ ...event, 'example:more': 1 }))
    expect([other.status, states(other)]).toEqual([202, ['refused epcis-event-id-taken']])
    expect(other.body).toMatchObject({ success: false, errors: [{ type: 'epcisException:ValidationException', code: 'epcis-event-id-taken', instance: '#/epcisBody/eventList/0' }] })
  })

  it('keeps all out under rollback, and the good ones in under proceed', async () => {
    const [good, over] = [made('L-3', 1000), shipped('L-3', 2000)]
    expect(states(await post('/capture', document(good, over)))).toEqual(['held-back epcis-event-refused', 'refused epcis-quantity-above-lot'])
    expect(eventsIn((await get(`/events?MATCH_epcClass=${encodeURIComponent(lotUri('L-3'))}`)).body)).toEqual([])
    expect(states(await post('/capture', document(good, over), { 'GS1-Capture-Error-Behaviour': 'proceed' }))).toEqual(['booked', 'refused epcis-quantity-above-lot'])
    expect(eventsIn((await get(`/events?MATCH_epcClass=${encodeURIComponent(lotUri('L-3'))}`)).body)).toHaveLength(1)
    expect(problem(await post('/capture', document(good), { 'GS1-Capture-Error-Behaviour': 'maybe' }))).toEqual([400, 'epcisException:ValidationException', null])
  })

  it('keeps out what the law of the ledger refuses, with its own code', async () => {
    const sold = (kg: number) => ({ type: 'ObjectEvent', action: 'DELETE', bizStep: 'retail_selling', ...time(), ...place, quantityList: [{ epcClass: lotUri('L-4'), quantity: kg, uom: 'KGM' }] })
    expect(states(await post('/capture', document(made('L-4', 1000), sold(600), sold(600)), { 'GS1-Capture-Error-Behaviour': 'proceed' }))).toEqual(['booked', 'booked', 'refused lot-overdrawn'])
  })

  it('verifies an event hash that is given as the id', async () => {
    const event = made('L-5', 1000)
    const prefixes = { example: 'https://ns.example.com/epcis/', cupel: 'urn:cupel:custody:' }
    expect(states(await post('/capture', document({ ...event, eventID: eventHashId({ ...event, action: 'OBSERVE' }, prefixes) })))).toEqual(['refused event-hash-differs'])
    expect(states(await post('/capture', document({ ...event, eventID: eventHashId(event, prefixes) })))).toEqual(['booked'])
  })

  it('takes an event back by an error declaration, and corrects it by the corrective event', async () => {
    const wrong = made('L-6', 1000, { eventID: 'urn:uuid:00000000-0000-0000-0000-000000000006' })
    await post('/capture', document(wrong))
    const errorDeclaration = { declarationTime: '2026-06-01T08:00:00Z', reason: 'incorrect_data', correctiveEventIDs: ['urn:uuid:00000000-0000-0000-0000-000000000007'] }
    const right = { ...wrong, quantityList: [{ epcClass: lotUri('L-6'), quantity: 900, uom: 'KGM' }], eventID: 'urn:uuid:00000000-0000-0000-0000-000000000007' }
    expect(states(await post('/capture', document({ ...wrong, errorDeclaration }, right)))).toEqual(['booked', 'booked'])
    expect(eventsIn((await get(`/events/${encodeURIComponent('urn:uuid:00000000-0000-0000-0000-000000000006')}`)).body).map((one) => 'errorDeclaration' in one)).toEqual([false, true])
    expect(states(await post('/capture', document({ ...right, errorDeclaration: { declarationTime: '2026-06-02T08:00:00Z', reason: 'did_not_occur' } })))).toEqual(['booked'])
    expect(states(await post('/capture', document(shipped('L-6', 1))))).toEqual(['kept epcis-lot-unknown'])
  })

  it('captures one event by itself', async () => {
    const event = { '@context': context, ...made('L-7', 1000) }
    const told = await post('/events', event)
    expect([told.status, told.body]).toMatchObject([201, { state: 'booked', ref: expect.stringMatching(/^E-/) }])
    const again = await get(new URL(told.headers.get('location')!).pathname.replace('/epcis', ''))
    expect(eventsIn(again.body)).toEqual([{ ...event, eventID: told.body['eventId'] }])
    expect(problem(await post('/events', { '@context': context, ...shipped('L-7', 5000) }))).toEqual([400, 'epcisException:ValidationException', 'epcis-quantity-above-lot'])
    expect(problem(await post('/events', made('L-7', 1)))).toEqual([400, 'epcisException:ValidationException', 'epcis-context-wrong'])
    expect(problem(await post('/events', { ...event, eventID: told.body['eventId'], action: 'OBSERVE', ilmd: undefined }))).toEqual([400, 'epcisException:ValidationException', 'event-hash-differs'])
  })

  it('books in a dry run what it then does not keep', async () => {
    expect(states(await post('/capture', document(made('L-8', 1)), { 'dry-run': 'true' }))).toEqual(['booked'])
    expect(eventsIn((await get(`/events?MATCH_epcClass=${encodeURIComponent(lotUri('L-8'))}`)).body)).toEqual([])
  })
})

describe('what was sent comes back as it was sent', () => {
  const { vectors } = JSON.parse(readFileSync(new URL('../../test/fixtures/epcis/event-hash-vectors.json', import.meta.url), 'utf8')) as { vectors: { hash: string; context: Json; event: Json }[] }
  it.each(vectors.map((vector, i) => [i + 1, String(vector.event['type']), vector] as const))('sample %i: %s', async (_, __, { hash, context: terms, event }) => {
    const told = await post('/capture', { ...document(event), '@context': [EPCIS_CONTEXT, terms] })
    expect(states(told)[0]).toMatch(/^kept /)
    const { body } = await get(`/events/${encodeURIComponent(hash)}`)
    expect(eventsIn(body)).toEqual([{ ...event, eventID: hash }])
    expect(eventHashId(eventsIn(body)[0]!, (body['@context'] as Json[]).at(-1) as Record<string, string>)).toBe(hash)
    expect(eventsIn((await get(`/events?EQ_eventID=${encodeURIComponent(hash)}`)).body)).toHaveLength(1)
  })
})

it('two who send the same document at once book it once', async () => {
  const same = document(made('C-1', 1000), { ...shipped('C-1', 10), bizStep: 'storing' })
  const told = await Promise.all(Array.from({ length: 6 }, () => post('/capture', same)))
  expect(told.map(({ status }) => status).filter((status) => status !== 202 && status !== 409)).toEqual([])
  expect(told.filter((one) => one.status === 202).map(states).filter((one) => one[0] === 'booked')).toHaveLength(1)
  expect(eventsIn((await get(`/events?MATCH_epcClass=${encodeURIComponent(lotUri('C-1'))}`)).body)).toHaveLength(2)
})

describe('hostile input', () => {
  const deep = () => { let value: unknown = 1; for (let i = 0; i < 60; i++) value = { 'example:a': value }; return value }
  const event = () => made('H-1', 1000)
  it.each<[string, () => unknown, string, number]>([
    ['no JSON', () => '{"type":', 'epcis-document-malformed', 400],
    ['a NUL in a text', () => document({ ...event(), 'example:note': 'a\u0000b' }), 'epcis-document-malformed', 400],
    ['a prototype', () => JSON.stringify(document(event())).replace('"type":"ObjectEvent"', '"__proto__":{"isOperator":true},"type":"ObjectEvent"'), 'epcis-document-malformed', 400],
    ['deep nesting', () => document({ ...event(), 'example:deep': deep() }), 'epcis-document-too-deep', 413],
    ['very deep nesting', () => `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'epcis-document-too-deep', 413],
    ['no document', () => ({ '@context': context, type: 'Invoice' }), 'epcis-document-invalid', 400],
    ['EPCIS 1.2', () => ({ ...document(event()), schemaVersion: '1.2' }), 'epcis-document-invalid', 400],
    ['no event', () => document(), 'epcis-document-invalid', 400],
    ['too many events', () => document(...Array.from({ length: 10_001 }, () => 1)), 'epcis-events-too-many', 413],
    ['no context', () => ({ ...document(event()), '@context': undefined }), 'epcis-context-wrong', 400],
    ['a context of somebody else', () => ({ ...document(event()), '@context': 'https://evil.example/context.jsonld' }), 'epcis-context-wrong', 400],
    ['an unknown kind', () => document({ ...event(), type: 'MagicEvent' }), 'epcis-event-invalid', 400],
    ['a time that is none', () => document({ ...event(), eventTime: '2026-02-30T00:00:00Z' }), 'epcis-event-invalid', 400],
    ['a time without offset', () => document({ ...event(), eventTime: '2026-02-03T00:00:00' }), 'epcis-event-invalid', 400],
    ['a quantity of nothing', () => document({ ...event(), quantityList: [{ epcClass: lotUri('H-1'), quantity: 0, uom: 'KGM' }] }), 'epcis-quantity-invalid', 400],
    ['a negative quantity', () => document({ ...event(), quantityList: [{ epcClass: lotUri('H-1'), quantity: -5, uom: 'KGM' }] }), 'epcis-quantity-invalid', 400],
    ['a unit that is none', () => document({ ...event(), quantityList: [{ epcClass: lotUri('H-1'), quantity: 5, uom: 'kilograms' }] }), 'epcis-event-invalid', 400],
  ])('%s: %s', async (_, body, code, status) => {
    const before = await get('/events?perPage=1000')
    const told = await post('/capture', body())
    expect([told.status, told.body['code']]).toEqual([status, code])
    expect(told.headers.get('content-type')).toBe('application/problem+json')
    expect(eventsIn((await get('/events?perPage=1000')).body)).toEqual(eventsIn(before.body))
  })
  it.each<[string, () => unknown[], string]>([
    ['a future time', () => [{ ...event(), eventTime: '2026-06-15T12:00:01Z' }], 'refused epcis-event-in-future'],
    ['an id twice', () => [{ ...event(), eventID: 'urn:x:1' }, { ...made('H-2', 5), eventID: 'urn:x:1' }], 'refused epcis-event-id-twice'],
    ['lots of another book', () => [{ ...shipped('H-1', 5), quantityList: [{ epcClass: lotUri('L-1', OTHER), quantity: 5, uom: 'KGM' }] }], 'refused epcis-books-mixed'],
    ['a site of another organisation', () => [{ ...event(), bizLocation: { id: `${HOST}/sites/${siteNo(3)}` } }], 'refused site-not-yours'],
    ['a number past exactness', () => [{ ...event(), quantityList: [{ epcClass: lotUri('H-1'), quantity: 1e-12, uom: 'KGM' }] }], 'refused epcis-quantity-inexact'],
  ])('%s', async (_, events, state) => {
    const before = eventsIn((await get('/events?perPage=1000')).body)
    const told = await post('/capture', document(...events()))
    expect(states(told).at(-1)).toBe(state)
    expect(told.body['success']).toBe(false)
    expect(eventsIn((await get('/events?perPage=1000')).body)).toEqual(before)
  })
})

describe('the query', () => {
  it('returns every event of the book, however it was recorded', async () => {
    const actor = await partyWith(world, ORG, [])
    const at = nextAt()
    await record(world, actor, ORG, [{ kind: 'extract', event: 'FORM-1', at, site: MILL, outputs: [{ lot: 'F-1', material: 'cathode', metal: 'copper', contained: { copper: '25 t' } }] }, { kind: 'sell', event: 'FORM-2', at, site: MILL, inputs: [{ lot: 'F-1', take: 'all' }], market: 'EU' }])
    const found = eventsIn((await get(`/events?MATCH_anyEPCClass=${encodeURIComponent(lotUri('F-1'))}&orderDirection=ASC`)).body)
    expect(found).toMatchObject([
      { type: 'ObjectEvent', action: 'ADD', bizStep: 'commissioning', eventID: `${HOST}/epcis/events/${ORG}:FORM-1`, quantityList: [{ epcClass: lotUri('F-1'), quantity: 25, uom: 'TNE' }] },
      { type: 'ObjectEvent', action: 'DELETE', bizStep: 'retail_selling', quantityList: [{ epcClass: lotUri('F-1'), quantity: 25_000, uom: 'KGM' }] },
    ])
    expect(eventsIn((await get(`/events/${encodeURIComponent(`${HOST}/epcis/events/${ORG}:FORM-1`)}`)).body)).toEqual([found[0]])
    expect(eventsIn((await get(`/events/${ORG}:FORM-2`)).body)).toEqual([found[1]])
  })

  it('exported and sent in again, they are the same events of the ledger', async () => {
    const path = `/events?MATCH_anyEPCClass=${encodeURIComponent(lotUri('F-1'))}&orderDirection=ASC`
    const told = eventsIn((await get(path)).body)
    const booked = async () => ((await (await world.fetch(`/api/v1/custody/events?organisationId=${ORG}&limit=1000`, { headers: { authorization: `Bearer ${key}` } })).json()) as { items: unknown[] }).items.length
    const before = await booked()
    const again = await post('/capture', document(...told))
    expect((again.body['events'] as Json[]).map(({ state, ref }) => [state, ref])).toEqual([['booked', 'FORM-1'], ['booked', 'FORM-2']])
    expect([await booked(), eventsIn((await get(path)).body)]).toEqual([before, told])
  })

  it('gives what was shipped to one, without what is the sender\'s own, and nothing else of others', async () => {
    const seen = eventsIn((await get('/events?perPage=1000', {}, otherKey)).body)
    expect(seen).toHaveLength(1)
    expect(seen[0]).toMatchObject({ bizStep: 'shipping', quantityList: [{ epcClass: lotUri('L-1'), quantity: 10_000, uom: 'KGM' }], sourceList: [{ source: `${HOST}/organisations/${ORG}` }] })
    expect(Object.keys(seen[0]!).filter((name) => name.startsWith('cupel:'))).toEqual([])
    expect(problem(await get(`/events?organisationId=${ORG}`, {}, otherKey))).toEqual([404, 'epcisException:NoSuchResourceException', 'book-absent'])
    expect(problem(await get(`/events/${encodeURIComponent('urn:uuid:00000000-0000-0000-0000-000000000002')}`, {}, otherKey))).toEqual([404, 'epcisException:NoSuchResourceException', 'epcis-event-absent'])
    const { body, headers } = await get('/capture?perPage=2')
    expect(body).toHaveLength(2)
    const [, next] = /<([^>]+)>; rel="next"/.exec(headers.get('link')!)!
    expect((await get(next!.slice(`${HOST}/epcis`.length))).body).not.toEqual(body)
    expect(problem(await get(`/capture?nextPageToken=${Buffer.from('{').toString('base64url')}`))).toEqual([400, 'epcisException:ValidationException', 'cursor-invalid'])
    const [capture] = body as unknown as { captureID: string }[]
    expect(problem(await get(`/capture/${capture!.captureID}`, {}, otherKey))).toEqual([404, 'epcisException:NoSuchResourceException', 'epcis-capture-absent'])
  })

  it('answers each filter as a look at all events does', async () => {
    const all = eventsIn((await get('/events?perPage=1000')).body)
    expect(all.length).toBeGreaterThan(10)
    const ids = (events: readonly Json[]) => events.map((one) => [one['eventID'], 'errorDeclaration' in one]).map(String).sort()
    const filters: [string, (one: Json) => boolean][] = [
      ['eventType=ObjectEvent', (one) => one['type'] === 'ObjectEvent'], ['EQ_action=ADD', (one) => one['action'] === 'ADD'], ['EQ_action=DELETE|OBSERVE', (one) => one['action'] === 'DELETE' || one['action'] === 'OBSERVE'],
      ['EQ_bizStep=shipping|urn:epcglobal:cbv:bizstep:transporting', (one) => ['shipping', 'transporting'].includes(String(one['bizStep']))], ['EQ_disposition=in_transit', (one) => one['disposition'] === 'in_transit'],
      [`EQ_bizLocation=${encodeURIComponent(`${HOST}/sites/${MILL}`)}`, (one) => (one['bizLocation'] as Json | undefined)?.['id'] === `${HOST}/sites/${MILL}`],
      ['EQ_readPoint=geo:47.5,11.1', (one) => (one['readPoint'] as Json | undefined)?.['id'] === 'geo:47.5,11.1'],
      ['GE_eventTime=2026-05-01T00:30:00Z&LT_eventTime=2026-05-01T02:00:00%2B00:00', (one) => Date.parse(String(one['eventTime'])) >= Date.parse('2026-05-01T00:30:00Z') && Date.parse(String(one['eventTime'])) < Date.parse('2026-05-01T02:00:00Z')],
      ['MATCH_epc=urn:epc:id:sscc:4012345.0000000111', (one) => ((one['epcList'] ?? []) as string[]).includes('urn:epc:id:sscc:4012345.0000000111')],
      ['EQ_bizTransaction_desadv=urn:epcglobal:cbv:bt:4012345000009:D-L-1', (one) => JSON.stringify(one).includes('D-L-1')],
      ['EXISTS_errorDeclaration=', (one) => 'errorDeclaration' in one], ['EQ_eventID=urn:uuid:00000000-0000-0000-0000-000000000002', (one) => one['eventID'] === 'urn:uuid:00000000-0000-0000-0000-000000000002'],
      ['GE_recordTime=2026-06-15T12:00:00Z', () => true], ['LT_recordTime=2026-06-15T12:00:00Z', () => false],
    ]
    for (const [filter, is] of filters) expect([filter, ids(eventsIn((await get(`/events?perPage=1000&${filter}`)).body))]).toEqual([filter, ids(all.filter(is))])
  })

  it.each(['orderBy=eventTime&orderDirection=DESC', 'orderBy=eventTime&orderDirection=ASC', 'orderBy=recordTime&orderDirection=ASC', 'orderBy=recordTime&orderDirection=DESC'])('pages without losing or repeating one: %s', async (order) => {
    const all = eventsIn((await get(`/events?perPage=1000&${order}`)).body).map((one) => JSON.stringify(one))
    for (const size of [1, 3, 7]) {
      const seen: string[] = []
      let path = `/events?perPage=${size}&${order}`
      for (;;) {
        const page = await get(path)
        expect(eventsIn(page.body).length).toBeLessThanOrEqual(size)
        seen.push(...eventsIn(page.body).map((one) => JSON.stringify(one)))
        const link = /<([^>]+)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1]
        if (link === undefined) break
        expect(page.headers.get('GS1-Next-Page-Token-Expires')).toBe('2026-06-16T12:00:00.000Z')
        path = link.slice(`${HOST}/epcis`.length)
      }
      expect(seen).toEqual(all)
    }
  })

  it('limits the count, and refuses what is too much, misspelt, unsupported or stale', async () => {
    expect(eventsIn((await get('/events?perPage=2&eventCountLimit=3')).body)).toHaveLength(2)
    expect(problem(await get('/events?maxEventCount=2'))).toEqual([413, 'epcisException:QueryTooLargeException', 'epcis-result-too-large'])
    expect((await get('/events?maxEventCount=1000')).status).toBe(200)
    expect(problem(await get('/events?EQ_bizStp=shipping'))).toEqual([400, 'epcisException:QueryParameterException', 'epcis-query-unsupported'])
    expect(problem(await get('/events?colour=red'))).toEqual([400, 'epcisException:QueryParameterException', 'epcis-query-invalid'])
    expect(problem(await get('/events?GE_eventTime=yesterday'))).toEqual([400, 'epcisException:QueryParameterException', 'epcis-query-invalid'])
    expect(problem(await get('/events?nextPageToken=abc'))).toEqual([400, 'epcisException:QueryParameterException', 'epcis-page-token-invalid'])
    const token = /nextPageToken=([^&>]+)/.exec((await get('/events?perPage=1')).headers.get('link')!)![1]
    expect(problem(await get(`/events?perPage=2&nextPageToken=${token}`))).toEqual([400, 'epcisException:QueryParameterException', 'epcis-page-token-invalid'])
    world.setNow('2026-06-17T12:00:00.000Z')
    expect(problem(await get(`/events?perPage=1&nextPageToken=${token}`))).toEqual([400, 'epcisException:QueryParameterException', 'epcis-page-token-expired'])
    world.setNow('2026-06-15T12:00:00.000Z')
    expect((await send('DELETE', `/nextPageToken/${token}`)).status).toBe(204)
  })

  it('lists the words in use, and events by each', async () => {
    expect((await get('/eventTypes')).body['member']).toEqual(['AggregationEvent', 'ObjectEvent', 'TransactionEvent', 'TransformationEvent'])
    expect((await get('/bizSteps')).body['member']).toEqual(expect.arrayContaining(['commissioning', 'shipping', 'transporting', 'retail_selling']))
    expect((await get('/bizLocations')).body['member']).toEqual(expect.arrayContaining([`${HOST}/sites/${MILL}`, 'https://id.gs1.org/414/4012345000009']))
    expect((await get('/epcs')).body['member']).toEqual(expect.arrayContaining(['https://id.gs1.org/00/040123450000001112']))
    expect((await get('/dispositions')).body['member']).toEqual(expect.arrayContaining(['in_transit', 'active']))
    expect((await get('/bizSteps/transporting')).body['member']).toEqual(['events'])
    expect(eventsIn((await get('/bizSteps/transporting/events')).body)).toHaveLength(1)
    expect(eventsIn((await get(`/epcs/${encodeURIComponent('https://id.gs1.org/00/040123450000001112')}/events`)).body)).toHaveLength(2)
    expect(eventsIn((await get('/eventTypes/AggregationEvent/events')).body)).toHaveLength(4)
    expect(eventsIn((await get('/eventTypes/AssociationEvent/events')).body)).toEqual([])
  })
})

describe('the interface', () => {
  it('says what is spoken, on every answer', async () => {
    const { status, headers } = await send('OPTIONS', '/capture')
    expect([status, headers.get('allow'), headers.get('GS1-EPCIS-Version'), headers.get('GS1-CBV-Version'), headers.get('GS1-EPC-Format'), headers.get('GS1-EPCIS-Capture-Limit')]).toEqual([204, 'OPTIONS, POST, GET', '2.0.0', '2.0.0', 'Never_Translates', '10000'])
    const said = await get('')
    expect(said.body).toMatchObject({ versions: { epcis: '2.0' }, unsupported: expect.arrayContaining([expect.stringContaining('subscriptions')]) })
  })
  it.each<[string, string, Record<string, string>, number, string]>([
    ['a later version', '/events', { 'GS1-EPCIS-Min': '3.0' }, 406, 'NotAcceptableException'], ['an earlier version', '/events', { 'GS1-EPCIS-Max': '1.2' }, 406, 'NotAcceptableException'],
    ['XML', '/events', { accept: 'application/xml' }, 406, 'NotAcceptableException'], ['translated identifiers', '/events', { 'GS1-EPC-Format': 'Always_EPC_URN' }, 406, 'NotAcceptableException'],
    ['nothing that is there', '/nothing', {}, 404, 'NoSuchResourceException'], ['a named query', '/queries', {}, 501, 'ImplementationException'], ['a broken address', '/bizSteps/%E0%A4%A/events', {}, 400, 'ValidationException'],
  ])('refuses %s', async (_, path, headers, status, name) => {
    const told = await get(path, headers)
    expect([told.status, told.body['type']]).toEqual([status, `epcisException:${name}`])
  })
  it('accepts version 2.0 and asks who it is', async () => {
    expect((await get('/events?perPage=1', { 'GS1-EPCIS-Version': '2.0', 'GS1-EPCIS-Min': '2.0.0', 'GS1-EPCIS-Max': '2.0', accept: 'application/ld+json' })).status).toBe(200)
    expect(problem(await post('/capture', '<epcis/>', { 'content-type': 'application/xml' }))).toEqual([415, 'epcisException:UnsupportedMediaTypeException', null])
    expect(problem(await get('/events', {}, 'cupel_of_nobody'))).toEqual([401, 'epcisException:SecurityException', 'key-invalid'])
    const response = await world.fetch('/epcis/events')
    expect([response.status, ((await response.json()) as Json)['type']]).toEqual([401, 'epcisException:SecurityException'])
  })
})

it('speaks the same over a real socket', async () => {
  const server = serve({ fetch: world.application.app.fetch, port: 0, hostname: '127.0.0.1' })
  try {
    await new Promise((ready) => server.once('listening', ready))
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/epcis`
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'GS1-Capture-Error-Behaviour': 'proceed' }
    const sent = await fetch(`${base}/capture`, { method: 'POST', headers, body: JSON.stringify(document(made('R-1', 1000), { type: 'ObjectEvent' })) })
    const job = await sent.json() as Json
    expect([sent.status, job['success'], states({ status: 202, body: job, headers: sent.headers })]).toEqual([202, false, ['booked', 'refused epcis-event-invalid']])
    const found = await fetch(`${base}/events?perPage=1&MATCH_epcClass=${encodeURIComponent(lotUri('R-1'))}`, { headers: { authorization: `Bearer ${key}` } })
    expect([found.headers.get('GS1-EPCIS-Version'), eventsIn(await found.json() as Json).length]).toEqual(['2.0.0', 1])
    const nobody = await fetch(`${base}/events`)
    expect(nobody.status).toBe(401)
  } finally {
    await new Promise((closed) => { server.close(closed); if ('closeAllConnections' in server) server.closeAllConnections() })
  }
})

describe('large documents', () => {
  it('of 1,000 events are captured before the answer, within seconds', async () => {
    const events = Array.from({ length: 500 }, (_, i) => [made(`B-${i}`, 1000), shipped(`B-${i}`, 400)]).flat()
    const began = performance.now()
    const told = await post('/capture', document(...events))
    const seconds = (performance.now() - began) / 1000
    expect([told.body['running'], told.body['success'], (told.body['events'] as unknown[]).length]).toEqual([false, true, 1000])
    expect(seconds).toBeLessThan(8)
  }, 30_000)
  it('of more wait, are captured as who sent them, and say so', async () => {
    const events = Array.from({ length: 1001 }, (_, i) => made(`W-${i}`, 1000))
    const told = await post('/capture', document(...events))
    expect([told.status, told.body['running'], told.body['success']]).toEqual([202, true, true])
    const faults: unknown[] = []
    expect(await drainCaptures(world.house, (error) => faults.push(error))).toBe(1)
    expect(faults).toEqual([])
    const job = await get(`/capture/${String(told.body['captureID'])}`)
    expect([job.body['running'], job.body['success'], (job.body['events'] as { state: string }[]).every(({ state }) => state === 'booked')]).toEqual([false, true, true])
    expect((await world.fsck()).findings).toEqual([])
  }, 60_000)
})
