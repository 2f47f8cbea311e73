// Name, search, navigation and the visitor's choices. Narrow screens keep search at hand and fold the rest into a drawer.
import { ActionIcon, Burger, Menu } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronDown, IconInbox, IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Fragment, Suspense } from 'react'
import { useMe } from '../account/me.ts'
import { readOptions } from '../api/reads.ts'
import { areas } from '../areas.ts'
import { useLanguage } from '../messages/language.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Logo } from '../ui/logo.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import type { NavEntry } from './area.ts'
import { isSignedIn } from './audience.ts'
import { LanguageChoice, LanguageMenu } from './language-menu.tsx'
import { navigation } from './navigation.ts'
import { openPalette } from './overlays.tsx'
import { SchemeChoice, SchemeMenu } from './scheme-menu.tsx'
import { TimeControl, TimeFields } from './time-control.tsx'
import { useForMe } from './use-for-me.ts'
import classes from './shell.module.css'

const UNREAD_MS = 60_000

/** How many notices are unread, asked again every minute while somebody is signed in and looks. */
function useUnread(isWanted: boolean): number {
  const answer = useQuery({
    ...readOptions('getUnreadCount', {}, useLanguage()),
    enabled: isWanted,
    refetchInterval: UNREAD_MS,
    retry: false,
  })
  return isWanted ? (answer.data?.count ?? 0) : 0
}

type LinksProps = { readonly entries: readonly NavEntry[]; readonly unread: number; readonly onNavigate?: () => void }

/** The figure for the eye; the whole sentence for whoever hears the link. */
function UnreadCount({ unread }: { readonly unread: number }) {
  const t = useMessages('shell')
  return (
    <>
      <span className={classes.count} aria-hidden>
        {unread > 99 ? '99+' : unread}
      </span>
      <span className="visually-hidden">{t('nav.inbox.unread', { count: unread })}</span>
    </>
  )
}

function NavLinks({ entries, unread, onNavigate }: LinksProps) {
  const t = useMessages('shell')
  return entries.map(({ to, label }) => {
    const hasUnread = to === '/inbox' && unread > 0
    return (
      <li key={to}>
        <Link
          to={to as '/'}
          activeOptions={{ exact: false, includeSearch: false }}
          {...(onNavigate === undefined ? {} : { onClick: onNavigate })}>
          {hasUnread ? (
            <>
              <span aria-hidden>{t(label)}</span>
              <UnreadCount unread={unread} />
            </>
          ) : (
            t(label)
          )}
        </Link>
      </li>
    )
  })
}

const GROUPS = ['metal', 'claims', 'house'] as const

/** Beside each other under their headings, so that a long list can be overlooked. */
const groupsOf = (entries: readonly NavEntry[]) =>
  GROUPS.map((name) => [name, entries.filter(({ group = 'house' }) => group === name)] as const).filter(([, members]) => members.length > 0)

