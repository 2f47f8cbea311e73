// The dated events of a site, newest first, in the words they were found in. Marks, chain of custody and due diligence are
// three registers and stand apart.
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { Sources } from '../ui/sources.tsx'
import { useWords } from '../ui/words.ts'
import type { Subject } from './report-error.tsx'
import type { SiteRecord } from './site-page.tsx'
import classes from './site-page.module.css'

type Event = SiteRecord['timeline'][number]
type OnReport = (subject: Subject) => void

function EventLine({
  event,
  asOf,
  onReport,
}: {
  readonly event: Event
  readonly asOf: string
  readonly onReport: OnReport
}) {
  const t = useMessages('site')
  const words = useWords()
  const { dated, day } = useFormat()
  const title =
    event.mark === undefined
      ? words.milestone(event.kind)
      : t('timeline.event', { kind: words.milestone(event.kind), mark: words.inText(words.metal(event.mark)) })
  const date = dated(event.date)
  return (
    <li className={classes.event} data-kind={event.kind} data-certainty={event.certainty}>
      <p className={classes.when}>
        <time dateTime={event.date.to ?? event.date.from ?? undefined}>{date}</time>
        {event.announcedOn === undefined || event.announcedOn === event.date.to ? null : (
          <span className="quiet">, {t('timeline.announced', { day: day(event.announcedOn) })}</span>
        )}
      </p>
      <p className={classes.what}>
        <strong>{title}</strong>
        {event.isDisputed ? (
          <a className={classes.disputed} href="#contested">
            {t('disputed')}
          </a>
        ) : null}
        {event.certainty === 'possibly' ? (
          <span className={classes.tag}>{t('timeline.possibly', { day: day(asOf, 'short') })}</span>
        ) : null}
        {event.certainty === 'later' ? (
          <span className={classes.tag}>{t('timeline.later', { day: day(asOf, 'short') })}</span>
        ) : null}
      </p>
      <p className={classes.found}>
        <q>{event.asFound}</q>
      </p>
      {event.condition === undefined ? null : <p>{t('standing.condition', { condition: event.condition })}</p>}
      {event.validUntil === undefined ? null : (
        <p className="quiet">{t('standing.valid-until.stated', { day: day(event.validUntil) })}</p>
      )}
      {event.assessorFirm === undefined && event.criteriaCount === undefined ? null : (
        <p className="quiet">
          {[
            event.assessorFirm === undefined ? undefined : t('timeline.assessor', { name: event.assessorFirm }),
            event.criteriaCount === undefined ? undefined : t('timeline.criteria', { count: event.criteriaCount }),
          ]
            .filter((part) => part !== undefined)
            .join(' · ')}
        </p>
      )}
      {event.note === undefined ? null : <p className="quiet">{event.note}</p>}
      <p className={classes.tail}>
        <Sources sources={event.citations} about={`${title}, ${date}`} />
        <button
          type="button"
          className={`${classes.quietButton} no-print`}
          aria-label={t('report.about', { fact: `${title}, ${date}` })}
          onClick={() => onReport({ kind: 'milestone', factId: event.factId })}>
          {t('report.short')}
        </button>
      </p>
    </li>
  )
}

function Register({
  id,
  title,
  meaning,
  events,
  site,
  onReport,
}: {
  readonly id: string
  readonly title: string
  readonly meaning?: string
  readonly events: readonly Event[]
  readonly site: SiteRecord
  readonly onReport: OnReport
}) {
  if (events.length === 0) return null
  return (
    <section className={classes.section} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {meaning === undefined ? null : <p className="quiet">{meaning}</p>}
      <ol className={classes.timeline}>
        {events.map((event) => (
          <EventLine key={event.factId} event={event} asOf={site.asOf} onReport={onReport} />
        ))}
      </ol>
    </section>
  )
}

export function SiteTimeline({ site, onReport }: { readonly site: SiteRecord; readonly onReport: OnReport }) {
  const t = useMessages('site')
  const isEmpty = site.timeline.length + site.chainOfCustody.length + site.dueDiligence.length === 0
  return (
    <>
      {isEmpty ? (
        <section className={classes.section} aria-labelledby="timeline">
          <h2 id="timeline">{t('timeline.title')}</h2>
          <p className="quiet">{t('timeline.none')}</p>
        </section>
      ) : null}
      <Register id="timeline" title={t('timeline.title')} events={site.timeline} site={site} onReport={onReport} />
      <Register
        id="custody"
        title={t('custody.title')}
        meaning={t('custody.meaning')}
        events={site.chainOfCustody}
        site={site}
        onReport={onReport}
      />
      <Register
        id="diligence"
        title={t('diligence.title')}
        meaning={t('diligence.meaning')}
        events={site.dueDiligence}
        site={site}
        onReport={onReport}
      />
    </>
  )
}
