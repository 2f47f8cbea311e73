import type { RefusalCatalogue } from '#src/kernel/refusal.ts'

export const evidenceRefusals = {
} as const satisfies RefusalCatalogue
