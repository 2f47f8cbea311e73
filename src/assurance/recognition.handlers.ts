import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import type { recognitionContract } from './recognition.contract.ts'

export const recognitionHandlers: Handlers<typeof recognitionContract, Context> = {
}
