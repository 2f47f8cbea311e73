// Two versions of a standard side by side: what each criterion continues, and what became of each criterion before it.
import { z } from 'zod'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse } from '#src/kernel/refusal.ts'
import { RelationKind, groundsOf, type Criterion, type Grounds, type Standard } from './standard.ts'

export const DifferenceKind = z.enum([...RelationKind.options, 'dropped', 'spread'])
export type DifferenceKind = z.infer<typeof DifferenceKind>

export type Difference = {
  readonly kind: DifferenceKind
  readonly grounds: Grounds
  /** Criteria of the older version that are continued, dropped or spread. */
  readonly from: readonly Criterion[]
  /** The criterion of the newer version; several where one was split or spread. */
  readonly to: readonly Criterion[]
  /** Criteria of the older version of which a part is taken up. */
  readonly drawsOn: readonly Criterion[]
  /** What else moved, for a criterion that continues one other. */
  readonly moved: { readonly number: boolean; readonly group: boolean; readonly title: boolean }
}

/** Every criterion of both versions, in order of the newer one; what was discontinued follows. */
export function differences(from: Standard, to: Standard): Outcome<Difference[]> {
  if (from.standard !== to.standard || to.predecessor?.version !== from.version) {
    return deny(refuse('versions-unrelated',
      `${to.standard} ${to.version} records no relation to ${from.standard} ${from.version}. `
      + 'Compare a version with the one directly before it, the older one as "from".'))
  }
  const older = new Map(from.criteria.map((criterion) => [criterion.slug, criterion]))
  const newer = new Map(to.criteria.map((criterion) => [criterion.slug, criterion]))
  const pick = (map: ReadonlyMap<string, Criterion>, slugs: readonly string[]) => slugs.flatMap((slug) => map.get(slug) ?? [])

  const rows: Difference[] = []
  const splitShown = new Set<string>()
  for (const criterion of to.criteria) {
    const relation = criterion.relation!
    if (relation.kind === 'split') {
      if (splitShown.has(relation.predecessors[0]!)) continue
      splitShown.add(relation.predecessors[0]!)
    }
    const isPartOfSame = ({ relation: other }: Criterion) => other?.kind === 'split' && other.predecessors[0] === relation.predecessors[0]
    const parts = relation.kind === 'split' ? to.criteria.filter(isPartOfSame) : [criterion]
    const continued = pick(older, relation.predecessors)
    rows.push({
      kind: relation.kind, grounds: groundsOf(relation), from: continued, to: parts,
      drawsOn: pick(older, [...new Set(parts.flatMap((part) => part.relation!.drawsOn))]),
      moved: movedBetween(continued, parts),
    })
  }
  for (const gone of to.predecessor.discontinued) {
    rows.push({
      kind: gone.kind, grounds: groundsOf(gone), from: pick(older, [gone.criterion]), to: pick(newer, gone.over), drawsOn: [], moved: NOT_MOVED,
    })
  }
  return accept(rows)
}

/** Criteria of the older version that the newer one neither continues nor says it discontinued. */
export function unaccounted(from: Standard, to: Standard): string[] {
  const told = new Set([
    ...to.criteria.flatMap((criterion) => criterion.relation?.predecessors ?? []),
    ...(to.predecessor?.discontinued.map((gone) => gone.criterion) ?? []),
  ])
  return from.criteria.map((criterion) => criterion.slug).filter((slug) => !told.has(slug))
}

/** Relations that name a criterion the older version does not have. */
export function strayPredecessors(from: Standard, to: Standard): string[] {
  const known = new Set(from.criteria.map((criterion) => criterion.slug))
  const named = [
    ...to.criteria.flatMap(({ relation }) => [...(relation?.predecessors ?? []), ...(relation?.drawsOn ?? [])]),
    ...(to.predecessor?.discontinued.map((gone) => gone.criterion) ?? []),
  ]
  return [...new Set(named)].filter((slug) => !known.has(slug))
}

const NOT_MOVED = { number: false, group: false, title: false }

function movedBetween(from: readonly Criterion[], to: readonly Criterion[]): Difference['moved'] {
  const [before, after] = [from[0], to[0]]
  if (from.length !== 1 || to.length !== 1 || before === undefined || after === undefined) return NOT_MOVED
  return { number: before.number !== after.number, group: before.group.slug !== after.group.slug, title: before.title !== after.title }
}
