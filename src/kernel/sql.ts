import type { Kysely } from 'kysely'

/** The transaction of a request. A store names its own tables: `sql.withTables<{ import_batch: … }>()`. */
export type Sql = Kysely<unknown>

/** Until a statement of a megabyte has gone out: a socket takes it piece by piece, each when the loop comes by. */
const SENDING_MS = 3

/**
 * Works something out while the database is busy: a statement that was begun goes out first, then the work is done.
 * Given to `Promise.all` beside the statement.
 */
export const whileBusy = async <T>(work: () => T): Promise<T> => {
  await new Promise((resolve) => { setTimeout(resolve, SENDING_MS) })
  return work()
}
