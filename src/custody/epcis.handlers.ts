import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import type { epcisContract } from './epcis.contract.ts'

export const epcisHandlers: Handlers<typeof epcisContract, Context> = {}
