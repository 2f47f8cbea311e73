import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import type { settingsContract } from './settings.contract.ts'

export const settingsHandlers: Handlers<typeof settingsContract, Context> = {
}
