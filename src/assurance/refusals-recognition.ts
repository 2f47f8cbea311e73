import type { RefusalCatalogue } from '#src/kernel/refusal.ts'

export const recognitionRefusals = {
} as const satisfies RefusalCatalogue
