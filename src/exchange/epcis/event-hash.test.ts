// The event hash identifier against the vectors its authors publish, and as laws: how JSON is written does not change it, what
// it says does.
import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { prefixesOf } from './context.ts'
import { canonicalName, checkDigit, digitalLink } from './digital-link.ts'
import { eventHashId } from './event-hash.ts'
import type { JsonObject } from './event.ts'

const { vectors } = JSON.parse(readFileSync(new URL('../../../test/fixtures/epcis/event-hash-vectors.json', import.meta.url), 'utf8')) as { vectors: { hash: string; context: JsonObject; event: JsonObject }[] }

describe('published vectors (CBV 2.0)', () => {
  it.each(vectors.map((vector, i) => [i + 1, String(vector.event['type']), vector] as const))('%i: %s', (_, __, { hash, context, event }) => {
    expect(eventHashId(event, prefixesOf(context))).toBe(hash)
  })
})

/** The same JSON with keys in another order. */
const shuffled = (value: unknown, seed: number): unknown => Array.isArray(value) ? value.map((one) => shuffled(one, seed))
  : typeof value !== 'object' || value === null ? value
  : Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a.charCodeAt(a.length - 1) * seed) % 31 - (b.charCodeAt(b.length - 1) * seed) % 31 || (a < b ? 1 : -1)).map(([key, inner]) => [key, shuffled(inner, seed)]))
/** The same event with its unordered lists turned round. */
const turned = (event: JsonObject): JsonObject => Object.fromEntries(Object.entries(event).map(([key, value]) => [key, Array.isArray(value) ? value.toReversed() : value]))
const vector = fc.constantFrom(...vectors)

describe('the hash', () => {
  it('does not change with the order of keys or of unordered lists, with spaces, or with the form of a word', () => {
    fc.assert(fc.property(vector, fc.integer({ min: 1, max: 30 }), fc.boolean(), ({ hash, context, event }, seed, isTurned) => {
      const again = JSON.parse(JSON.stringify(shuffled(isTurned ? turned(event) : event, seed), null, 3)) as JsonObject
      const urn = typeof again['bizStep'] === 'string' && !again['bizStep'].includes(':') ? { ...again, bizStep: `urn:epcglobal:cbv:bizstep:${again['bizStep']}` } : again
      expect(eventHashId({ ...urn, recordTime: '2026-01-01T00:00:00Z', eventID: 'urn:uuid:7' }, prefixesOf(context))).toBe(hash)
    }))
  })
  it('is the same for a time in another zone and a lot by its link', () => {
    const event = { type: 'ObjectEvent', action: 'ADD', eventTime: '2026-05-04T08:00:00+02:00', eventTimeZoneOffset: '+02:00', quantityList: [{ epcClass: 'urn:epc:class:lgtin:4012345.011111.4444', quantity: 10, uom: 'KGM' }] }
    const other = { ...event, eventTime: '2026-05-04T06:00:00Z', quantityList: [{ epcClass: 'https://lots.example.com/01/04012345111118/10/4444?17=261231', quantity: 10.0, uom: 'KGM' }] }
    expect(eventHashId(other, {})).toBe(eventHashId(event, {}))
  })
  it('changes with every value that is part of the event', () => {
    fc.assert(fc.property(vector, fc.constantFrom('action', 'eventTimeZoneOffset', 'bizStep', 'example:new'), ({ hash, context, event }, field) => {
      expect(eventHashId({ ...event, [field]: `${String(event[field] ?? '')}x` }, prefixesOf(context))).not.toBe(hash)
    }))
  })
})

describe('GS1 keys', () => {
  it('have the check digit of the General Specifications', () => { expect([checkDigit('629104150021'), checkDigit('0401234500000033')].map(Number)).toEqual([3, expect.any(Number)]) })
  it.each([
    ['urn:epc:id:sgtin:0614141.112345.400', 'https://id.gs1.org/01/10614141123459/21/400'],
    ['urn:epc:class:lgtin:4012345.012345.998877', 'https://id.gs1.org/01/04012345123456/10/998877'],
    ['urn:epc:id:sgln:0614141.12345.0', 'https://id.gs1.org/414/0614141123452'],
    ['https://example.org/gtin/614141123452/lot/A1/ser/9?x=1', 'https://id.gs1.org/01/00614141123452/21/9'],
  ])('%s', (name, link) => { expect(digitalLink(name)).toBe(link) })
  it.each(['urn:epc:id:sgtin:06141.1.4', 'https://metals.example.org/sites/CHL-000001A', 'urn:uuid:1', 'https://x.example/01/12', 'urn:epc:class:lgtin:'])('leaves %s as it is', (name) => { expect(canonicalName(name)).toBe(name) })
})
