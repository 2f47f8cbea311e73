// Activity figures from a sheet, and the sheet to fill (custody notes 4.1).
import { z } from 'zod'
import { operation } from '#src/kernel/operation.ts'
import { shortText } from '#src/kernel/text.ts'
import { FigureReading } from './activity-file.ts'

const tag = 'Footprint'
const organisationId = z.string().min(1).max(100).describe('the party in whose book it counts')

export const activityFileContract = {
  getActivityTemplate: operation({
    method: 'GET', path: '/site-activity-imports/templates', tag, permit: 'footprint:read', stream: 'export', summary: 'The file of activity figures, empty, as XLSX',
    input: z.object({ organisationId }), result: z.unknown(), refusals: ['footprint-site-absent'],
  }),
  importActivities: operation({
    method: 'POST', path: '/site-activity-imports', tag, permit: 'footprint:write', status: 201, stream: 'upload', summary: 'Record activity figures from XLSX or CSV, whole or not at all',
    description: 'Rows of one site, stage and period are one set. With `Dry-Run: true` nothing is recorded and every set is answered with what it comes to. A set that was recorded before changes nothing.',
    input: z.object({ organisationId, filename: shortText(200) }), result: FigureReading,
    refusals: ['footprint-site-absent', 'activity-columns-missing', 'activity-rows-wrong', 'file-format-unknown', 'file-protected', 'archive-damaged', 'archive-too-large', 'encoding-unknown', 'table-malformed', 'table-empty',
      'table-too-long', 'table-too-wide', 'cell-too-long', 'table-too-large', 'upload-too-large', 'upload-missing'],
  }),
} as const
