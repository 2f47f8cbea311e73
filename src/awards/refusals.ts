import type { RefusalCatalogue } from '#src/kernel/refusal.ts'

export const awardRefusals = {
} as const satisfies RefusalCatalogue
