import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import type { versionChangeContract } from './version-change.contract.ts'

export const versionChangeHandlers: Handlers<typeof versionChangeContract, Context> = {
}
