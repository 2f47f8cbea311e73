// The frame of every page: skip link, header, the line that says what this registry is, the page, the foot.
import { Outlet, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef } from 'react'
import { loadMessages, warmLanguage } from '../messages/catalogue.ts'
import { currentLanguage, rememberLanguage, setLanguage } from '../messages/language.ts'
import { useLanguages } from '../messages/languages.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Footer } from './footer.tsx'
import { Header } from './header.tsx'
import { Overlays } from './overlays.tsx'
import { PagePending } from './page-pending.tsx'
import { Standpoint } from './standpoint.tsx'
import classes from './shell.module.css'

/**
 * An address that names a language is followed, also on the way back through the history, and remembered at once: whoever
 * leaves before the messages came finds it on the next page.
 */
function useNamedLanguage(): void {
  const { lang } = useSearch({ strict: false }) as { readonly lang?: string }
  const isKnown = useLanguages().some(({ tag }) => tag === lang)
  useEffect(() => {
    if (lang === undefined || !isKnown) return
    rememberLanguage(lang)
    const follow = () => setLanguage(lang)
    void warmLanguage(lang).then(follow, follow)
  }, [lang, isKnown])
}

/** The server says so on every page it sends; nothing is asked where there is no demonstration. */
const isDemo = document.documentElement.dataset['demo'] !== undefined
const DemoBar = lazy(async () => {
  const [module] = await Promise.all([import('./demo-bar.tsx'), loadMessages(currentLanguage(), 'demo')])
  return { default: module.DemoBar }
})

export function Shell() {
  useNamedLanguage()
  const t = useMessages('shell')
  const main = useRef<HTMLElement>(null)
  return (
    <div className={classes.frame}>
      <a
        className={classes.skip}
        href="#main"
        onClick={(event) => {
          event.preventDefault()
          main.current?.focus()
        }}>
        {t('skip')}
      </a>
      {isDemo ? (
        <Suspense fallback={null}>
          <DemoBar />
        </Suspense>
      ) : null}
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
