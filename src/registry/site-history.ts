// What was known when: every change to the record of a site, told from the versions of the facts about it.
import { isDeepStrictEqual } from 'node:util'
import type { FactVersion } from '#src/transparency/fact.ts'
import type { SiteChange } from './site-record.ts'

type Fields = Readonly<Record<string, unknown>>
const fieldsOf = (value: unknown): Fields => value !== null && typeof value === 'object' ? value as Fields : {}

/** The members that differ, by name. */
export function changedFields(before: unknown, after: unknown): SiteChange['fields'] {
  const [old, now] = [fieldsOf(before), fieldsOf(after)]
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].sort()
    .filter((field) => !isDeepStrictEqual(old[field], now[field]))
    .map((field) => ({ field, before: old[field] ?? null, after: now[field] ?? null }))
}

/** Newest first; within one position in order of kind and id. @param versions in any order */
export function siteChanges(versions: readonly FactVersion[]): SiteChange[] {
  const byFact = Map.groupBy(versions, ({ kind, id }) => `${kind}\n${id}`)
  return [...byFact.values()].flatMap(changesOfFact).sort((a, b) => {
    if (a.position !== b.position) return b.position - a.position
    const [x, y] = [changeKey(a), changeKey(b)]
    return x < y ? -1 : x > y ? 1 : 0
  })
}

const changeKey = ({ kind, factId }: SiteChange): string => `${kind} ${factId}`

/** Sorts after every later change, so that a page can go on where the last one ended. */
export const pageKey = (change: SiteChange): string =>
  `${String(Number.MAX_SAFE_INTEGER - change.position).padStart(16, '0')} ${changeKey(change)}`

function changesOfFact(versions: readonly FactVersion[]): SiteChange[] {
  const inOrder = versions.toSorted((a, b) => a.recordedAt - b.recordedAt)
  return inOrder.flatMap((version, i): SiteChange[] => {
    const { kind, id: factId, recordedAt: position, recordedOn: at, withheldReason } = version
    const previous = inOrder[i - 1]
    const follows = previous?.supersededAt === position
    const recorded: SiteChange = withheldReason === null
      ? { position, at, kind, factId, change: follows ? 'changed' : 'recorded', reason: null,
        fields: changedFields(follows ? previous?.value : undefined, version.value) }
      // The words are gone; that they stood here, and since when, is not.
      : { position, at, kind, factId, change: 'withheld', reason: withheldReason, fields: [] }
    const { supersededAt, supersededOn } = version
    const next = inOrder[i + 1]
    const isRetracted = supersededAt !== null && supersededOn !== null && next?.recordedAt !== supersededAt
    return isRetracted
      ? [recorded, {
          position: supersededAt, at: supersededOn, kind, factId, change: 'retracted', reason: version.retractedReason,
          fields: changedFields(version.value, undefined),
        }]
      : [recorded]
  })
}
