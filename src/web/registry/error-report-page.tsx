// The clock and the outcome of one error report, for whoever holds its number. Its words stay with the operator.
import { getRouteApi, Link } from '@tanstack/react-router'
import { useRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Fact, Facts } from '../ui/facts.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'

const route = getRouteApi('/error-reports/$reportId')

export function Page() {
  const t = useMessages('site')
  const { day } = useFormat()
  const report = useRead('trackErrorReport', route.useParams())
  return (
    <Frame width="reading">
      <PageHeading title={t('track.title')} lead={<span className="numeric">{report.reportId}</span>} />
      <Facts>
        <Fact name={t('track.state')}>{t(`track.state.${report.state}`)}</Fact>
        <Fact name={t('track.received')}>{day(report.receivedOn)}</Fact>
        <Fact name={t('track.due')}>{day(report.dueOn)}</Fact>
        <Fact name={t('track.site')}>
          <Link to="/sites/$siteId" params={{ siteId: report.siteId }}>
            {report.siteId}
          </Link>
        </Fact>
        {report.outcome === null || report.decidedOn === null ? null : (
          <Fact name={t('track.outcome')}>{t(`outcome.${report.outcome}`, { day: day(report.decidedOn) })}</Fact>
        )}
        {report.outcomeText === null ? null : <Fact name={t('track.words')}>{report.outcomeText}</Fact>}
      </Facts>
      <p className="quiet">{t('track.meaning')}</p>
    </Frame>
  )
}
