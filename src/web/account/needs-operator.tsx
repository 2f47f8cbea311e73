// What only the operator may do. Others are told so, with the way in; nothing is asked of the server before.
import { Button, Group } from '@mantine/core'
import { Link, useRouterState } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { useMe } from './me.ts'

export function NeedsOperator({ children }: { readonly children: ReactNode }) {
  const t = useMessages('account')
  const me = useMe()
  const here = useRouterState({ select: ({ location }) => location.href })
  if (me === undefined)
    return (
      <p role="status" className="quiet">
        {t('asking')}
      </p>
    )
  if (me.kind === 'operator') return children
  return (
    <Empty title={t('needs-operator')}>
      <p>{t('needs-operator.meaning')}</p>
      <Group>
        <Button component="a" renderRoot={(props) => <Link {...props} to="/sign-in" search={{ back: here }} />}>
          {t('sign-in')}
        </Button>
        <Link to="/">{t('needs-operator.home')}</Link>
      </Group>
    </Empty>
  )
}
