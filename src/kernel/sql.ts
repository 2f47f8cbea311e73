import type { Kysely } from 'kysely'

/** The transaction of a request. A store names its own tables: `sql.withTables<{ import_batch: … }>()`. */
export type Sql = Kysely<unknown>

let sent = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve) })
/** How to wait until a statement has gone out: the platform's to say, which has the timers. Set once, before the house opens. */
export const waitForSending = (how: () => Promise<void>): void => { sent = how }

/**
 * Works something out while the database is busy: a statement that was begun goes out first, then the work is done.
 * Given to `Promise.all` beside the statement.
 */
export const whileBusy = async <T>(work: () => T): Promise<T> => {
  await sent()
  return work()
}
