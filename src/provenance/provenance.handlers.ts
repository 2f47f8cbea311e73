import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import type { provenanceContract } from './provenance.contract.ts'

export const provenanceHandlers: Handlers<typeof provenanceContract, Context> = {}
