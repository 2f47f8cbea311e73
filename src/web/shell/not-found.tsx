// No such page: where to go instead.
import { Link } from '@tanstack/react-router'
import { useMessages } from '../messages/use-messages.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page } from '../ui/page.tsx'

export function NotFound() {
  const t = useMessages('shell')
  return (
    <Page width="reading">
      <PageHeading title={t('not-found.title')} />
      <p>{t('not-found.meaning')}</p>
      <ul>
        <li>
          <Link to="/sites">{t('not-found.sites')}</Link>
        </li>
        <li>
          <Link to="/map">{t('not-found.map')}</Link>
        </li>
        <li>
          <Link to="/">{t('not-found.home')}</Link>
        </li>
      </ul>
    </Page>
  )
}
