// A concern about one announced assessment: what will be assessed and when, and until when a word reaches the assessors.
import { Alert } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { api } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { IntakeForm } from './intake-form.tsx'
import { useToday } from '../ui/use-today.ts'
import { useNotice } from './use-notice.ts'

const route = getRouteApi('/concerns/$noticeId')

export function Page() {
  const t = useMessages('grievance')
  const { day } = useFormat()
  const today = useToday()
  const { noticeId } = route.useParams()
  const { notice, isKnown, error } = useNotice(noticeId)
  if (notice === undefined) {
    return (
      <Frame>
        <PageHeading title={t('notice.title')} />
        <ProblemText error={error} />
        {isKnown ? (
          <Empty title={t('notice.absent')}>
            <Link to="/be-heard">{t('notice.absent.next')}</Link>
          </Empty>
        ) : (
          <p role="status" className="quiet">
            {t('loading')}
          </p>
        )}
      </Frame>
    )
  }
  const isLate = notice.concernsUntil < today
  return (
    <Frame>
      <PageHeading title={t('notice.of', { site: notice.siteName })} lead={t('notice.lead', { from: day(notice.visitFrom), to: day(notice.visitTo), firm: notice.firmName })} />
      <p>{t('notice.until', { day: day(notice.concernsUntil) })}</p>
      {isLate ? <Alert title={t('notice.late')}>{t('notice.late.meaning')}</Alert> : null}
      <IntakeForm kind="concern" send={(said) => api.createConcern({ noticeId, topics: [], ...said })} />
      <p>
        <Link to="/concerns/$noticeId/poster" params={{ noticeId }}>
          {t('poster.link')}
        </Link>
      </p>
    </Frame>
  )
}
