import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isStorable } from '#src/kernel/text.ts'
import { DirectoryRow, type ColumnRole, type DirectoryField, type RowProblem } from './directory.ts'
import { readRow, type RowReading, type RowRules } from './directory-row.ts'

const FIELDS: DirectoryField[] = ['name', 'alias', 'identifier', 'country', 'latitude', 'longitude', 'place', 'type', 'metal', 'operator', 'owner', 'activity', 'note', 'source', 'mark', 'status', 'status-date', 'valid-until', 'condition']
const read = (row: Partial<Record<DirectoryField, string>>, kind: 'third-party' | 'mark-owner' = 'third-party', more: string[] = []): RowReading => {
  const roles: ColumnRole[] = FIELDS.map((field) => (field === 'identifier' ? { column: field, field, scheme: 'own' } : { column: field, field }))
  return readRow(FIELDS, [...FIELDS.map((field) => row[field] ?? ''), ...more], { roles, kind, defaults: { metals: [], types: [] }, today: '2026-06-15' })
}
const codes = ({ problems }: RowReading): string[] => problems.map(({ code }) => code)
const the = (reading: RowReading, code: RowProblem['code']): RowProblem => reading.problems.find((one) => one.code === code)!

const good = { name: 'Cerro Inventado', country: 'Chile', latitude: '-22.512', longitude: '-68.901', type: 'Mine', metal: 'copper' }

test('reads a row', () => {
  const reading = read({ ...good, alias: 'C. Inventado; CERRO INVENTADO; Inventada', identifier: '17.0', place: 'Calama', operator: 'Minera Inventada', owner: 'A (60%)', activity: 'Active', note: 'old', source: 'report https://example.org/a?b=1 p. 3' })
  expect(reading.problems).toEqual([])
  expect(reading.clean).toEqual({
    name: 'Cerro Inventado', isNameComposed: false, country: 'CHL', types: ['mine'], metals: ['copper'], place: 'Calama', operator: 'Minera Inventada', owners: 'A (60%)',
    aliases: [{ name: 'C. Inventado', kind: 'name' }, { name: 'Inventada', kind: 'name' }], identifiers: [{ scheme: 'own', value: '17' }],
    position: { latitude: -22.512, longitude: -68.901, precision: 'exact' }, activity: 'operating', note: 'old', sourceUrl: 'https://example.org/a?b=1', statements: [],
  })
  expect(reading.entryKey).toBe('own:17')
})

describe('keeps a row out, and says why and what may be meant', () => {
  test.each<[string, Partial<Record<DirectoryField, string>>, string, Record<string, string> | null]>([
    ['no name, operator or place', { ...good, name: '' }, 'name-missing', null],
    ['a name without a letter', { ...good, name: '***!' }, 'name-missing', null],
    ['a name of 201 characters', { ...good, name: 'x'.repeat(201) }, 'text-too-long', null],
    ['a misspelt country', { ...good, country: 'Chille' }, 'country-unknown', { country: 'CHL' }],
    ['a country that is none', { name: 'A', country: 'Atlantis' }, 'country-unknown', null],
    ['no country and no coordinates', { name: 'A' }, 'country-missing', null],
    ['a latitude of 122', { ...good, latitude: '122.5' }, 'coordinate-impossible', { latitude: '-68.901', longitude: '122.5' }],
    ['a longitude counted to 360', { ...good, longitude: '291.099' }, 'coordinate-impossible', { longitude: '-68.901' }],
    ['a longitude of 1000', { ...good, longitude: '1000' }, 'coordinate-impossible', null],
    ['a coordinate that is a formula', { ...good, latitude: '=cmd|calc' }, 'coordinate-impossible', null],
    ['a NUL', { ...good, name: 'Cerro\u0000' }, 'text-unstorable', null],
    ['half a surrogate pair', { ...good, operator: '\uD800' }, 'text-unstorable', null],
    ['an encoding lost on the way', { ...good, name: 'Cha\uFFFDaral' }, 'text-unstorable', null],
    ['an endless identifier', { ...good, identifier: '9'.repeat(121) }, 'text-too-long', null],
  ])('%s', (_name, row, code, suggestion) => {
    const reading = read(row)
    expect(reading.clean).toBeUndefined()
    expect(the(reading, code as RowProblem['code'])).toMatchObject({ severity: 'error', suggestion })
  })

  test('more cells than columns', () => {
    expect(codes(read(good, 'third-party', ['', 'left over']))).toEqual(['row-too-wide'])
    expect(codes(read(good, 'third-party', ['', ' ']))).toEqual([])
  })
})

