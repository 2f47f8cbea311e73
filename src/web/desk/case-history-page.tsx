// What happened in one case: what was decided, by whom and why, as far as the reader may know it.
import { getRouteApi } from '@tanstack/react-router'
import { CaseFrame, useCase } from '../cases/case-frame.tsx'
import { linkTo } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useStandardWords } from '../decision/parts.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import { AuditEntries } from './audit-entries.tsx'
import { CaseFileLink } from './case-file-link.tsx'

const route = getRouteApi('/cases/$caseId/history')

export function Page() {
  const t = useMessages('desk')
  const { caseId } = route.useParams()
  const one = useCase(caseId)
  const permits = one?.permits ?? []
  const words = useStandardWords(one?.standards ?? [])
  const criterion = (slug: string): string => {
    const holder = one?.standards.find(({ standard }) => words.of(standard)?.criteria.some((found) => found.slug === slug))
    return holder === undefined ? slug : words.criterion(holder.standard, slug)
  }
  const mayRead = permits.includes('audit:read')
  const trail = useLooseRead('listCaseAudit', { caseId, limit: 500 }, mayRead)
  return (
    <CaseFrame caseId={caseId} tab="history">
      <h2>{t('history.title')}</h2>
      <p>{t('history.lead')}</p>
      {permits.includes('case-file:export') ? <CaseFileLink href={linkTo('exportCaseFile', { caseId })} /> : null}
      <ProblemText error={trail.error} />
      {trail.data === undefined ? null : <AuditEntries entries={trail.data.items} criterion={criterion} />}
    </CaseFrame>
  )
}
