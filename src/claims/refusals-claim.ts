import type { RefusalCatalogue } from '#src/kernel/refusal.ts'

export const claimRefusals: RefusalCatalogue = {}
