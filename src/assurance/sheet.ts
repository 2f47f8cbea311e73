// The law of a sheet on which several people write, some of them without a network (assurance process, steps 2 and 4:
// the self-assessment of a site, the on-site record of an assessor). A cell keeps every value that was ever typed as a
// change, and each change names those its author had before his eyes. What nobody saw and replaced still stands; where two
// different values stand, a person settles it. Applying changes is idempotent and does not ask for their order.
import { z } from 'zod'
import { canonicalText } from '#src/kernel/canonical.ts'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse, type Fault } from '#src/kernel/refusal.ts'
import { isStorable } from '#src/kernel/text.ts'
import { Instant } from '#src/kernel/time.ts'
import { Slug } from '#src/standards/award-rule.ts'

export const SheetName = z.enum(['self-assessment', 'on-site'])
export type SheetName = z.infer<typeof SheetName>

/** Made by whoever types, so that a change keeps its name on its way through a file or a queue. */
export const ChangeId = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/, 'the number of a change is 8 to 64 letters, digits, - or _')

/** Which cell: on the on-site sheet a finding stands in place of a criterion. */
export const CellKey = z.object({ standard: Slug, criterion: z.string().regex(/^[A-Za-z0-9_-]{1,100}$/), field: Slug })
export type CellKey = z.infer<typeof CellKey>

/** `carried`: brought over by the program when a case changed to another version of its standard. */
export const ChangeSource = z.enum(['screen', 'file', 'carried'])
export type ChangeSource = z.infer<typeof ChangeSource>

const areStorable = (value: z.core.util.JSONType): boolean =>
  typeof value === 'string' ? isStorable(value)
    : typeof value !== 'object' || value === null ? true
      : Object.entries(value).every(([name, one]) => isStorable(name) && areStorable(one))

/** A change as it is handed in; who and when is added by whoever takes it. */
export const TypedChange = z.object({
  changeId: ChangeId,
  key: CellKey,
  /** Null clears the cell. */
  value: z.json().refine(areStorable, 'the text holds a character that cannot be stored'),
  /** The changes whose values its author saw and replaces. */
  parents: z.array(ChangeId).max(100),
})
export type TypedChange = z.infer<typeof TypedChange>

export const Change = TypedChange.extend({ author: z.string(), at: Instant, source: ChangeSource })
export type Change = z.infer<typeof Change>

/** The changes of one cell, by number. */
export type Cell = { readonly key: CellKey; readonly changes: ReadonlyMap<string, Change> }

export const keyText = ({ standard, criterion, field }: CellKey): string => `${standard}/${criterion}/${field}`
export const emptyCell = (key: CellKey): Cell => ({ key, changes: new Map() })

/** A cell with a change; the cell as it is where it holds the change already. */
export const applied = (cell: Cell, change: Change): Cell =>
  cell.changes.has(change.changeId) ? cell : { ...cell, changes: new Map(cell.changes).set(change.changeId, change) }

/** Cells by the text of their key. */
export function cellsOf(changes: readonly Change[]): Map<string, Cell> {
  const found = new Map<string, { key: CellKey; changes: Map<string, Change> }>()
  for (const change of changes) {
    const key = keyText(change.key)
    const cell = found.get(key) ?? { key: change.key, changes: new Map<string, Change>() }
    if (!cell.changes.has(change.changeId)) cell.changes.set(change.changeId, change)
    found.set(key, cell)
  }
  return found
}

/** Changes that no other change of the cell replaces, the oldest first. */
export function headsOf(cell: Cell): Change[] {
  const replaced = new Set([...cell.changes.values()].flatMap(({ changeId, parents }) => parents.filter((parent) => parent !== changeId)))
  return inOrder([...cell.changes.values()].filter(({ changeId }) => !replaced.has(changeId)))
}

/** By time and then by number, so that every copy shows the same order. */
export const inOrder = (changes: readonly Change[]): Change[] =>
  changes.toSorted((a, b) => a.at === b.at ? (a.changeId < b.changeId ? -1 : 1) : a.at < b.at ? -1 : 1)

/** What a cell says now. `values` holds the newest head of each different value; more than one is to be settled by a person. */
export type Reading = { readonly value: Change['value']; readonly isConflict: boolean; readonly heads: readonly Change[]; readonly values: readonly Change[] }

/** Reads heads, however they were found: the store keeps them marked. */
export function readingOf(heads: readonly Change[]): Reading {
  const byValue = new Map<string, Change>()
  for (const head of inOrder(heads)) byValue.set(canonicalText(head.value), head)
  const values = inOrder([...byValue.values()])
  return { value: values.at(-1)?.value ?? null, isConflict: values.length > 1, heads: inOrder(heads), values }
}
export const reading = (cell: Cell): Reading => readingOf(headsOf(cell))

/** Every head has to be named by a change that settles: who settles has seen all of them. */
export const settles = (heads: readonly Change[], parents: readonly string[]): boolean =>
  heads.length === new Set(parents).size && heads.every(({ changeId }) => parents.includes(changeId))

const sameWords = (a: TypedChange, b: TypedChange): boolean =>
  keyText(a.key) === keyText(b.key) && canonicalText(a.value) === canonicalText(b.value)
  && canonicalText([...a.parents].toSorted()) === canonicalText([...b.parents].toSorted())

/**
 * Which of the changes handed in are new, in an order in which each follows those it names.
 * @param known changes of the same cells, and every other change of the sheet that bears one of the numbers
 * @returns the new ones, or `change-altered`, `change-parent-unknown`
 */
export function admitted<C extends TypedChange>(known: readonly TypedChange[], typed: readonly C[]): Outcome<C[]> {
  const held = new Map(known.map((change) => [change.changeId, change]))
  const fresh = new Map<string, C>()
  const altered: Fault[] = []
  for (const [index, change] of typed.entries()) {
    const before = held.get(change.changeId) ?? fresh.get(change.changeId)
    if (before === undefined) fresh.set(change.changeId, change)
    else if (!sameWords(before, change)) altered.push({ pointer: `/changes/${index}/changeId`, detail: `${change.changeId} is recorded with another value, cell or parent` })
  }
  if (altered.length > 0) return deny(refuse('change-altered', `${altered[0]!.detail}. A change is never altered: type the value anew, under a new number.`, altered))
  const unknown = [...fresh.values()].flatMap((change): Fault[] => change.parents
    .filter((parent) => !isOf(held.get(parent) ?? fresh.get(parent), change.key))
    .map((parent) => ({ pointer: `/changes/${typed.indexOf(change)}/parents`, detail: `${parent} is no change of ${keyText(change.key)}` })))
  if (unknown.length > 0) return deny(refuse('change-parent-unknown', `${unknown[0]!.detail}. Send the changes it follows first, or load the sheet anew.`, unknown))
  return inSequence(fresh)
}

const isOf = (change: TypedChange | undefined, key: CellKey): boolean => change !== undefined && keyText(change.key) === keyText(key)

function inSequence<C extends TypedChange>(fresh: ReadonlyMap<string, C>): Outcome<C[]> {
  const done = new Set<string>()
  const order: C[] = []
  let left = [...fresh.values()]
  while (left.length > 0) {
    const ready = left.filter(({ parents }) => parents.every((parent) => done.has(parent) || !fresh.has(parent)))
    if (ready.length === 0) {
      return deny(refuse('change-parent-unknown', `${left[0]!.changeId} and another change each say that they follow the other. Load the sheet anew and type the value again.`))
    }
    for (const change of ready) { done.add(change.changeId); order.push(change) }
    left = left.filter(({ changeId }) => !done.has(changeId))
  }
  return accept(order)
}
