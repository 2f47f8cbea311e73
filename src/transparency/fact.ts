// A published fact is a small document that says one thing about the world, with its sources beside it. It is never
// edited: a change closes one version at a log position and opens the next, so that `knownAt` can show what had been
// recorded by any moment. State tables hold the versions; the log holds the lines they are derived from.
import { z } from 'zod'
import type { Instant } from '#src/kernel/time.ts'

/** A kind of published fact: its name in the log and the shape of its value. The slice that owns the idea declares it. */
export type FactKind<T> = { readonly kind: string; readonly schema: z.ZodType<T> }

export const factKind = <S extends z.ZodType>(kind: string, schema: S): FactKind<z.output<S>> =>
  ({ kind, schema: schema as unknown as z.ZodType<z.output<S>> })

/** One version of a fact as it stands in a snapshot. */
export type Fact<T> = {
  readonly id: string
  readonly value: T
  /** The log position that recorded this version. */
  readonly recordedAt: number
}

/** One version of a fact, from the position that recorded it to the one that superseded it. */
export type FactVersion = {
  readonly kind: string
  readonly id: string
  /** Null where it was removed by law. */
  readonly value: unknown
  readonly recordedAt: number
  readonly recordedOn: Instant
  readonly supersededAt: number | null
  readonly supersededOn: Instant | null
  readonly withheldReason: string | null
  /** Why nothing took the place of this version. */
  readonly retractedReason: string | null
}

/** The published facts as known at one log position. */
export type FactSet = {
  readonly position: number
  /** Facts of one kind by id, in order of id. */
  of<T>(kind: FactKind<T>): ReadonlyMap<string, Fact<T>>
  /** Ids whose statement was removed by law: shown as withheld, never as absent. */
  withheld(kind: FactKind<unknown>): ReadonlySet<string>
}

/** One line of a `facts.published` entry. */
export const FactLine = z.discriminatedUnion('op', [
  z.object({ op: z.literal('put'), kind: z.string(), id: z.string(), value: z.unknown() }),
  z.object({ op: z.literal('retract'), kind: z.string(), id: z.string(), reason: z.string() }),
  /** Removal by law: the text goes, the place where it stood stays visible, under `knownAt` too. */
  z.object({ op: z.literal('withhold'), kind: z.string(), id: z.string(), reason: z.string() }),
])
export type FactLine = z.infer<typeof FactLine>

export const putFact = <T>(kind: FactKind<T>, id: string, value: T): FactLine => ({ op: 'put', kind: kind.kind, id, value })
export const retractFact = (kind: FactKind<unknown> | FactKind<never>, id: string, reason: string): FactLine => ({ op: 'retract', kind: kind.kind, id, reason })
export const withholdFact = (kind: FactKind<unknown> | FactKind<never>, id: string, reason: string): FactLine => ({ op: 'withhold', kind: kind.kind, id, reason })

/** An in-memory fact set, for pure code that is given values (tests, dry runs). */
export function factSet(position: number, facts: Iterable<{ kind: string; id: string; value: unknown; recordedAt?: number }>, withheld: Iterable<{ kind: string; id: string }> = []): FactSet {
  const byKind = new Map<string, Map<string, Fact<unknown>>>()
  for (const { kind, id, value, recordedAt } of [...facts].sort((a, b) => a.id < b.id ? -1 : a.id > b.id ? 1 : 0)) {
    let kindFacts = byKind.get(kind)
    if (!kindFacts) byKind.set(kind, kindFacts = new Map())
    kindFacts.set(id, { id, value, recordedAt: recordedAt ?? position })
  }
  const removed = new Map<string, Set<string>>()
  for (const { kind, id } of withheld) { const ids = removed.get(kind) ?? new Set(); ids.add(id); removed.set(kind, ids) }
  const none: ReadonlyMap<string, Fact<never>> = new Map()
  return {
    position,
    of: <T>(kind: FactKind<T>) => (byKind.get(kind.kind) ?? none) as unknown as ReadonlyMap<string, Fact<T>>,
    withheld: (kind) => removed.get(kind.kind) ?? new Set(),
  }
}
