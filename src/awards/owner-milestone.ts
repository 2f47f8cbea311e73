// A statement in the list of a mark's owner as a milestone: it carries a live status, and the same statement made again is
// the same fact. What was compiled before stays beside it in the history.
import type { Directory, DirectoryRow, OwnerStatement } from '#src/parties/directory.ts'
import { citationOf } from '#src/parties/site-change.ts'
import type { Milestone } from './milestone.ts'

const registerOf = (status: OwnerStatement['status']): Milestone['register'] =>
  status.startsWith('custody') ? 'chain-of-custody' : status.startsWith('due-diligence') ? 'due-diligence' : 'mark'

/** @returns the id and value of the fact; the id holds what makes two statements different ones */
export function ownerMilestone(
  siteId: string, row: DirectoryRow, statement: OwnerStatement, directory: Directory,
): { id: string; value: Milestone } {
  const { mark, status, date, validUntil, condition, assessorFirm, asFound } = statement
  return {
    id: `${directory.datasetId}.${siteId}.${mark}.${status}.${date.from ?? date.to ?? 'undated'}`,
    value: {
      siteId, subjectAsFound: row.name, register: registerOf(status), kind: status, mark, date,
      ...(validUntil === undefined ? {} : { validUntil }),
      ...(condition === undefined ? {} : { condition }),
      ...(assessorFirm === undefined ? {} : { assessorFirm }),
      asFound, origin: 'mark-owner', dataset: directory.datasetId, citations: [citationOf(directory, row)],
    },
  }
}
