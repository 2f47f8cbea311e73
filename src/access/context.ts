// What a handler is given. Clock, identifiers, randomness, database and log are handed in, so that handlers and domain
// code read none of them on their own; one request has one time and one transaction.
import type { SiteId } from '#src/kernel/id.ts'
import type { Sql } from '#src/kernel/sql.ts'
import type { Day, Instant } from '#src/kernel/time.ts'
import type { FactLine, FactSet } from '#src/transparency/fact.ts'
import type { AccountBook } from './account.ts'
import type { Actor } from './actor.ts'

export type { Sql }

/** What a decision leaves in the log. */
export type Decision = {
  /** noun.past, such as `import.published`. */
  readonly kind: string
  /** The id it is about. */
  readonly subject: string
  readonly body: Readonly<Record<string, unknown>>
  /** Public kinds are published beside the log; confidential ones never are (architecture section 5). */
  readonly isPublic: boolean
}

export type Context = {
  readonly sql: Sql
  readonly now: Instant
  /** The civil day of `now` in the scheme's time zone. */
  readonly today: Day
  readonly actor: Actor
  readonly language: string
  readonly isDryRun: boolean
  /** Where this installation is reached, without a slash at its end: for feeds and links that leave the page. */
  readonly publicUrl: string
  readonly accounts: AccountBook
  /** `newId('imp')` gives `imp_…`. */
  newId(prefix: string): string
  newSiteId(country: string): SiteId
  /** Published facts as recorded by an instant; the newest where none is given. */
  facts(knownAt?: Instant): Promise<FactSet>
  /** Buffers one log entry; written at commit under the head lock, in the same transaction. */
  record(decision: Decision): void
  /** Buffers published facts: one log entry whose payload holds the Merkle root of the lines. Unchanged facts are passed over. */
  publish(lines: readonly FactLine[], decision: Decision): void
  /** The raw body of an upload, never more than its limit. @throws Refused `upload-too-large` */
  upload(maxBytes: number): Promise<Uint8Array>
}
