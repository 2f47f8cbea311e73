// A matrix of equivalences as an OSCAL mapping collection (Control Mapping Model 1.2.0). What the model has a place for
// goes there; what it has none for is named in the remarks, so that nobody takes the file for the whole.
import { createHash } from 'node:crypto'

export type MappedRow = {
  readonly id: string
  /** Address of the requirement's standard, and the requirement in it. */
  readonly source: string
  readonly sourceTitle: string
  readonly sourceId: string
  readonly target: string
  readonly targetTitle: string
  /** Clauses of the other standard; empty where the whole of it is meant. */
  readonly targetIds: readonly string[]
  /** How far the target stands for the source. */
  readonly value: 'full' | 'partial' | 'none'
  readonly gap: string | null
  /** What must hold for it, in words. */
  readonly conditions: readonly string[]
  readonly evidence: readonly string[]
  readonly alignment: string | null
  readonly note: string | null
  readonly isApproved: boolean
  readonly validUntil: string | null
}

/** A name-based identifier (RFC 9562, version 5), so that the same row has the same one in every export. */
export function nameUuid(name: string): string {
  const hash = createHash('sha1').update(Buffer.from('6ba7b8119dad11d180b400c04fd430c8', 'hex')).update(name, 'utf8').digest().subarray(0, 16)
  hash[6] = (hash[6]! & 0x0f) | 0x50
  hash[8] = (hash[8]! & 0x3f) | 0x80
  const hex = hash.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** The source is what is asked for: wholly stood for, it is a subset of what the other standard asks; partly, they overlap. */
const relationships = { full: 'subset-of', partial: 'intersects-with', none: 'no-relationship' } as const

const qualifier = (category: 'restricted' | 'addressable', description: string) => ({ subject: 'target', predicate: 'has-requirement', category, description })

const mapOf = (row: MappedRow, ns: string) => {
  const prop = (name: string, value: string) => ({ name, value, ns })
  return {
  uuid: nameUuid(`${row.id} map`),
  relationship: relationships[row.value],
  sources: [{ type: 'control', 'id-ref': row.sourceId }],
  targets: (row.targetIds.length === 0 ? [row.targetTitle] : row.targetIds).map((id) => ({ type: 'control', 'id-ref': id })),
  ...(row.conditions.length + row.evidence.length === 0 && row.gap === null ? {} : {
    qualifiers: [
      ...row.conditions.map((words) => qualifier('restricted', words)), ...(row.gap === null ? [] : [qualifier('addressable', row.gap)]),
      ...row.evidence.map((words) => qualifier('addressable', `To be shown: ${words}`)),
    ],
  }),
  props: [prop('row', row.id), prop('approval', row.isApproved ? 'approved' : 'not-approved'), ...(row.validUntil === null ? [] : [prop('approved-until', row.validUntil)]), ...(row.alignment === null ? [] : [prop('alignment', row.alignment)])],
  ...(row.note === null ? {} : { remarks: row.note }),
  }
}

/** @param by `publisher` is the address of the installation, `left` what could not be said in the model, one line each */
export function mappingCollection(rows: readonly MappedRow[], by: { title: string; publisher: string; at: string; left: readonly string[] }) {
  const groups = [...Map.groupBy(rows, (row) => `${row.source}\n${row.target}`)].sort(([a], [b]) => a < b ? -1 : 1)
  return {
    'mapping-collection': {
      uuid: nameUuid(`${by.publisher} ${by.at} ${rows.map(({ id }) => id).join(' ')}`),
      metadata: {
        title: by.title, 'last-modified': by.at, version: by.at.slice(0, 10), 'oscal-version': '1.2.0',
        ...(by.left.length === 0 ? {} : { remarks: `Not in this file, as the model has no place for it: ${by.left.join(' ')}` }),
      },
      provenance: {
        method: 'human', 'matching-rationale': 'functional', status: rows.every(({ isApproved }) => isApproved) ? 'complete' : 'draft',
        'mapping-description': 'How far a certificate under another standard stands for a requirement. The source is the requirement, the target what stands for it. Rows that are not approved decide nothing.',
      },
      mappings: groups.map(([key, group]) => ({
        uuid: nameUuid(`${by.publisher} ${key}`), status: group.every(({ isApproved }) => isApproved) ? 'complete' : 'draft',
        'source-resource': { type: 'catalog', href: group[0]!.source, remarks: group[0]!.sourceTitle },
        'target-resource': { type: 'catalog', href: group[0]!.target, remarks: group[0]!.targetTitle },
        maps: group.map((row) => mapOf(row, `${by.publisher}/ns/equivalence`)),
      })),
    },
  }
}
