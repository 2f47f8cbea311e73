// The right end of the header: the way in, or one's own account; the operator finds the registry's desk there too.
import { Menu } from '@mantine/core'
import { IconUser } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useMessages } from '../messages/use-messages.ts'
import { useForgetReads, useMe } from './me.ts'
import { holdsRole } from './needs-account.tsx'
import { signOut, whoIsSignedIn } from './session.ts'
import classes from './account.module.css'

export function AccountMenu() {
  const t = useMessages('account')
  const me = useMe()
  const forget = useForgetReads()
  const navigate = useNavigate()
  const isSignedIn = me !== undefined && me.kind !== 'public'
  const person = useQuery({ queryKey: ['who-is-signed-in'], queryFn: whoIsSignedIn, enabled: isSignedIn }).data
  const leave = useMutation({
    mutationFn: signOut,
    onSuccess: async () => {
      await forget()
      await navigate({ to: '/' })
    },
  })
  if (me === undefined) return null
  if (me.kind === 'public')
    return (
      <Link to="/sign-in" className={classes.tool}>
        {t('sign-in')}
      </Link>
    )
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <button type="button" className={classes.tool}>
          <IconUser size={18} aria-hidden />
          <span className={classes.who}>{person?.name ?? t('menu.account')}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item renderRoot={(props) => <Link {...props} to="/account" />}>{t('menu.account')}</Menu.Item>
        {holdsRole(me, 'operator') ? (
          <>
            <Menu.Item renderRoot={(props) => <Link {...props} to="/imports" />}>{t('menu.imports')}</Menu.Item>
            <Menu.Item renderRoot={(props) => <Link {...props} to="/match-reviews" />}>{t('menu.reviews')}</Menu.Item>
            <Menu.Item renderRoot={(props) => <Link {...props} to="/error-reports" />}>{t('menu.reports')}</Menu.Item>
          </>
        ) : null}
        <Menu.Divider />
        <Menu.Item onClick={() => leave.mutate()}>{t('sign-out')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
