import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import type { passportContract } from './passport.contract.ts'

export const passportHandlers: Handlers<typeof passportContract, Context> = {}
