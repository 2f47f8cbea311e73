import type { RefusalCatalogue } from '#src/kernel/refusal.ts'

export const decisionRefusals = {
} as const satisfies RefusalCatalogue
