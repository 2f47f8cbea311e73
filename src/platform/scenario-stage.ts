// Where a scenario is played: invented organisations with a site each, and an actor for each of them, on a house of its own.
// Whatever they do goes through an operation, with permit, shape and law, as it would over HTTP.
import type { z } from 'zod'
import { actorWith, localOperator, type Actor } from '#src/access/actor.ts'
import { Mark, milestoneFact, type Milestone } from '#src/awards/milestone.ts'
import { lockBook } from '#src/custody/ledger.store.ts'
import { toleranceSetting } from '#src/custody/settings-custody.ts'
import type { AwardPeriod, StoryPlace } from '#src/exchange/scenario/scenario.ts'
import { siteIdFrom, slugOf, type SiteId } from '#src/kernel/id.ts'
import type { ResultOf } from '#src/kernel/operation.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import type { Day } from '#src/kernel/time.ts'
import { organisationFact } from '#src/parties/organisation.ts'
import { siteFact, type SiteType } from '#src/parties/site.ts'
import { putFact, type FactLine } from '#src/transparency/fact.ts'
import type { Clock } from './clock.ts'
import { contract, type HouseContract, type OperationName } from './contract.ts'
import { handlers } from './handlers.ts'
import { invoke, parseInput, type Handler } from './invoke.ts'
import { routesOf } from './operations.ts'
import { write, type House } from './transaction.ts'

type InputSchema<P> = P extends { '~orpc': { inputSchema?: infer S } } ? (S extends z.ZodType ? z.input<S> : never) : never
export type Asked<N extends OperationName> = Exclude<ResultOf<HouseContract[N]>, Response>
export type Party = { readonly name: string; readonly organisationId: string; readonly siteId: SiteId; readonly role: string; readonly country: string; readonly actor: Actor }

/** A clock that stands where the story stands. */
export type StoryClock = Clock & { moveTo(day: Day): void; readonly day: () => Day }
export function storyClock(): StoryClock {
  let day = '2000-01-01'
  return { now: () => `${day}T23:30:00.000Z`, moveTo: (to) => { if (to > day) day = to }, day: () => day }
}

export type Stage = {
  readonly house: House
  readonly clock: StoryClock
  readonly parties: ReadonlyMap<string, Party>
  party(name: string): Party
  place(place: StoryPlace): Promise<void>
  award(party: Party, mark: string, kind: 'given' | 'suspended' | 'withdrawn', from: Day, to: Day | undefined): Promise<void>
  /** Does one thing as a party. @throws Refused */
  ask<N extends OperationName>(as: Party, name: N, input: InputSchema<HouseContract[N]>): Promise<Asked<N>>
}

/** What a scenario says that cannot be played; told with its line. */
export const unplayable = (detail: string): Refused => new Refused(refuse('scenario-unplayable', detail))

const citations = [{ text: 'Invented for a scenario.' }]
const TYPES: Readonly<Record<string, SiteType>> = { mine: 'mine', concentrator: 'concentrator', smelter: 'smelter', refinery: 'refinery', recycler: 'recycler', 'rod-mill': 'rod-mill', fabricator: 'fabricator' }

export function openStage(house: House, clock: StoryClock): Stage {
  const routes = new Map(routesOf(contract).map((route) => [route.name, route]))
  const parties = new Map<string, Party>()
  let [sites, milestones] = [0, 0]
  const publish = (lines: readonly FactLine[]) => write(house, { actor: localOperator('scenario') }, async (ctx) => { ctx.publish(lines, { kind: 'facts.published', subject: 'scenario', isPublic: true, body: {} }) })
  const award: Stage['award'] = async (party, mark, kind, from, to) => {
    const register = Mark.safeParse(mark).success ? 'mark' : mark === 'due-diligence' ? 'due-diligence' : mark === 'chain-of-custody' ? 'chain-of-custody' : undefined
    if (register === undefined) throw unplayable(`There is no mark for ${mark}.`)
    const given = register === 'mark' ? 'award' : register === 'chain-of-custody' ? 'custody-conformance' : 'due-diligence-conformance'
    const milestone: Milestone = {
      siteId: party.siteId, subjectAsFound: party.name, register, kind: kind === 'given' ? given : kind === 'suspended' ? 'suspension' : 'withdrawal', ...(register === 'mark' ? { mark: Mark.parse(mark) } : {}),
      date: { from, to: from, precision: 'day', printed: from }, ...(to === undefined ? {} : { validUntil: to }), asFound: 'Invented for a scenario.', origin: 'mark-owner', dataset: 'simulated', citations,
    }
    await publish([putFact(milestoneFact, `mst_scenario_${++milestones}`, milestone)])
  }
  return {
    house, clock, parties, award,
    party: (name) => {
      const party = parties.get(name)
      if (party === undefined) throw unplayable(`Nobody is called ${name}. Say above where it is: mine ${name} in CHL.`)
      return party
    },
    place: async (place) => {
      if (parties.has(place.name)) throw unplayable(`${place.name} is there already.`)
      const party = partyOf(place, ++sites)
      parties.set(place.name, party)
      await publish(factsOf(place, party))
      await write(house, { actor: localOperator('scenario') }, async (ctx) => { await lockBook(ctx.sql, party.organisationId, { tolerance: await ctx.setting(toleranceSetting), isSimulated: true, openedAt: ctx.now }) })
      for (const { mark, from, to } of place.awards ?? ([] as AwardPeriod[])) await award(party, mark, 'given', from, to)
    },
    ask: async (as, name, input) => {
      const route = routes.get(name)!
      const decoded = await parseInput(route.procedure, input)
      const answer = await invoke(house, route, (handlers as unknown as Readonly<Record<string, Handler>>)[name]!, { actor: as.actor, language: 'en', isDryRun: false }, decoded)
      return answer.result as never
    },
  }
}

function partyOf(place: StoryPlace, nth: number): Party {
  const organisationId = `org-${slugOf(place.owner ?? place.name)}`
  return {
    name: place.name, organisationId, siteId: siteIdFrom(place.country, Uint8Array.of(0, 1, nth >> 8, nth & 255)), role: place.role, country: place.country,
    actor: actorWith({ userId: `usr-${slugOf(place.name)}`, via: 'local', grants: [{ role: 'site-owner', scope: { kind: 'organisation', id: organisationId } }] }),
  }
}

const factsOf = (place: StoryPlace, party: Party): FactLine[] => [
  putFact(organisationFact, party.organisationId, { name: place.owner ?? place.name, aliases: [], country: place.country, dataset: 'simulated', citations }),
  putFact(siteFact, party.siteId, { name: place.name, aliases: [], identifiers: [], types: [TYPES[place.role] ?? 'processing'], country: place.country, metals: ['copper'], organisationId: party.organisationId, dataset: 'simulated', citations }),
]
