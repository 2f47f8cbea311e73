// What may be said of each mark, in one sentence with its source. A compiled record says what was found, never what lapsed.
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { Sources } from '../ui/sources.tsx'
import { StatusShape } from '../ui/status-mark.tsx'
import { capital, useWords } from '../ui/words.ts'
import type { SiteRecord } from './site-page.tsx'
import classes from './site-page.module.css'

type Standing = SiteRecord['standing']['marks'][number]

/** The sentences on one mark: the finding, and what a later source adds. */
function useStatement(): (standing: Standing) => string[] {
  const t = useMessages('site')
  const words = useWords()
  const { dated, day } = useFormat()
  return (standing) => {
    const { statementKey, lastAward, laterSource, validUntil, condition, basis } = standing
    const announced =
      lastAward?.announcedOn == null || lastAward.announcedOn === lastAward.date.to
        ? ''
        : t('standing.announced', { day: day(lastAward.announcedOn) })
    const later =
      laterSource === null
        ? t('standing.no-later-source')
        : t('standing.later-source', {
            kind: words.inText(words.milestone(laterSource.kind)),
            date: dated(laterSource.date),
          })
    if (statementKey === 'live' && standing.status === 'committed') return [t('standing.live-committed')]
    if (statementKey === 'live') {
      return [
        t('standing.live', { status: words.status(standing.status) }),
        ...(lastAward === null
          ? []
          : [t('standing.live.since', { kind: words.milestone(lastAward.kind), date: dated(lastAward.date) })]),
        ...(validUntil === null ? [] : [t('standing.valid-until', { day: day(validUntil) })]),
        ...(condition === null ? [] : [t('standing.condition', { condition })]),
      ]
    }
    if (lastAward === null)
      return [t(statementKey === 'commitment-found' ? 'standing.commitment-found' : 'standing.no-award-found')]
    return [
      `${t(statementKey === 'award-possible' ? 'standing.award-possible' : 'standing.last-award-found', { date: dated(lastAward.date) })}${announced}`,
      later,
      ...(validUntil === null || basis === 'live' ? [] : [t('standing.valid-until.stated', { day: day(validUntil) })]),
    ]
  }
}

export function SiteMarks({ site }: { readonly site: SiteRecord }) {
  const t = useMessages('site')
  const words = useWords()
  const statement = useStatement()
  const { marks } = site.standing
  return (
    <section className={classes.section} aria-labelledby="marks">
      <h2 id="marks">{t('marks.title')}</h2>
      {marks.length === 0 ? (
        <div className={classes.mark}>
          <StatusShape status="no-award-found" size={20} />
          <div>
            <p>
              <strong>{words.status('no-award-found')}</strong>
            </p>
            <p>{t('marks.none')}</p>
          </div>
        </div>
      ) : (
        marks.map((standing) => {
          const name =
            standing.mark === null
              ? t('marks.unstated')
              : capital(t('marks.of', { metal: words.inText(words.metal(standing.mark)) }))
          const [finding, ...more] = statement(standing)
          return (
            <div key={name} className={classes.mark}>
              <StatusShape status={standing.status} size={20} />
              <div>
                <p>
                  <strong>{name}</strong>:{' '}
                  {standing.basis === 'live' && standing.status === 'committed' ? t('standing.committed') : words.status(standing.status)}
                </p>
                <p>
                  {finding}{' '}
                  {standing.lastAward === null ? null : (
                    <Sources sources={[standing.lastAward.source]} about={`${name}: ${finding}`} />
                  )}
                </p>
                {more.map((sentence) => (
                  <p key={sentence} className="quiet">
                    {sentence}
                  </p>
                ))}
                {standing.laterSource === null ? null : (
                  <p>
                    <Sources
                      sources={[standing.laterSource.source]}
                      about={words.milestone(standing.laterSource.kind)}
                    />
                  </p>
                )}
              </div>
            </div>
          )
        })
      )}
    </section>
  )
}
