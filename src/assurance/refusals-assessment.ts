import type { RefusalCatalogue } from '#src/kernel/refusal.ts'

export const assessmentRefusals = {
} as const satisfies RefusalCatalogue
