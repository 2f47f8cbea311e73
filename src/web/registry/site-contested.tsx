// What is contested: open disputes, signed replies, outcomes of reports, statements removed by law.
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import type { SiteRecord } from './site-page.tsx'
import classes from './site-page.module.css'

export function Contested({ site }: { readonly site: SiteRecord }) {
  const t = useMessages('site')
  const { day } = useFormat()
  const { disputes, replies, reportOutcomes, withheld } = site
  if (disputes.length + replies.length + reportOutcomes.length + withheld.length === 0) return null
  return (
    <section className={classes.section} aria-labelledby="contested">
      <h2 id="contested">{t('contested.title')}</h2>
      {disputes.map((dispute) => (
        <article
          key={dispute.disputeId}
          className={classes.note}
          data-open={dispute.closedOn === undefined || undefined}>
          <h3>
            {dispute.closedOn === undefined
              ? t('dispute.open', { day: day(dispute.openedOn) })
              : t('dispute.closed', { from: day(dispute.openedOn), to: day(dispute.closedOn) })}
          </h3>
          <p>{dispute.text}</p>
          {dispute.resolution === undefined ? null : (
            <p>
              <strong>{t('dispute.resolution')}</strong> {dispute.resolution}
            </p>
          )}
        </article>
      ))}
      {replies.map((reply) => (
        <article key={reply.replyId} className={classes.note}>
          <h3>{t('reply.title', { organisation: reply.organisation })}</h3>
          <blockquote className={classes.quote}>{reply.text}</blockquote>
          <p className="quiet">
            {t('reply.signed', { name: reply.signedBy, role: reply.role, day: day(reply.signedOn) })}
          </p>
        </article>
      ))}
      {reportOutcomes.map((outcome) => (
        <article key={outcome.reportId} className={classes.note}>
          <h3>{t(`outcome.${outcome.outcome}`, { day: day(outcome.decidedOn) })}</h3>
          <p>{outcome.text}</p>
        </article>
      ))}
      {withheld.map((one) => (
        <article key={`${one.kind} ${one.factId}`} className={classes.note}>
          <h3>{one.withheldOn === null ? t('withheld.fact') : t('withheld.fact.on', { day: day(one.withheldOn) })}</h3>
          <p>{one.reason}</p>
        </article>
      ))}
    </section>
  )
}
