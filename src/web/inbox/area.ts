// What each person does next, what they were told, and, for the secretariat, how the scheme is set.
import { createRoute } from '@tanstack/react-router'
import { lazyPage, type Area } from '../shell/area.ts'
import { pick, rootRoute } from '../shell/root-route.ts'

const parent = { getParentRoute: () => rootRoute } as const

const next = createRoute({
  ...parent,
  path: '/next',
  component: lazyPage(['inbox', 'account', 'cases'], () => import('./next-page.tsx')),
})
const inbox = createRoute({
  ...parent,
  path: '/inbox',
  validateSearch: (search: Record<string, unknown>): { state?: string } => pick(search, { state: /^(open|all)$/ }),
  component: lazyPage(['inbox', 'account'], () => import('./inbox-page.tsx')),
})
const settings = createRoute({
  ...parent,
  path: '/settings',
  validateSearch: (search: Record<string, unknown>): { show?: string } => pick(search, { show: /^assumed$/ }),
  component: lazyPage(['setting', 'account', 'standards'], () => import('./settings-page.tsx')),
})
const imprint = createRoute({
  ...parent,
  path: '/imprint',
  component: lazyPage(['setting'], () => import('./imprint-page.tsx')),
})
const privacy = createRoute({
  ...parent,
  path: '/privacy',
  component: lazyPage(['setting'], () => import('./privacy-page.tsx')),
})
const terms = createRoute({
  ...parent,
  path: '/terms',
  component: lazyPage(['setting'], () => import('./terms-page.tsx')),
})

export const routes = [next, inbox, settings, imprint, privacy, terms] as const

export const area: Area = {
  nav: [
    { to: '/next', label: 'nav.next', place: 'header', order: -20, audience: 'member' },
    { to: '/inbox', label: 'nav.inbox', place: 'header', order: -10, audience: 'member' },
    { to: '/settings', label: 'nav.settings', place: 'header', order: -1, audience: 'operator' },
    { to: '/imprint', label: 'nav.imprint', place: 'footer', order: 20 },
    { to: '/privacy', label: 'nav.privacy', place: 'footer', order: 21 },
    { to: '/terms', label: 'nav.terms', place: 'footer', order: 22 },
  ],
  commands: [],
}
