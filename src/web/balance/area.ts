// Balance accounts and transfer statements: what may still be claimed, the month, the close, and the papers between parties.
import { createRoute } from '@tanstack/react-router'
import { lazyPage, type Area } from '../shell/area.ts'
import { pick, rootRoute } from '../shell/root-route.ts'

const parent = { getParentRoute: () => rootRoute } as const
const words = ['balance', 'account', 'custody'] as const

const accounts = createRoute({ ...parent, path: '/balance', component: lazyPage(words, () => import('./accounts-page.tsx')) })
const account = createRoute({ ...parent, path: '/balance/$accountId', component: lazyPage(words, () => import('./account-page.tsx')) })
const month = createRoute({ ...parent, path: '/balance/$accountId/month', component: lazyPage(words, () => import('./month-page.tsx')) })
const close = createRoute({ ...parent, path: '/balance/$accountId/close', component: lazyPage(words, () => import('./close-page.tsx')) })
const profiles = createRoute({ ...parent, path: '/custody-profiles', component: lazyPage(words, () => import('./profiles-page.tsx')) })
const statements = createRoute({
  ...parent,
  path: '/transfer-statements',
  validateSearch: (search: Record<string, unknown>): { direction?: string; account?: string; instead?: string } =>
    pick(search, { direction: /^(out|in)$/, account: /^acc_[0-9a-z]{26}$/, instead: /^TS-[0-9A-Z-]{12}$/ }),
  component: lazyPage(words, () => import('./statements-page.tsx')),
})
const statement = createRoute({ ...parent, path: '/transfer-statements/$number', component: lazyPage([...words, 'published'], () => import('./statement-page.tsx')) })
const check = createRoute({ ...parent, path: '/statement-check/$number/$digest', component: lazyPage(['balance'], () => import('./check-page.tsx')) })

export const routes = [accounts, account, month, close, profiles, statements, statement, check] as const

const people = ['site-owner', 'site-contributor', 'partner'] as const

export const area: Area = {
  nav: [
    { to: '/balance', label: 'nav.balance', place: 'palette', order: 31, group: 'claims', audience: people },
    { to: '/transfer-statements', label: 'nav.transfer-statements', place: 'palette', order: 32, group: 'claims', audience: people },
    { to: '/custody-profiles', label: 'nav.custody-profiles', place: 'palette', order: 33, group: 'claims', audience: people },
  ],
  commands: [],
}
