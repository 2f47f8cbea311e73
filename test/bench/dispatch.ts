// Decision 0005: what our dispatcher costs beside oRPC's own handler, in process, for lists of 1 and of 100 of 4,000 sites.
// To repeat: `node bin/run.mjs node test/bench/dispatch.ts`. Sides take turns, so that a disturbance meets all of them.
import { OpenAPIHandler } from '@orpc/openapi/fetch'
import { implement } from '@orpc/server'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { publicActor } from '#src/access/actor.ts'
import { sitesContract } from '#src/registry/sites.contract.ts'
import { sitesHandlers } from '#src/registry/sites.handlers.ts'
import { readConfig } from '#src/platform/config.ts'
import { houseActor, openHouse } from '#src/platform/house.ts'
import { createApplication } from '#src/platform/server.ts'
import { read, write } from '#src/platform/transaction.ts'
import { inventedSites } from './invented-sites.ts'

const ROUNDS = 9
const REQUESTS = 50 // an address may ask 1,200 uncached reads a minute
const KEPT_REQUESTS = 1000
const list = (limit: number): string => `http://localhost:8080/api/v1/sites?limit=${limit}`
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!

type Ask = (n: number) => Promise<Response>
async function perSecond(ask: Ask, count: number): Promise<number> {
  const began = performance.now()
  for (let n = 0; n < count; n++) {
    const response = await ask(n)
    if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`)
    await response.arrayBuffer()
  }
  return count / (performance.now() - began) * 1000
}

const folder = mkdtempSync(join(tmpdir(), 'cupel-dispatch-'))
const config = readConfig({ CUPEL_DATA: folder, LOG_LEVEL: 'silent' }, folder)
const open = await openHouse(config, { loadsShipped: false })
try {
  const { house } = open
  await write(house, { actor: houseActor }, async (ctx) => { ctx.publish(inventedSites(4000), { kind: 'bench.published', subject: 'bench', isPublic: true, body: {} }) })
  const application = await createApplication(house, open.accounts, config, (_, error) => { throw error })
  let fresh = 0

  /** oRPC's handler over the same handler of ours; it has neither accounts nor a cache here, and so less to do. */
  const orpc = (validatesAnswers: boolean, limit: number): Ask => {
    const os = implement(sitesContract).$config(validatesAnswers ? {} : { initialOutputValidationIndex: Number.NaN })
    const handler = new OpenAPIHandler({ listSites: os.listSites.handler(({ input }) => read(house, { actor: publicActor }, (ctx) => sitesHandlers.listSites(ctx, input) as never)) })
    return async () => (await handler.handle(new Request(list(limit)), { prefix: '/api/v1', context: {} })).response!
  }
  const sides = [1, 100].flatMap((limit): { name: string; count: number; ask: Ask }[] => [
    { name: `${limit}: ours, kept bytes`, count: KEPT_REQUESTS, ask: async () => application.fetch(new Request(list(limit))) },
    { name: `${limit}: ours, made anew`, count: REQUESTS, ask: async () => application.fetch(new Request(`${list(limit)}&n=${fresh++}`)) },
    { name: `${limit}: oRPC, answers unchecked`, count: REQUESTS, ask: orpc(false, limit) },
    { name: `${limit}: oRPC, answers checked (its default)`, count: REQUESTS, ask: orpc(true, limit) },
  ])
  for (const { ask } of sides) await perSecond(ask, 30)
  const rounds: number[][] = []
  for (let round = 0; round < ROUNDS; round++) {
    const measured: number[] = []
    for (const { ask, count } of sides) measured.push(await perSecond(ask, count))
    rounds.push(measured)
  }
  // Each side against the last of its four, in the same round: a ratio survives a busy machine, a number does not.
  for (const [i, { name }] of sides.entries()) {
    const base = i - i % 4 + 3
    const ratio = median(rounds.map((round) => round[i]! / round[base]!))
    process.stdout.write(`${name}: ${ratio.toFixed(2)} (${Math.round(median(rounds.map((round) => round[i]!)))} requests/s)\n`)
  }
} finally {
  await open.close()
  rmSync(folder, { recursive: true, force: true })
}
