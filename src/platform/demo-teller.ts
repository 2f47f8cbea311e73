// Tells a story through the same operations that people use: each act is one person's, on one day, and goes through
// permit, shape and law like any other. For the demonstration; tests tell their own stories with it.
import type { z } from 'zod'
import { actorWith, localOperator, type Actor } from '#src/access/actor.ts'
import { grantsOfUser } from '#src/access/grant.store.ts'
import type { ResultOf } from '#src/kernel/operation.ts'
import type { Day } from '#src/kernel/time.ts'
import { contract, type HouseContract, type OperationName } from './contract.ts'
import { handlers } from './handlers.ts'
import { invoke, parseInput, type Handler } from './invoke.ts'
import { routesOf } from './operations.ts'
import type { House } from './transaction.ts'

type InputSchema<P> = P extends { '~orpc': { inputSchema?: infer S } } ? (S extends z.ZodType ? z.input<S> : never) : never
export type Told<N extends OperationName> = Exclude<ResultOf<HouseContract[N]>, Response>

export type Teller = {
  /** Does one thing as somebody; `public` has no account, `secretariat` is the program itself. @throws Refused */
  act<N extends OperationName>(who: string, name: N, input: InputSchema<HouseContract[N]>, upload?: Uint8Array): Promise<Told<N>>
  /** Gives a name to an account. */
  isPlayedBy(who: string, userId: string): void
  userOf(who: string): string
  /** Moves the clock to the morning of a day; it may not go back. */
  on(day: Day): void
  readonly today: () => Day
}

export function teller(house: House, moveTo: (instant: string) => void): Teller {
  const routes = new Map(routesOf(contract).map((route) => [route.name, route]))
  const users = new Map<string, string>()
  let day = house.clock.now().slice(0, 10)
  const actorOf = async (who: string): Promise<Actor> => {
    if (who === 'public') return { kind: 'public' }
    if (who === 'secretariat') return localOperator('cupel')
    const userId = userOf(who)
    return actorWith({ userId, via: 'session', grants: await grantsOfUser(house.database.sql, userId) })
  }
  const userOf = (who: string): string => {
    const userId = users.get(who)
    if (userId === undefined) throw new Error(`nobody plays ${who} yet`)
    return userId
  }
  return {
    act: async (who, name, input, upload) => {
      const route = routes.get(name)!
      const decoded = await parseInput(route.procedure, input)
      const answer = await invoke(house, route, (handlers as unknown as Readonly<Record<string, Handler>>)[name]!, {
        actor: await actorOf(who), language: 'en', isDryRun: false, ...(upload === undefined ? {} : { upload: async () => upload }),
      }, decoded)
      return answer.result as never
    },
    isPlayedBy: (who, userId) => { users.set(who, userId) },
    userOf,
    on: (to) => {
      if (to < day) throw new Error(`the story goes back from ${day} to ${to}`)
      day = to
      moveTo(`${to}T08:00:00.000Z`)
    },
    today: () => day,
  }
}
