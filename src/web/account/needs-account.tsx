// What only people with an account may do, of some roles where they are named. Others are told so, with the way in.
import { Button, Group } from '@mantine/core'
import { Link, useRouterState } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Role } from '#src/access/role.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { holdsRole, useMe } from './me.ts'

type Props = { readonly roles?: readonly Role[]; readonly children: ReactNode }

/** The server asks again; this only spares people a page that would answer no. */
export function NeedsAccount({ roles, children }: Props) {
  const t = useMessages('account')
  const me = useMe()
  const here = useRouterState({ select: ({ location }) => location.href })
  if (me === undefined)
    return (
      <p role="status" className="quiet">
        {t('asking')}
      </p>
    )
  const isSignedIn = me.kind !== 'public'
  if (isSignedIn && (roles === undefined || holdsRole(me, ...roles))) return children
  return (
    <Empty title={t(isSignedIn ? 'needs-role' : 'needs-account')}>
      <p>{t(isSignedIn ? 'needs-role.meaning' : 'needs-account.meaning')}</p>
      <Group>
        <Button component="a" renderRoot={(props) => <Link {...props} to="/sign-in" search={{ back: here }} />}>
          {t('sign-in')}
        </Button>
        <Link to="/">{t('needs-operator.home')}</Link>
      </Group>
    </Empty>
  )
}
