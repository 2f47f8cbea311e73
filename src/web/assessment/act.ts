// One act on the assessment, and what tells of it.
import { actRereading } from '../api/act.ts'

export const useAct = actRereading([
  'listEngagements', 'listFirmEngagements', 'getPlan', 'getDeskReview', 'getOnSiteRecord', 'getReport', 'getStandardReport', 'getCase', 'listFirms', 'getFirm', 'listConflicts', 'listShareholdings',
  'listApprovedFirms', 'listNotices', 'getNext',
])
