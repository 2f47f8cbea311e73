// From where the page speaks: compiled, not the register; on which day; in a translation that waits for review.
import { Link, useRouterState } from '@tanstack/react-router'
import { useTimes } from '../api/reads.ts'
import { useLanguages } from '../messages/languages.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { isOfADay, isRegistryPage } from './registry-page.ts'
import { useSetTimes } from './time-control.tsx'
import classes from './shell.module.css'

function Travelling() {
  const t = useMessages('shell')
  const { day } = useFormat()
  const { asOf, knownAt } = useTimes()
  const setTimes = useSetTimes()
  if (asOf === undefined && knownAt === undefined) return null
  return (
    <div className={`${classes.standpoint} ${classes.travelling}`} role="status">
      <div>
        <p>
          {asOf === undefined ? null : <>{t('time.showing.as-of', { day: day(asOf) })} </>}
          {knownAt === undefined ? null : t('time.showing.known-at', { day: day(knownAt.slice(0, 10)) })}
        </p>
        <button type="button" className="no-print" onClick={() => void setTimes({})}>
          {t('time.back')}
        </button>
      </div>
    </div>
  )
}

export function Standpoint() {
  const t = useMessages('shell')
  const language = useLanguages().find(({ tag }) => tag === t.language)
  const pathname = useRouterState({ select: ({ location }) => location.pathname })
  const [isCompiled, isTimed] = [isRegistryPage(pathname), isOfADay(pathname)]
  const isUnreviewed = language?.isReviewed === false
  const { asOf, knownAt } = useTimes()
  const isTravelling = isTimed && (asOf !== undefined || knownAt !== undefined)
  if (!isCompiled && !isUnreviewed && !isTravelling) return null
  return (
    <aside aria-label={t('standpoint')}>
      {isCompiled || isUnreviewed ? (<div className={classes.standpoint}>
        <div>
          {isCompiled ? (
            <p>
              {t('compiled')}{' '}
              <Link to="/about-the-data" className="no-print">
                {t('compiled.more')}
              </Link>
            </p>
          ) : null}
          {isUnreviewed ? <p>{t('language.unreviewed')}</p> : null}
        </div>
      </div>) : null}
      {isTravelling ? <Travelling /> : null}
    </aside>
  )
}
