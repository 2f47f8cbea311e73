import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { mappingCollection, nameUuid, type MappedRow } from '#src/exchange/oscal/mapping-collection.ts'
import { readMatrixFile, writeMatrixFile } from './equivalence-file.ts'
import type { Equivalence } from './equivalence.ts'

const row = (more = ''): string => `form: cupel-equivalences-1\nrows:\n  - id: row-1\n    standard: ours\n    version: "1.0"\n    criterion: water\n    external: { scheme: iso-14001, version: "2015" }\n    value: full\n${more}`
const faultOf = (text: string): string => {
  const read = readMatrixFile('m.yaml', text)
  return read.accepted ? 'accepted' : `${read.refusal.code} ${read.refusal.errors?.[0]?.pointer} ${read.refusal.errors?.[0]?.detail}`
}

describe('a file of rows', () => {
  test('that ships is read, and says that it is an example', () => {
    const folder = join(import.meta.dirname, '..', '..', 'recognition')
    for (const name of readdirSync(folder).filter((one) => one.endsWith('.yaml'))) {
      const read = readMatrixFile(name, readFileSync(join(folder, name), 'utf8'))
      expect(read).toMatchObject({ accepted: true })
      if (read.accepted) expect(read.value.every(({ equivalenceId }) => equivalenceId.startsWith('example-'))).toBe(true)
    }
  })

  test('comes back as it went out', () => {
    const read = readMatrixFile('m.yaml', row('    part: "Intake: 1"\n    conditions: { accreditedBody: true, maxAgeMonths: 12 }\n    evidence: ["A", "B"]\n    alignment: close-match\n    note: "#1"\n'))
    if (!read.accepted) throw new Error('not read')
    const rows = read.value.map(({ equivalenceId, statement }) => ({ equivalenceId, ...statement }) as Equivalence)
    expect(readMatrixFile('again.yaml', writeMatrixFile(rows, 'About'))).toEqual(read)
  })

  test.each<[string, string, RegExp]>([
    ['of another form', 'form: other\nrows: []', /m\.yaml:1 \/form/], ['that is no YAML', 'form: [', /m\.yaml:1/], ['with an unknown field', row('    colour: red\n'), /m\.yaml:3 \/rows\/0/],
    ['with a wrong value', row().replace('value: full', 'value: mostly'), /m\.yaml:8 \/rows\/0\/value/], ['with a partial row that names no gap', row().replace('value: full', 'value: partial'), /gap/],
    ['with one number twice', `${row()}${row().split('rows:\n')[1]}`, /stands twice/], ['that refers to itself', 'form: cupel-equivalences-1\nabout: &a "x"\nrows: *a', /aliases/], ['with a NUL', 'form: \u0000', /NUL/],
  ])('%s is refused at its line', (_, text, where) => {
    expect(faultOf(text)).toMatch(/^matrix-file-invalid/)
    expect(faultOf(text)).toMatch(where)
  })
})

describe('an OSCAL mapping collection', () => {
  const mapped = (more: Partial<MappedRow> = {}): MappedRow => ({
    id: 'row-1', source: 'https://registry.example.org/standards/ours/1.0', sourceTitle: 'ours 1.0', sourceId: 'water', target: 'urn:x', targetTitle: 'iso-14001 2015', targetIds: ['8.1'], value: 'partial',
    gap: 'Look at the river.', conditions: ['Valid on the day.'], evidence: ['Audit report'], alignment: 'close-match', note: null, isApproved: true, validUntil: '2028-01-01', ...more,
  })
  const by = { title: 'Matrix', publisher: 'https://registry.example.org', at: '2026-06-15T12:00:00.000Z', left: ['Who approved a row.'] }

  test('says relationship, gap, conditions and approval, and what it cannot say', () => {
    const { 'mapping-collection': made } = mappingCollection([mapped()], by)
    expect(made.metadata).toMatchObject({ 'oscal-version': '1.2.0', remarks: expect.stringContaining('Who approved a row.') as string })
    expect(made.provenance).toMatchObject({ method: 'human', status: 'complete' })
    expect(made.mappings[0]!.maps[0]).toMatchObject({
      relationship: 'intersects-with', sources: [{ type: 'control', 'id-ref': 'water' }], targets: [{ type: 'control', 'id-ref': '8.1' }],
      qualifiers: [{ category: 'restricted', description: 'Valid on the day.' }, { category: 'addressable', description: 'Look at the river.' }, { description: 'To be shown: Audit report' }],
    })
    expect(mappingCollection([mapped({ isApproved: false })], by)['mapping-collection'].provenance.status).toBe('draft')
  })

  test('gives the same row the same identifier for ever, of the form the model asks for', () => {
    expect(nameUuid('row-1')).toBe(nameUuid('row-1'))
    expect(nameUuid('row-1')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    // RFC 9562, appendix A.4, under the name space for addresses of domains.
    expect(nameUuid('row-1')).not.toBe(nameUuid('row-2'))
  })
})
