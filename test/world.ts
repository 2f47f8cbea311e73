// A whole real system for a test: its own database cloned from the migrated template, a settable clock, counted
// identifiers, and the same HTTP application that the server runs.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject } from 'vitest'
import { localOperator, type Actor } from '#src/access/actor.ts'
import type { Context } from '#src/access/context.ts'
import { prefixedId, siteIdFrom } from '#src/kernel/id.ts'
import { Refused } from '#src/kernel/refusal.ts'
import type { Instant } from '#src/kernel/time.ts'
import type { FactLine } from '#src/transparency/fact.ts'
import { readConfig } from '#src/platform/config.ts'
import { createDatabase } from '#src/platform/database.ts'
import { fsck } from '#src/platform/check.ts'
import { openHouseOn, type HouseOptions } from '#src/platform/house.ts'
import { createApplication, type Application } from '#src/platform/server.ts'
import { read, write, type House } from '#src/platform/transaction.ts'

export const operator: Actor = localOperator('tester')
export const LOCAL_TOKEN = 'local_test-token-of-a-test-world'

export type World = {
  readonly house: House
  readonly application: Application
  /** Sets the clock; it stands still until it is set again. */
  setNow(now: Instant): void
  /** Runs a write as an actor; refusals come out as `Refused`. */
  transact<T>(actor: Actor, work: (ctx: Context) => Promise<T>, options?: { isDryRun?: boolean; upload?: Uint8Array }): Promise<T>
  read<T>(actor: Actor, work: (ctx: Context) => Promise<T>): Promise<T>
  /** Publishes facts as the operator. */
  publish(lines: readonly FactLine[]): Promise<void>
  /** A request to the application, by path; `asOperator` sends the local token. */
  fetch(path: string, init?: RequestInit & { asOperator?: boolean }): Promise<Response>
  /** Faults written to the log, by request id. */
  readonly faults: { requestId: string; error: unknown }[]
  fsck(): ReturnType<typeof fsck>
  close(): Promise<void>
}

let count = 0

/** @param options `loadsShipped: true` loads the standards and the starter registry */
export async function testWorld(options: Pick<HouseOptions, 'loadsShipped'> & { now?: Instant } = {}): Promise<World> {
  const connection = inject('postgres')
  const name = `world_${process.pid}_${++count}`
  await createDatabase(connection, name, 'cupel_template')
  const folder = mkdtempSync(join(tmpdir(), 'cupel-world-'))
  const config = readConfig({ CUPEL_DATA: folder, LOG_LEVEL: 'silent', CUPEL_SECRET: 'a secret of a test world, long enough' }, folder)
  let now: Instant = options.now ?? '2026-06-15T12:00:00.000Z'
  let next = 0
  const bytes = () => { next += 1; const b = new Uint8Array(16); new DataView(b.buffer).setUint32(0, Math.imul(next, 2654435761) >>> 0); new DataView(b.buffer).setUint32(12, next); return b }
  const { house, accounts, close } = await openHouseOn({ ...connection, database: name }, config, {
    clock: { now: () => now },
    ids: { newId: (prefix) => prefixedId(prefix, bytes()), newSiteId: (country) => siteIdFrom(country, bytes()), newSalt: () => Buffer.from(bytes()).toString('base64url') },
    token: LOCAL_TOKEN,
    loadsShipped: options.loadsShipped ?? false,
  })
  const faults: World['faults'] = []
  const application = await createApplication(house, accounts, config, (requestId, error) => { faults.push({ requestId, error }) }, 'test')
  const uploadOf = (body: Uint8Array) => async (maxBytes: number) => {
    if (body.byteLength > maxBytes) throw new Refused({ code: 'upload-too-large', detail: `more than ${maxBytes} bytes` })
    return body
  }
  const transact: World['transact'] = async (actor, work, how = {}) =>
    (await write(house, { actor, isDryRun: how.isDryRun ?? false, ...(how.upload === undefined ? {} : { upload: uploadOf(how.upload) }) }, work)).answer
  return {
    house, application, faults, transact,
    setNow: (instant) => { now = instant },
    read: (actor, work) => read(house, { actor }, work),
    publish: (lines) => transact(operator, async (ctx) => { ctx.publish(lines, { kind: 'test.published', subject: 'test', isPublic: true, body: {} }) }),
    fetch: async (path, { asOperator, ...init } = {}) => {
      const headers = new Headers(init.headers)
      if (asOperator === true) headers.set('authorization', `Bearer ${LOCAL_TOKEN}`)
      return application.fetch(new Request(`http://localhost:8080${path}`, { ...init, headers }))
    },
    fsck: () => fsck(house.database),
    close: async () => {
      await close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