describe('warns, and keeps the row', () => {
  test.each<[string, Partial<Record<DirectoryField, string>>, string[], Record<string, string> | null]>([
    ['0, 0', { ...good, latitude: '0', longitude: '0.0' }, ['null-island'], null],
    ['half a point', { ...good, longitude: '' }, ['coordinate-half'], null],
    ['the wrong country', { ...good, country: 'New Caledonia' }, ['far-from-country'], null],
    ['a lost sign', { ...good, longitude: '68.901' }, ['far-from-country', 'sign-lost', 'at-sea'], { latitude: '-22.512', longitude: '-68.901' }],
    ['latitude and longitude exchanged', { ...good, latitude: '-68.901', longitude: '-22.512' }, ['far-from-country', 'coordinates-exchanged', 'at-sea'], { latitude: '-22.512', longitude: '-68.901' }],
    ['the open sea', { ...good, longitude: '-75.2' }, ['far-from-country', 'at-sea'], null],
    ['an unknown type', { ...good, type: 'Region' }, ['type-unknown'], null],
    ['an unclear state', { ...good, activity: 'inactive' }, ['activity-unknown'], null],
    ['a script', { ...good, name: '<script>alert(1)</script>' }, ['markup-in-text'], null],
    ['a formula', { ...good, operator: '=HYPERLINK("http://x")' }, ['formula-in-text'], null],
    ['invisible characters', { ...good, name: 'Cerro\u202E Inventado\u200B' }, ['invisible-removed'], null],
    ['a script as source', { ...good, source: 'javascript:alert(1)' }, ['markup-in-text', 'source-unusable'], null],
    ['no name but an operator', { ...good, name: '', operator: 'Minera X', place: 'Calama' }, ['name-composed'], null],
    ['no country but coordinates', { ...good, country: '' }, ['country-from-coordinates'], null],
  ])('%s', (_name, row, expected, suggestion) => {
    const reading = read(row)
    expect(codes(reading)).toEqual(expected)
    expect(reading.clean).toBeDefined()
    expect(reading.problems.find((one) => one.suggestion !== null)?.suggestion ?? null).toEqual(suggestion)
  })

  test('text is kept as text', () => {
    expect(read({ ...good, name: '<script>alert(1)</script>' }).clean!.name).toBe('<script>alert(1)</script>')
    expect(read({ ...good, name: 'Cerro\u202E Inventado\u200B' }).clean!.name).toBe('Cerro Inventado')
    expect(read({ ...good, name: '', operator: 'Minera X', place: 'Calama' }).clean).toMatchObject({ name: 'Minera X: mine, Calama', isNameComposed: true })
  })

  test('a border site, Cerro Verde and Fiji beyond 180 degrees bring no warning', () => {
    expect(codes(read({ ...good, name: 'Los Pelambres', latitude: '-31.715', longitude: '-70.49' }))).toEqual([])
    expect(codes(read({ ...good, name: 'Cerro Verde', country: 'Peru', latitude: '-16.53823', longitude: '-71.57853' }))).toEqual([])
    expect(codes(read({ ...good, country: 'Fiji', latitude: '-16.85', longitude: '-179.95' }))).toEqual([])
    expect(codes(read({ ...good, country: 'Russia', latitude: '66.1', longitude: '-170.1' }))).toEqual([])
  })
})

