// What each slice brings: its catalogue of refusals. Contracts and handlers are joined in `contract.ts` and `handlers.ts`.
import { spreadsheetRefusals } from '#src/exchange/spreadsheet/refusals.ts'
import { grievanceRefusals } from '#src/grievances/refusals.ts'
import type { RefusalCatalogue } from '#src/kernel/refusal.ts'
import { figureRefusals } from '#src/registry/refusals-figures.ts'
import { registryRefusals } from '#src/registry/refusals.ts'
import { standardRefusals } from '#src/standards/refusals.ts'

export const sliceRefusals: readonly RefusalCatalogue[] = [spreadsheetRefusals, standardRefusals, registryRefusals, figureRefusals, grievanceRefusals]
