import type { Kysely } from 'kysely'

/** The transaction of a request. A store names its own tables: `sql.withTables<{ import_batch: … }>()`. */
export type Sql = Kysely<unknown>

/**
 * Works something out while the database is busy: a statement that was begun goes out first, then the work is done.
 * Given to `Promise.all` beside the statement.
 */
export const whileBusy = async <T>(work: () => T): Promise<T> => {
  await new Promise((resolve) => { setImmediate(resolve) })
  return work()
}
