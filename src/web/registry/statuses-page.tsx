// Each status word, its shape, and the rule by which it is said.
import { Link } from '@tanstack/react-router'
import { useMessages } from '../messages/use-messages.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { StatusMark, StatusShape, type Status } from '../ui/status-mark.tsx'
import classes from './prose.module.css'

const COMPILED: readonly Status[] = ['awarded', 'award-possible', 'committed', 'no-award-found']
const LIVE: readonly Status[] = ['live-awarded', 'conditional', 'suspended', 'withdrawn', 'expired']

function Words({ statuses }: { readonly statuses: readonly Status[] }) {
  const t = useMessages('registry')
  return (
    <dl className={classes.words}>
      {statuses.map((status) => (
        <div key={status} className={classes.word} id={status}>
          <dt>
            <StatusMark status={status} size={18} />
          </dt>
          <dd>
            <p>{t(`status.${status}.rule`)}</p>
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** Said of a single award, beside the words above: its shape is that of an end, or a frame beside the status. */
const OF_AWARDS = ['transferred', 'replaced', 'under-review'] as const

function WordsOfAwards() {
  const t = useMessages('published')
  return (
    <>
      <dl className={classes.words}>
        {OF_AWARDS.map((word) => (
          <div key={word} className={classes.word} id={word}>
            <dt>
              {word === 'under-review' ? t('status.under-review') : (
                <span className={classes.shaped}>
                  <StatusShape status="expired" size={18} /> {t(`status.${word}`)}
                </span>
              )}
            </dt>
            <dd>
              <p>{t(`status.${word}.rule`)}</p>
            </dd>
          </div>
        ))}
      </dl>
      <p className={classes.prose}>
        {t('statuses.changes')} <Link to="/awards">{t('awards.title')}</Link>
      </p>
    </>
  )
}

export function Page() {
  const t = useMessages('registry')
  return (
    <Frame>
      <PageHeading title={t('statuses.title')} lead={t('statuses.lead')} />
      <h2>{t('statuses.compiled')}</h2>
      <p className={classes.prose}>{t('statuses.compiled.meaning')}</p>
      <Words statuses={COMPILED} />
      <h2>{t('statuses.live')}</h2>
      <p className={classes.prose}>{t('statuses.live.meaning')}</p>
      <Words statuses={LIVE} />
      <WordsOfAwards />
      <h2>{t('statuses.dates')}</h2>
      <p className={classes.prose}>{t('statuses.dates.meaning')}</p>
      <p>
        <Link to="/about-the-data">{t('statuses.more')}</Link>
      </p>
    </Frame>
  )
}
