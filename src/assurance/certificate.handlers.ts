import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import type { certificateContract } from './certificate.contract.ts'

export const certificateHandlers: Handlers<typeof certificateContract, Context> = {
}
