// What is kept in memory by following the log: a state that a process derives from entries and can always derive again.
// The platform keeps one of each per open database, brings it up to the newest entry before it is read, and hands it whole:
// nobody sees half an entry.
import type { Sql } from '#src/kernel/sql.ts'

/** A log entry as a follower sees it. */
export type FollowedEntry = { readonly position: number; readonly kind: string; readonly subject: string }

export type Follower<T> = {
  readonly name: string
  /** The kinds of entry it follows. */
  readonly kinds: readonly string[]
  /** The state before any entry; may start from a checked snapshot, and says up to which log size that reaches. */
  start(sql: Sql, snapshots: SnapshotStore): Promise<{ readonly state: T; readonly size: number }>
  /** Brings the state up to date. Resolves to the state to show: the same, changed without a pause between, or a new one. */
  follow(state: T, sql: Sql, entries: readonly FollowedEntry[], size: number): Promise<T>
  /** Where given: called now and then and at a clean stop. */
  save?(state: T, size: number, snapshots: SnapshotStore): Promise<void>
}

/** Files beside the database that can always be made again. A reader checks what it reads. */
export type SnapshotStore = {
  read(name: string): Promise<Uint8Array<ArrayBuffer> | undefined>
  write(name: string, parts: readonly Uint8Array[]): Promise<void>
}
