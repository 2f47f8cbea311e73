import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import type { disclosureContract } from './disclosure.contract.ts'

export const disclosureHandlers: Handlers<typeof disclosureContract, Context> = {}
