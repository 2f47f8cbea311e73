import type { RefusalCatalogue } from '#src/kernel/refusal.ts'

export const versionChangeRefusals = {
} as const satisfies RefusalCatalogue
