import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import type { onSiteContract } from './on-site.contract.ts'

export const onSiteHandlers: Handlers<typeof onSiteContract, Context> = {
}
