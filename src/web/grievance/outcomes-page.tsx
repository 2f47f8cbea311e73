// Published outcomes of grievances: the matter, never the people.
import { Link } from '@tanstack/react-router'
import { useRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import classes from './grievance.module.css'

export function Page() {
  const t = useMessages('grievance')
  const { day } = useFormat()
  const { items } = useRead('listGrievanceOutcomes', {})
  return (
    <Frame>
      <PageHeading title={t('outcomes.title')} lead={t('outcomes.lead')} />
      {items.length === 0 ? (
        <Empty title={t('outcomes.none')}>
          <Link to="/be-heard">{t('outcomes.none.next')}</Link>
        </Empty>
      ) : (
        <ul className={classes.list}>
          {items.map((one) => (
            <li key={one.grievanceId} className={classes.card}>
              <div className={classes.head}>
                <strong>{one.about}</strong>
                <span className="quiet">
                  {t(`about.${one.subject}`)} · {day(one.publishedOn)}
                </span>
                <span>{t(`outcome.${one.outcome}`)}</span>
                {one.siteId === undefined ? null : (
                  <Link to="/sites/$siteId" params={{ siteId: one.siteId }}>
                    {one.siteId}
                  </Link>
                )}
              </div>
              <p className={classes.words}>{one.text}</p>
              {one.siteId === undefined ? null : <p className="quiet">{t(one.wasSiteHeard ? 'outcomes.heard' : 'outcomes.silent')}</p>}
            </li>
          ))}
        </ul>
      )}
    </Frame>
  )
}
