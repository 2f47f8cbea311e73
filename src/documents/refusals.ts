import type { RefusalCatalogue } from '#src/kernel/refusal.ts'

export const documentRefusals = {
} as const satisfies RefusalCatalogue
