import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import type { assessorFirmContract } from './assessor-firm.contract.ts'

export const assessorFirmHandlers: Handlers<typeof assessorFirmContract, Context> = {
}
