// Every operation's handler by name. A contract without a handler does not compile.
import { accessHandlers } from '#src/access/access.handlers.ts'
import type { Context } from '#src/access/context.ts'
import { importsHandlers } from '#src/parties/import.handlers.ts'
import { dependentFacts } from '#src/registry/dependent-facts.ts'
import { emissionCurveHandlers } from '#src/registry/emission-curve.handlers.ts'
import { grievancesHandlers } from '#src/grievances/grievances.handlers.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { lookupHandlers } from '#src/registry/lookup.handlers.ts'
import { sitesHandlers } from '#src/registry/sites.handlers.ts'
import { standardsHandlers } from '#src/standards/standards.handlers.ts'
import { statisticsHandlers } from '#src/registry/statistics.handlers.ts'
import { transparencyHandlers } from '#src/transparency/transparency.handlers.ts'
import type { HouseContract } from './contract.ts'

export const handlers: Handlers<HouseContract, Context> = {
  ...sitesHandlers,
  ...statisticsHandlers,
  ...emissionCurveHandlers,
  ...lookupHandlers,
  ...importsHandlers(dependentFacts),
  ...standardsHandlers,
  ...grievancesHandlers,
  ...transparencyHandlers,
  ...accessHandlers,
}
