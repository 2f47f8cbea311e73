// One act on the assessment: calls an operation, then reads anew whatever tells of it.
import { useMutation, useQueryClient } from '@tanstack/react-query'

const READS = [
  'listEngagements', 'listFirmEngagements', 'getPlan', 'getDeskReview', 'getOnSiteRecord', 'getReport', 'getStandardReport', 'getCase', 'listFirms', 'getFirm', 'listConflicts', 'listShareholdings',
  'listApprovedFirms', 'listNotices', 'getNext',
]

export function useAct<T, A>(run: (input: A) => Promise<T>, onDone?: (result: T) => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: run,
    onSuccess: async (result) => {
      await Promise.all(READS.map((name) => queries.invalidateQueries({ queryKey: [name] })))
      onDone?.(result)
    },
  })
}
