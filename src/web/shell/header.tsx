// Name, search, navigation and the visitor's choices. Narrow screens keep search at hand and fold the rest into a drawer.
import { ActionIcon, Burger } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { Suspense } from 'react'
import { areas } from '../areas.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Logo } from '../ui/logo.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { LanguageChoice, LanguageMenu } from './language-menu.tsx'
import { navigation } from './navigation.ts'
import { openPalette } from './overlays.tsx'
import { SchemeChoice, SchemeMenu } from './scheme-menu.tsx'
import { TimeControl, TimeFields } from './time-control.tsx'
import classes from './shell.module.css'

function NavLinks({ onNavigate }: { readonly onNavigate?: () => void }) {
  const t = useMessages('shell')
  return navigation('header').map(({ to, label }) => (
    <li key={to}>
      <Link
        to={to as '/'}
        activeOptions={{ exact: false, includeSearch: false }}
        {...(onNavigate === undefined ? {} : { onClick: onNavigate })}>
        {t(label)}
      </Link>
    </li>
  ))
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
  return (
    <header className={classes.header}>
      <div className={classes.bar}>
        <Link to="/" className={classes.brand} aria-label={t('home')}>
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
          <NavLinks />
        </ul>
      </nav>
      <SidePanel isOpen={isOpen} onClose={drawer.close} title={t('menu')} closeLabel={t('close')}>
        <nav aria-label={t('nav.label')}>
          <ul className={classes.drawerNav}>
            <NavLinks onNavigate={drawer.close} />
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
