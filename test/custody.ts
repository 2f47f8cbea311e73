// Books of a test world: organisations with sites of their own, and lines as a party writes them.
import { LineAnswer } from '#src/custody/line-answer.ts'
import { recordLines, type Recording } from '#src/custody/record.handlers.ts'
import { siteIdFrom, type SiteId } from '#src/kernel/id.ts'
import { siteFact } from '#src/parties/site.ts'
import { putFact } from '#src/transparency/fact.ts'
import type { Actor } from '#src/access/actor.ts'
import type { Context } from '#src/access/context.ts'
import { actor, grant } from './people.ts'
import type { World } from './world.ts'

/** An invented site number; the same number gives the same site. */
export const siteNo = (number: number, country = 'CHL'): SiteId => siteIdFrom(country, Uint8Array.of(0, 0, number >> 8, number & 255))

/** Publishes sites of an organisation. @returns an owner of all of them */
export async function partyWith(world: World, organisationId: string, siteIds: readonly SiteId[], role: 'site-owner' | 'site-contributor' | 'partner' = 'site-owner'): Promise<Actor> {
  await world.publish(siteIds.map((siteId) => putFact(siteFact, siteId, {
    name: `Invented site ${siteId}`, aliases: [], identifiers: [], types: ['mine'], country: siteId.slice(0, 3), metals: ['copper'], organisationId, dataset: 'invented', citations: [{ text: 'invented for a test' }],
  })))
  return actor(`person-${organisationId}`, grant(role, 'organisation', organisationId))
}

/** Records lines in one transaction, line by line unless said otherwise. */
export const record = (world: World, who: Actor, organisationId: string, lines: readonly unknown[], options: Partial<Recording> = {}): Promise<LineAnswer[]> =>
  world.transact(who, (ctx) => recordLines(ctx, organisationId, lines, { source: 'form', isAllOrNothing: false, ...options }))

/** The same with every answer in a word: its state, or the code of its refusal. */
export const recordedAs = async (world: World, who: Actor, organisationId: string, lines: readonly unknown[], options: Partial<Recording> = {}): Promise<string[]> =>
  (await record(world, who, organisationId, lines, options)).map(({ state, refusal }) => refusal?.code ?? state)

/** The first does its work and commits only when the second has begun and waits, or has had time to do all it wants. */
export async function atOnce<T, U>(world: World, first: readonly [Actor, (ctx: Context) => Promise<T>], second: readonly [Actor, (ctx: Context) => Promise<U>]): Promise<[Promise<T>, Promise<U>]> {
  let hasDone = (): void => {}
  const done = new Promise<void>((resolve) => { hasDone = resolve })
  const one = world.transact(first[0], async (ctx) => {
    const answer = await first[1](ctx)
    hasDone()
    await new Promise((resolve) => { setTimeout(resolve, 300) })
    return answer
  })
  await Promise.race([done, one])
  const later = world.transact(second[0], second[1])
  await Promise.allSettled([one, later])
  return [one, later]
}

let day = 0
/** An instant that is later than all before it in the test process, well before the clock of a test world. */
export const nextAt = (): string => new Date(Date.UTC(2026, 0, 1) + 60_000 * day++).toISOString()

const lot = (ref: string, mass: string, more: object = {}) => ({ lot: ref, material: 'concentrate', metal: 'copper', contained: { copper: mass }, ...more })

export const extract = (event: string, site: SiteId, ref: string, mass: string, more: object = {}) => ({ kind: 'extract', event, at: nextAt(), site, outputs: [lot(ref, mass)], ...more })
export const sell = (event: string, site: SiteId, ref: string, take: string, more: object = {}) => ({ kind: 'sell', event, at: nextAt(), site, inputs: [{ lot: ref, take }], market: 'wire', ...more })
export { lot as newLot }
