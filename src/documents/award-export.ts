// The list of awards as CSV: exactly the rows shown, one an award, with the day and the state of knowledge they are of.
import { writeCsv, type Cell } from '#src/exchange/csv/write-csv.ts'
import type { AwardRow } from '#src/registry/assurance-record.ts'

type Exported = { readonly row: AwardRow; readonly day: string; readonly position: number; readonly publicUrl: string }

const COLUMNS = {
  awardId: ({ row }) => row.awardId, status: ({ row }) => row.status, siteId: ({ row }) => row.siteId, site: ({ row }) => row.siteName, country: ({ row }) => row.country,
  participant: ({ row }) => row.participant, mark: ({ row }) => row.mark, standard: ({ row }) => row.standard, standardVersion: ({ row }) => row.standardVersion,
  cycle: ({ row }) => row.cycle, assessedFrom: ({ row }) => row.assessedFrom, assessedTo: ({ row }) => row.assessedTo, decidedOn: ({ row }) => row.decidedOn,
  issuedOn: ({ row }) => row.issuedOn, announcedOn: ({ row }) => row.announcedOn, validUntil: ({ row }) => row.validUntil, followUpDueOn: ({ row }) => row.followUpDueOn,
  conditionalWording: ({ row }) => row.conditionalWording, underReviewSince: ({ row }) => row.underReviewSince,
  openSpecialConditions: ({ row }) => row.specialConditions.filter(({ metOn }) => metOn === null).length, assessorFirm: ({ row }) => row.firmName,
  contentHash: ({ row }) => row.contentHash, page: ({ row, publicUrl }) => publicUrl + row.links.page, asOf: ({ day }) => day, logPosition: ({ position }) => position,
} as const satisfies Record<string, (exported: Exported) => Cell>

export const awardsCsv = (rows: readonly AwardRow[], day: string, position: number, publicUrl: string): string =>
  writeCsv(Object.keys(COLUMNS), rows.map((row) => Object.values(COLUMNS).map((cellOf) => cellOf({ row, day, position, publicUrl }))))
