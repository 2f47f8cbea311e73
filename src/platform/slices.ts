// What each slice brings: its catalogue of refusals. Contracts and handlers are joined in `contract.ts` and `handlers.ts`.
import { grievanceRefusals } from '#src/grievances/refusals.ts'
import type { RefusalCatalogue } from '#src/kernel/refusal.ts'

export const sliceRefusals: readonly RefusalCatalogue[] = [grievanceRefusals]
