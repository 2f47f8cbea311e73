// The foot of every page: where the facts come from, how to take them away, how to say that one is wrong.
import { Link } from '@tanstack/react-router'
import { useMe } from '../account/me.ts'
import { linkTo } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { navigation } from './navigation.ts'
import { isSignedIn } from './audience.ts'
import { useForMe } from './use-for-me.ts'
import { openHelp } from './overlays.tsx'
import classes from './shell.module.css'

export function Footer() {
  const t = useMessages('shell')
  const forMe = useForMe()
  const isMember = isSignedIn(useMe())
  const entries = forMe(navigation('footer')).filter(({ to }) => !(isMember && to === '/sign-in'))
  return (
    <footer className={classes.footer}>
      <div>
        <nav aria-label={t('footer.label')}>
          <ul>
            {entries.map(({ to, label }) => (
              <li key={to}>
                <Link to={to as '/'}>{t(label)}</Link>
              </li>
            ))}
            <li>
              <a href="/docs">{t('footer.api')}</a>
            </li>
            <li>
              <a href={linkTo('getFeed')}>{t('footer.feed')}</a>
            </li>
            <li>
              <a
                href="#keys"
                onClick={(event) => {
                  event.preventDefault()
                  openHelp()
                }}>
                {t('footer.keys')}
              </a>
            </li>
          </ul>
        </nav>
        <p>{t('footer.meaning')}</p>
        <p>{t('footer.trademarks')}</p>
      </div>
    </footer>
  )
}
