// Every operation of the house by name: routes, OpenAPI, typed client, CLI and permission matrix are made from this value.
import { accessContract } from '#src/access/access.contract.ts'
import { grievancesContract } from '#src/grievances/grievances.contract.ts'
import { importsContract } from '#src/parties/import.contract.ts'
import { emissionCurveContract } from '#src/registry/emission-curve.contract.ts'
import { lookupContract } from '#src/registry/lookup.contract.ts'
import { sitesContract } from '#src/registry/sites.contract.ts'
import { statisticsContract } from '#src/registry/statistics.contract.ts'
import { standardsContract } from '#src/standards/standards.contract.ts'
import { transparencyContract } from '#src/transparency/transparency.contract.ts'

export const contract = {
  ...sitesContract,
  ...statisticsContract,
  ...emissionCurveContract,
  ...lookupContract,
  ...importsContract,
  ...standardsContract,
  ...grievancesContract,
  ...transparencyContract,
  ...accessContract,
}

export type HouseContract = typeof contract
export type OperationName = keyof HouseContract
