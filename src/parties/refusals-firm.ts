import type { RefusalCatalogue } from '#src/kernel/refusal.ts'

export const firmRefusals = {
} as const satisfies RefusalCatalogue
