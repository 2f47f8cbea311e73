// SQL of kept answers. The key is taken first, so that a second request with it waits for the first to end.
import { sql as text } from 'kysely'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import type { Sql } from '#src/kernel/sql.ts'
import type { Instant } from '#src/kernel/time.ts'

type Tables = { idempotency_key: { actor: string; key: string; input_hash: string; status: number | null; content_type: string | null; body: string | null; created_at: string } }

/**
 * @returns the answer given before, undefined where this request is the first
 * @throws Refused `idempotency-key-reused`, `idempotency-key-running`
 */
export async function findAnswer(sql: Sql, actor: string, key: string, inputHash: string, now: Instant): Promise<unknown> {
  const tables = sql.withTables<Tables>()
  const taken = await tables.insertInto('idempotency_key')
    .values({ actor, key, input_hash: inputHash, status: null, content_type: null, body: null, created_at: now })
    .onConflict((conflict) => conflict.doNothing()).returning('key').executeTakeFirst()
  if (taken !== undefined) return undefined
  const before = await tables.selectFrom('idempotency_key').selectAll().where('actor', '=', actor).where('key', '=', key).executeTakeFirst()
  if (before === undefined) throw new Refused(refuse('idempotency-key-running', 'The first request with this key has not ended yet.'))
  if (before.input_hash !== inputHash) throw new Refused(refuse('idempotency-key-reused', 'This Idempotency-Key was used with another operation or another input.'))
  if (before.body === null) throw new Refused(refuse('idempotency-key-running', 'The first request with this key has not ended yet.'))
  return JSON.parse(before.body) as unknown
}

export async function keepAnswer(sql: Sql, actor: string, key: string, result: unknown): Promise<void> {
  await sql.withTables<Tables>().updateTable('idempotency_key').set({ status: 200, content_type: 'application/json', body: JSON.stringify(result ?? null) })
    .where('actor', '=', actor).where('key', '=', key).execute()
}

/** Forgets keys older than a week: long enough for any retry. */
export async function forgetOldKeys(sql: Sql, now: Instant): Promise<void> {
  await text`delete from idempotency_key where created_at < ${now}::timestamptz - interval '7 days'`.execute(sql)
}

/** Forgets every kept answer: one of them may repeat what was removed by law. A retry that comes later is refused or done anew. */
export async function forgetKeptAnswers(sql: Sql): Promise<void> {
  await sql.withTables<Tables>().deleteFrom('idempotency_key').where('body', 'is not', null).execute()
}
