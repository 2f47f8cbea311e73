import type { RefusalCatalogue } from '#src/kernel/refusal.ts'

export const concernRefusals = {
} as const satisfies RefusalCatalogue
