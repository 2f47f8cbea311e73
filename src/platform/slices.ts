// What each slice brings: its catalogue of refusals. Contracts and handlers are joined in `contract.ts` and `handlers.ts`.
import { spreadsheetRefusals } from '#src/exchange/spreadsheet/refusals.ts'
import { grievanceRefusals } from '#src/grievances/refusals.ts'
import type { RefusalCatalogue } from '#src/kernel/refusal.ts'
import { partiesRefusals } from '#src/parties/refusals.ts'
import { figureRefusals } from '#src/registry/refusals-figures.ts'
import { lookupRefusals } from '#src/registry/refusals-lookup.ts'
import { registryRefusals } from '#src/registry/refusals.ts'
import { starterRefusals } from '#src/registry/starter.ts'
import { standardRefusals } from '#src/standards/refusals.ts'

export const sliceRefusals: readonly RefusalCatalogue[] = [starterRefusals, spreadsheetRefusals, partiesRefusals, lookupRefusals, standardRefusals, registryRefusals, figureRefusals, grievanceRefusals]
