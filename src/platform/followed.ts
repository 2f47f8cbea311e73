// Keeps what is followed in memory: one state per follower and database, brought up to the newest entry before it is read.
// Where two read at once, they share one following; a failed one is forgotten and starts again.
import { mkdirSync } from 'node:fs'
import { open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { sql as text } from 'kysely'
import type { FollowedEntry, Follower, SnapshotStore } from '#src/transparency/follower.ts'
import { readHead } from '#src/transparency/log.store.ts'
import type { Database } from './database.ts'

export type Followed = {
  /** The state with every entry that was committed before the call. */
  read<T>(follower: Follower<T>): Promise<T>
  /** Saves snapshots of what is in memory and has a snapshot: at a clean stop. */
  save(): Promise<void>
}

type Kept = { readonly follower: Follower<unknown>; state: unknown; size: number }

/** Snapshots lie in the data folder; each is written beside and then renamed, so that none is ever half there. */
export function openSnapshots(folder: string): SnapshotStore {
  const pathOf = (name: string) => join(folder, `${name}.snapshot`)
  return {
    read: async (name) => {
      try { return new Uint8Array(await readFile(pathOf(name))) } catch { return undefined }
    },
    write: async (name, parts) => {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      const file = await open(`${pathOf(name)}.part`, 'w', 0o600)
      try {
        for (const part of parts) await file.writeFile(part)
        await file.sync()
      } finally { await file.close() }
      await rename(`${pathOf(name)}.part`, pathOf(name))
    },
  }
}

export function openFollowed(database: Database, snapshots: SnapshotStore): Followed {
  const kept = new Map<string, Kept>()
  const running = new Map<string, Promise<Kept>>()

  async function bringUp(follower: Follower<unknown>): Promise<Kept> {
    const known = kept.get(follower.name) ?? { follower, ...await follower.start(database.sql, snapshots) }
    const { size } = await readHead(database.sql)
    if (size > known.size) {
      const { rows } = await text<{ position: string; kind: string; subject: string }>`
        select position, kind, subject from log_entry where position >= ${known.size} and position < ${size} and kind = any(${[...follower.kinds]}) order by position`.execute(database.sql)
      const entries: FollowedEntry[] = rows.map((row) => ({ position: Number(row.position), kind: row.kind, subject: row.subject }))
      known.state = await follower.follow(known.state, database.sql, entries, size)
      known.size = size
    }
    kept.set(follower.name, known)
    return known
  }

  async function read<T>(follower: Follower<T>): Promise<T> {
    const name = follower.name
    // What runs now may have looked at the head before the caller's own commit: wait for it, then look again.
    const before = running.get(name)
    const next = (before === undefined ? Promise.resolve() : before.then(() => {}, () => {})).then(() => bringUp(follower as Follower<unknown>))
    running.set(name, next)
    try {
      return (await next).state as T
    } catch (error) {
      kept.delete(name)
      throw error
    } finally {
      if (running.get(name) === next) running.delete(name)
    }
  }

  return {
    read,
    save: async () => {
      for (const { follower, state, size } of kept.values()) await follower.save?.(state, size, snapshots)
    },
  }
}
