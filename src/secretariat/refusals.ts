import type { RefusalCatalogue } from '#src/kernel/refusal.ts'

export const secretariatRefusals = {
} as const satisfies RefusalCatalogue
