// The pages of one's own account, with the way from one to the other.
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMessages } from '../messages/use-messages.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { NeedsAccount } from './needs-account.tsx'
import classes from './account.module.css'

type Props = { readonly title: string; readonly lead?: string; readonly children: ReactNode }

export function AccountFrame({ title, lead, children }: Props) {
  const t = useMessages('account')
  return (
    <Frame width="reading">
      <PageHeading title={title} lead={lead} />
      <NeedsAccount>
        <nav aria-label={t('menu.label')}>
          <ul className={classes.pages}>
            <li>
              <Link to="/account" activeOptions={{ exact: true, includeSearch: false }}>
                {t('menu.account')}
              </Link>
            </li>
            <li>
              <Link to="/account/security">{t('menu.security')}</Link>
            </li>
            <li>
              <Link to="/account/own-data">{t('menu.own-data')}</Link>
            </li>
          </ul>
        </nav>
        {children}
      </NeedsAccount>
    </Frame>
  )
}
