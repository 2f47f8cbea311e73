import type { RefusalCatalogue } from '#src/kernel/refusal.ts'

export const noticesRefusals = {
} as const satisfies RefusalCatalogue
