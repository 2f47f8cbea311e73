import type { RefusalCatalogue } from '#src/kernel/refusal.ts'

export const demoRefusals = {
} as const satisfies RefusalCatalogue
