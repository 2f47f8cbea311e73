import type { RefusalCatalogue } from '#src/kernel/refusal.ts'

export const peopleRefusals = {
} as const satisfies RefusalCatalogue
