// The published facts in memory. A registry holds hundreds to thousands of sites, so that a whole snapshot is a few
// megabytes, every public read is a pure function of it, and no screen needs a query of its own (decision 0004).
import type { Database } from './database.ts'
import { readHead, sizeKnownAt } from '#src/transparency/log.store.ts'
import { readFacts } from '#src/transparency/fact.store.ts'
import type { FactSet } from '#src/transparency/fact.ts'
import type { Instant } from '#src/kernel/time.ts'
import type { Sql } from '#src/kernel/sql.ts'

export type FactMemory = {
  /** The number of entries up to and with the last public one this process knows of; cheap. */
  publicSize(): number
  /** Facts by what had been recorded at an instant, or the newest. */
  read(sql: Sql, knownAt?: Instant): Promise<FactSet>
  /** Looks at the head: called after each own write, and by a timer for writes of other processes. */
  follow(): Promise<void>
}

const KEPT_PAST_SNAPSHOTS = 3

export async function openFactMemory(database: Database): Promise<FactMemory> {
  let size = (await readHead(database.sql)).publicSize
  let newest: Promise<FactSet> | undefined
  let newestSize = -1
  const past = new Map<number, Promise<FactSet>>()

  const newestFacts = (sql: Sql): Promise<FactSet> => {
    if (newest === undefined || newestSize !== size) { newestSize = size; newest = readFacts(sql, size).catch((error) => { newest = undefined; throw error }) }
    return newest
  }
  return {
    publicSize: () => size,
    follow: async () => {
      const head = await readHead(database.sql)
      if (head.publicSize <= size) return
      size = head.publicSize
      // What was removed by law is removed from every earlier time too, so that no earlier snapshot may be kept.
      past.clear()
    },
    read: async (sql, knownAt) => {
      if (knownAt === undefined) return newestFacts(database.sql)
      const at = await sizeKnownAt(sql, knownAt)
      if (at >= size) return newestFacts(database.sql)
      let facts = past.get(at)
      if (facts === undefined) {
        facts = readFacts(database.sql, at)
        facts.catch(() => past.delete(at))
        past.set(at, facts)
        if (past.size > KEPT_PAST_SNAPSHOTS) past.delete(past.keys().next().value!)
      }
      return facts
    },
  }
}
