import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import type { shipmentContract } from './shipment.contract.ts'

export const shipmentHandlers: Handlers<typeof shipmentContract, Context> = {}
