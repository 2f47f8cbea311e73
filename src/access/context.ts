// What a handler is given. Clock, identifiers, randomness, database and log are handed in, so that handlers and domain
// code read none of them on their own; one request has one time and one transaction.
import type { SiteId } from '#src/kernel/id.ts'
import type { Sql } from '#src/kernel/sql.ts'
import type { Day, Instant } from '#src/kernel/time.ts'
import type { FactLine, FactSet } from '#src/transparency/fact.ts'
import type { Follower } from '#src/transparency/follower.ts'
import type { AccountBook } from './account.ts'
import type { Actor } from './actor.ts'
import type { Demo } from './demo.ts'
import type { SchemeSetting } from './scheme-setting.ts'

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

/** Where the bytes of files lie, by their hash. What they are called and who may see them is the caller's to keep. */
export type FileStore = {
  /** Keeps the bytes; the same bytes are kept once. @returns SHA-256 in hex */
  put(bytes: Uint8Array): Promise<string>
  read(sha256: string): Promise<Uint8Array | undefined>
  /** Lets go of the bytes: after the commit they go for good, unless another record names them. */
  remove(sha256: string): Promise<void>
  /** What the installation's virus scanner says of bytes from outside, before they are kept. */
  scan(bytes: Uint8Array): Promise<ScanAnswer>
}

/** `unavailable`: a scanner is set up and does not answer. */
export type ScanAnswer = { readonly state: 'not-scanned' | 'clean' | 'unavailable' } | { readonly state: 'refused'; readonly found: string }

export type Context = {
  readonly sql: Sql
  readonly now: Instant
  /** The civil day of `now` in the scheme's time zone. */
  readonly today: Day
  readonly actor: Actor
  readonly language: string
  readonly isDryRun: boolean
  /** This call is one batch of a longer body whose lines stand or fall together; the body's end decides. */
  readonly isPart: boolean
  /** Where this installation is reached, without a slash at its end: for feeds and links that leave the page. */
  readonly publicUrl: string
  readonly accounts: AccountBook
  readonly files: FileStore
  /** Whether this installation can send mail. */
  readonly isMailOn: boolean
  /** The messages of an area in a language, over the English ones: for mails, feeds and documents. */
  messages(area: string, language?: string): Readonly<Record<string, string>>
  /** Absent unless this database was created as a demonstration. */
  readonly demo: Demo | undefined
  /**
   * Reads or writes rows of other parties' books, for a law that goes across them: the lineage of a lot, the other side of
   * a hand-over. The row security of this transaction is off until `work` ends; nothing else may run beside it, and what
   * leaves must pass `disclose` or be the other side's own part.
   */
  acrossBooks<T>(work: (sql: Sql) => Promise<T>): Promise<T>
  /** What the scheme set, else the default of the setting. */
  setting<T>(setting: SchemeSetting<T>): Promise<T>
  /** `newId('imp')` gives `imp_…`. */
  newId(prefix: string): string
  newSiteId(country: string): SiteId
  /** Random, for what is hashed and must not be guessed. */
  newSalt(): string
  /** Published facts as recorded by an instant; the newest where none is given. */
  facts(knownAt?: Instant): Promise<FactSet>
  /** What is derived from the log and kept in memory, up to the newest committed entry; not the caller's own, uncommitted ones. */
  followed<T>(follower: Follower<T>): Promise<T>
  /**
   * Buffers one log entry; written at commit under the head lock, in the same transaction. Reactions of other slices to
   * its kind (`platform/reactions.ts`) run after the handler, before the commit.
   */
  record(decision: Decision): void
  /** Buffers published facts: one log entry whose payload holds the Merkle root of the lines. Unchanged facts are passed over. */
  publish(lines: readonly FactLine[], decision: Decision): void
  /** The raw body of an upload, never more than its limit. @throws Refused `upload-too-large` */
  upload(maxBytes: number): Promise<Uint8Array>
}
