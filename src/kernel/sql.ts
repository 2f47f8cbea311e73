import type { Kysely } from 'kysely'

/** The transaction of a request. A store names its own tables: `sql.withTables<{ import_batch: … }>()`. */
export type Sql = Kysely<unknown>
