// What became of an application, for whoever has its number.
import { useParams } from '@tanstack/react-router'
import { Problem } from '../api/problem.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { ProblemText } from '../ui/problem-text.tsx'

export function Page() {
  const t = useMessages('cases')
  const { day } = useFormat()
  const { caseId = '' } = useParams({ strict: false })
  const { data, error } = useLooseRead('trackApplication', { caseId })
  const isAbsent = error instanceof Problem && (error.body.status === 404 || error.body.status === 422 || error.body.status === 400)
  return (
    <Frame width="reading">
      <PageHeading title={t('track.title', { number: caseId })} />
      {isAbsent ? (
        <Empty title={t('track.absent')}>
          <p>{t('track.absent.next')}</p>
        </Empty>
      ) : (
        <ProblemText error={error} />
      )}
      {data === undefined ? null : (
        <p role="status">{t(`track.${data.standing}`, { day: day(data.decidedOn ?? data.receivedOn) })}</p>
      )}
    </Frame>
  )
}
