// What parties must be told of the slices below it, so that an import can record what a mark's owner states, and undoing one
// cannot take a site from under other facts. `registry/dependent-facts.ts` gives it; nothing here looks down.
import type { FactKind } from '#src/transparency/fact.ts'
import type { Directory, DirectoryRow, OwnerStatement } from './directory.ts'

export type DependentFacts = {
  /** The kind of fact that a statement of a mark's owner becomes. */
  readonly statementKind: FactKind<unknown>
  statementFact(
    siteId: string, row: DirectoryRow, statement: OwnerStatement, directory: Directory,
  ): { readonly id: string; readonly value: unknown }
  /** Kinds whose facts speak of a site by `siteId`, `subject` or `members`. */
  readonly kindsAboutSites: readonly FactKind<unknown>[]
}