/** Places behind one button: what is asked for less often, and the public pages for people whose own work fills the row. */
function PlaceMenu({ label, entries }: { readonly label: 'nav.more' | 'nav.public'; readonly entries: readonly NavEntry[] }) {
  const t = useMessages('shell')
  return (
    <Menu position="bottom-start" classNames={{ dropdown: classes.places! }}>
      <Menu.Target>
        <button type="button" className={classes.navMenu}>
          {t(label)}
          <IconChevronDown size={16} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {groupsOf(entries).map(([group, members]) => (
          <div key={group}>
            {members.length < entries.length ? <Menu.Label>{t(`nav.group.${group}`)}</Menu.Label> : null}
            {members.map(({ to, label }) => (
              <Menu.Item key={to} renderRoot={(props) => <Link {...props} to={to as '/'} />}>
                {t(label)}
              </Menu.Item>
            ))}
          </div>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

/** The places of whoever is looking: their work, and what is everybody's. */
function usePlaces() {
  const forMe = useForMe()
  const entries = forMe(navigation('header'))
  const isOpen = ({ audience }: NavEntry) => audience === undefined || audience === 'everyone'
  const more = forMe(navigation('palette')).filter((entry, index, all) =>
    !isOpen(entry) && entries.every(({ to }) => to !== entry.to) && all.findIndex(({ to }) => to === entry.to) === index)
  return { work: entries.filter((entry) => !isOpen(entry)), more, open: entries.filter(isOpen) }
}

/** On a phone the inbox stays at hand beside the search. */
function NarrowInbox({ unread }: { readonly unread: number }) {
  const t = useMessages('shell')
  return (
    <Link to="/inbox" className={classes.narrowInbox} {...(unread > 0 ? {} : { 'aria-label': t('nav.inbox') })}>
      <IconInbox size={20} aria-hidden />
      {unread > 0 ? <UnreadCount unread={unread} /> : null}
    </Link>
  )
}

/** What areas put at the right end: the account menu. */
function AreaTools() {
  return areas.map(({ header: Tool }, index) =>
    Tool === undefined ? null : (
      <Suspense key={index} fallback={null}>
        <Tool />
      </Suspense>
    ),
  )
}

export function Header() {
  const t = useMessages('shell')
  const [isOpen, drawer] = useDisclosure(false)
  const isMember = isSignedIn(useMe())
  const unread = useUnread(isMember)
  const { work, more, open } = usePlaces()
  return (
    <header className={classes.header}>
      <div className={classes.bar}>
        <Link to={isMember ? '/next' : '/'} className={classes.brand} aria-label={t('home')}>
          <Logo />
          Cupel
        </Link>
        <button type="button" className={classes.search} onClick={openPalette}>
          <IconSearch size={16} aria-hidden />
          <span>{t('search.prompt')}</span>
          <kbd className={classes.key}>/</kbd>
        </button>
        <div className={`${classes.tools} ${classes.wide}`}>
          <TimeControl />
          <LanguageMenu />
          <SchemeMenu />
          <AreaTools />
        </div>
        <div className={`${classes.tools} ${classes.narrow}`}>
          {isMember ? <NarrowInbox unread={unread} /> : null}
          <ActionIcon size={44} onClick={openPalette} aria-label={t('search.prompt')}>
            <IconSearch size={20} />
          </ActionIcon>
          <Burger
            opened={isOpen}
            onClick={drawer.toggle}
            aria-label={t('menu')}
            aria-expanded={isOpen}
            size="sm"
            h={44}
            w={44}
          />
        </div>
      </div>
      <nav className={`${classes.nav} ${classes.wide}`} aria-label={t('nav.label')}>
        <ul>
          <NavLinks entries={work.length > 0 ? work : open} unread={unread} />
          {work.length > 0 ? (
            <>
              {more.length > 0 ? (
                <li>
                  <PlaceMenu label="nav.more" entries={more} />
                </li>
              ) : null}
              <li>
                <PlaceMenu label="nav.public" entries={open} />
              </li>
            </>
          ) : null}
        </ul>
      </nav>
      <SidePanel isOpen={isOpen} onClose={drawer.close} title={t('menu')} closeLabel={t('close')}>
        <nav aria-label={t('nav.label')}>
          {work.length > 0 ? (
            <>
              <p className={classes.drawerHead}>{t('nav.work')}</p>
              <ul className={classes.drawerNav}>
                <NavLinks entries={work} unread={unread} onNavigate={drawer.close} />
              </ul>
              {groupsOf(more).map(([group, members]) => (
                <Fragment key={group}>
                  <p className={classes.drawerHead}>{t(`nav.group.${group}`)}</p>
                  <ul className={classes.drawerNav}>
                    <NavLinks entries={members} unread={unread} onNavigate={drawer.close} />
                  </ul>
                </Fragment>
              ))}
              <p className={classes.drawerHead}>{t('nav.public')}</p>
            </>
          ) : null}
          <ul className={classes.drawerNav}>
            <NavLinks entries={open} unread={unread} onNavigate={drawer.close} />
          </ul>
        </nav>
        <div className={classes.drawerTools}>
          <TimeFields onDone={drawer.close} />
          <LanguageChoice />
          <SchemeChoice />
          <AreaTools />
        </div>
      </SidePanel>
    </header>
  )
}
