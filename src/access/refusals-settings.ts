import type { RefusalCatalogue } from '#src/kernel/refusal.ts'

export const settingsRefusals = {
} as const satisfies RefusalCatalogue
