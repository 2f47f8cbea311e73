// The right end of the header: the way in, or one's own account; the operator finds the registry's desk there too.
import { Menu } from '@mantine/core'
import { IconUser } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useMessages } from '../messages/use-messages.ts'
import { holdsRole, useForgetReads, useMe } from './me.ts'
import { signOut } from './session.ts'
import classes from './account.module.css'

export function AccountMenu() {
  const t = useMessages('account')
  const me = useMe()
  const forget = useForgetReads()
  const navigate = useNavigate()
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
          <span className={classes.who}>{me.name ?? t('menu.account')}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item renderRoot={(props) => <Link {...props} to="/next" />}>{t('menu.next')}</Menu.Item>
        <Menu.Item renderRoot={(props) => <Link {...props} to="/account" />}>{t('menu.account')}</Menu.Item>
        <Menu.Item renderRoot={(props) => <Link {...props} to="/account/security" />}>{t('menu.security')}</Menu.Item>
        {holdsRole(me, 'operator', 'site-owner', 'firm-admin') ? (
          <Menu.Item renderRoot={(props) => <Link {...props} to="/people" />}>{t('menu.people')}</Menu.Item>
        ) : null}
        {me.kind === 'operator' ? (
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