describe('the list of a mark’s owner', () => {
  const owned = { ...good, mark: 'The Copper Mark', status: 'Awarded', 'status-date': '2025-03-01', 'valid-until': '2028-02-29' }

  test('states one status for each mark', () => {
    expect(read({ ...owned, mark: 'Copper, Molybdenum', condition: 'Close finding 12' }, 'mark-owner').clean!.statements).toEqual([
      expect.objectContaining({ mark: 'copper', status: 'award', validUntil: '2028-02-29', condition: 'Close finding 12', asFound: 'Awarded' }),
      expect.objectContaining({ mark: 'molybdenum', status: 'award' }),
    ])
    expect(read(good, 'mark-owner').clean!.statements).toEqual([])
    expect(read(owned).clean!.statements).toEqual([])
  })

  test.each([
    ['Re-awarded', 're-award'], ['Participant – assessment under way', 'assessment'], ['participant', 'participation'], ['Letter of commitment signed', 'commitment'],
    ['Suspended', 'suspension'], ['Withdrawn', 'withdrawal'], ['otorgado', 'award'], ['授予', 'award'],
  ])('%s means %s', (status, kind) => {
    expect(read({ ...owned, status }, 'mark-owner').clean!.statements[0]!.status).toBe(kind)
  })

  test.each<[string, Partial<Record<DirectoryField, string>>, string]>([
    ['a day that does not exist', { ...owned, 'status-date': '2025-02-30' }, 'date-impossible'],
    ['validity that ends before it begins', { ...owned, 'valid-until': '2024-01-01' }, 'date-impossible'],
    ['a date of two meanings', { ...owned, 'status-date': '03/04/2025' }, 'date-unclear'],
    ['no date', { ...owned, 'status-date': '' }, 'date-missing'],
    ['an unknown status', { ...owned, status: 'blue' }, 'status-unknown'],
    ['an unknown mark', { ...owned, mark: 'tin' }, 'mark-unknown'],
  ])('is refused %s', (_name, row, code) => {
    const reading = read(row, 'mark-owner')
    expect(codes(reading)).toEqual([code])
    expect(reading.clean).toBeUndefined()
  })

  test('an award of tomorrow is warned of', () => {
    const reading = read({ ...owned, 'status-date': '2026-06-16' }, 'mark-owner')
    expect([codes(reading), reading.clean === undefined]).toEqual([['date-in-future'], false])
  })
})

test('any cells are read without a throw into what can be stored, and the order of columns does not matter', () => {
  const cell = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.constantFrom('Chile', '-22.5', '2023-02-30', '=1', '<b>', '\u0000', '\uD800x', 'x'.repeat(300), `x${'\u{1F600}'.repeat(45)}`, '01/02/2023', 'awarded', 'copper'))
  fc.assert(fc.property(fc.array(cell, { minLength: FIELDS.length, maxLength: FIELDS.length }), fc.constantFrom('third-party' as const, 'mark-owner' as const), fc.nat(FIELDS.length - 1), (cells, kind, turn) => {
    const roles: ColumnRole[] = FIELDS.map((field) => ({ column: field, field }))
    const rules: RowRules = { roles, kind, defaults: { metals: [], types: [] }, today: '2026-06-15' }
    const reading = readRow(FIELDS, cells, rules)
    const texts: string[] = []
    JSON.stringify(reading, (_key, value: unknown) => { if (typeof value === 'string') texts.push(value); return value })
    expect(texts.filter((text) => !isStorable(text))).toEqual([])
    expect(reading.clean === undefined).toBe(reading.problems.some(({ severity }) => severity === 'error'))
    if (reading.clean !== undefined) expect(DirectoryRow.parse(reading.clean)).toEqual(reading.clean)
    const turned = <T>(list: readonly T[]): T[] => [...list.slice(turn), ...list.slice(0, turn)]
    expect(readRow(turned(FIELDS), turned(cells), rules).clean).toEqual(reading.clean)
  }), { numRuns: 500 })
})
