// The notice of an assessment that a concern answers: read from the list that everybody may read.
import { useLooseRead } from '../api/reads.ts'

export function useNotice(noticeId: string) {
  const notices = useLooseRead('listAssessmentNotices', {})
  return { notice: notices.data?.items.find((one) => one.noticeId === noticeId), isKnown: notices.data !== undefined, error: notices.error }
}
