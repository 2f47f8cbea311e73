// The frame of every page: skip link, header, the line that says what this registry is, the page, the foot.
import { Outlet } from '@tanstack/react-router'
import { Suspense, useRef } from 'react'
import { useMessages } from '../messages/use-messages.ts'
import { Footer } from './footer.tsx'
import { Header } from './header.tsx'
import { Overlays } from './overlays.tsx'
import { PagePending } from './page-pending.tsx'
import { Standpoint } from './standpoint.tsx'
import classes from './shell.module.css'

export function Shell() {
  const t = useMessages('shell')
  const main = useRef<HTMLElement>(null)
  return (
    <div className={classes.frame}>
      <a className={classes.skip} href="#main" onClick={(event) => { event.preventDefault(); main.current?.focus() }}>{t('skip')}</a>
      <Header />
      <Standpoint />
      <main id="main" ref={main} tabIndex={-1} className={classes.main}>
        <Suspense fallback={<PagePending />}>
          <Outlet />
        </Suspense>
      </main>
      <Footer />
      <Overlays />
    </div>
  )
}
