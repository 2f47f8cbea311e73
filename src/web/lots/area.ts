// Lots as their holder asks about them: origins, recall, balance, changes, what others see; totals and inquiries of the operator.
import { createRoute } from '@tanstack/react-router'
import { lazyPage, type Area } from '../shell/area.ts'
import { pick, rootRoute } from '../shell/root-route.ts'

const parent = { getParentRoute: () => rootRoute } as const
const DAY = /^\d{4}-\d{2}-\d{2}$/
type Search = Record<string, unknown>

const list = createRoute({
  ...parent,
  path: '/lots',
  validateSearch: (search: Search): { book?: string; q?: string } => pick(search, { book: true, q: true }),
  component: lazyPage(['lots', 'account', 'registry', 'custody'], () => import('./lots-page.tsx')),
})
const one = createRoute({
  ...parent,
  path: '/lots/$lotId',
  validateSearch: (search: Search): { asOf?: string } => pick(search, { asOf: DAY }),
  component: lazyPage(['lots', 'account', 'registry', 'custody'], () => import('./lot-page.tsx')),
})
const compare = createRoute({
  ...parent,
  path: '/lots/compare',
  validateSearch: (search: Search): { a?: string; b?: string; asOf?: string } => pick(search, { a: true, b: true, asOf: DAY }),
  component: lazyPage(['lots', 'account', 'registry', 'custody'], () => import('./compare-page.tsx')),
})
const recall = createRoute({
  ...parent,
  path: '/lots/recall',
  validateSearch: (search: Search): { book?: string; site?: string; metal?: string; min?: string; from?: string; to?: string } =>
    pick(search, { book: true, site: true, metal: /^[a-z-]+$/, min: /^\d{1,3}(\.\d{1,4})?$/, from: DAY, to: DAY }),
  component: lazyPage(['lots', 'account', 'registry', 'custody'], () => import('./recall-page.tsx')),
})
const balance = createRoute({
  ...parent,
  path: '/lots/balance',
  validateSearch: (search: Search): { book?: string; site?: string; from?: string; to?: string } => pick(search, { book: true, site: true, from: DAY, to: DAY }),
  component: lazyPage(['lots', 'account', 'registry', 'custody'], () => import('./balance-page.tsx')),
})
const changes = createRoute({
  ...parent,
  path: '/lots/changes',
  validateSearch: (search: Search): { book?: string; lot?: string } => pick(search, { book: true, lot: true }),
  component: lazyPage(['lots', 'account', 'registry', 'custody'], () => import('./changes-page.tsx')),
})
const disclosure = createRoute({
  ...parent,
  path: '/lots/disclosure',
  validateSearch: (search: Search): { book?: string } => pick(search, { book: true }),
  component: lazyPage(['lots', 'account', 'registry', 'custody'], () => import('./disclosure-page.tsx')),
})
const totals = createRoute({
  ...parent,
  path: '/custody-totals',
  component: lazyPage(['lots', 'account', 'registry'], () => import('./totals-page.tsx')),
})
const inquiries = createRoute({
  ...parent,
  path: '/custody-inquiries',
  component: lazyPage(['lots', 'account', 'registry', 'custody'], () => import('./inquiries-page.tsx')),
})

export const routes = [list, one, compare, recall, balance, changes, disclosure, totals, inquiries] as const

const holders = ['site-owner', 'site-contributor', 'partner'] as const

export const area: Area = {
  nav: [
    { to: '/lots', label: 'nav.lots', place: 'palette', order: 19, group: 'metal', audience: holders },
    { to: '/lots/recall', label: 'nav.recall', place: 'palette', order: 20, group: 'metal', audience: holders },
    { to: '/lots/balance', label: 'nav.site-balance', place: 'palette', order: 21, group: 'metal', audience: holders },
    { to: '/lots/changes', label: 'nav.lot-changes', place: 'palette', order: 22, group: 'metal', audience: holders },
    { to: '/lots/disclosure', label: 'nav.disclosure', place: 'palette', order: 23, group: 'metal', audience: holders },
    { to: '/custody-totals', label: 'nav.custody-totals', place: 'palette', order: 24, group: 'metal', audience: 'operator' },
    { to: '/custody-inquiries', label: 'nav.inquiries', place: 'palette', order: 25, group: 'metal', audience: 'operator' },
  ],
  commands: [],
}
