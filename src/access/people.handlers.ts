import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import type { peopleContract } from './people.contract.ts'

export const peopleHandlers: Handlers<typeof peopleContract, Context> = {
}
