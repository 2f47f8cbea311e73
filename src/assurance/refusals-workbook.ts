import type { RefusalCatalogue } from '#src/kernel/refusal.ts'

export const workbookRefusals = {
} as const satisfies RefusalCatalogue
