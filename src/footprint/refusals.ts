import type { RefusalCatalogue } from '#src/kernel/refusal.ts'

export const footprintRefusals: RefusalCatalogue = {}
