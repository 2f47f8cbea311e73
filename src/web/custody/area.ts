// Custody: what a party has and where, what it records, and its month end.
import { createRoute } from '@tanstack/react-router'
import { lazyPage, type Area } from '../shell/area.ts'
import { pick, rootRoute } from '../shell/root-route.ts'

const parent = { getParentRoute: () => rootRoute } as const
const REF = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,79}$/
type Search = Record<string, unknown>

const stock = createRoute({
  ...parent,
  path: '/custody',
  validateSearch: (search: Search): { book?: string } => pick(search, { book: true }),
  component: lazyPage(['custody', 'account'], () => import('./stock-page.tsx')),
})
const lot = createRoute({
  ...parent,
  path: '/custody/lots/$lotId',
  component: lazyPage(['custody', 'account', 'registry'], () => import('./lot-page.tsx')),
})
const recording = createRoute({
  ...parent,
  path: '/custody/record',
  validateSearch: (search: Search): { book?: string; kind?: string; lot?: string; voids?: string; corrects?: string } =>
    pick(search, { book: true, kind: /^[a-z]+$/, lot: REF, voids: REF, corrects: REF }),
  component: lazyPage(['custody', 'account'], () => import('./record-page.tsx')),
})
const events = createRoute({
  ...parent,
  path: '/custody/events',
  validateSearch: (search: Search): { book?: string } => pick(search, { book: true }),
  component: lazyPage(['custody', 'account'], () => import('./events-page.tsx')),
})
const file = createRoute({
  ...parent,
  path: '/custody/file',
  validateSearch: (search: Search): { book?: string } => pick(search, { book: true }),
  component: lazyPage(['custody', 'account'], () => import('./file-page.tsx')),
})
const monthEnd = createRoute({
  ...parent,
  path: '/custody/month-end',
  validateSearch: (search: Search): { book?: string } => pick(search, { book: true }),
  component: lazyPage(['custody', 'account'], () => import('./month-end-page.tsx')),
})

export const routes = [stock, lot, recording, events, file, monthEnd] as const

const audience = ['site-owner', 'site-contributor', 'partner'] as const
export const area: Area = {
  nav: [
    { to: '/custody', label: 'nav.stock', place: 'header', order: -4, audience },
    { to: '/custody/record', label: 'nav.custody-record', place: 'palette', order: 41, group: 'metal', audience },
    { to: '/custody/events', label: 'nav.custody-events', place: 'palette', order: 42, group: 'metal', audience },
    { to: '/custody/file', label: 'nav.custody-file', place: 'palette', order: 43, group: 'metal', audience },
    { to: '/custody/month-end', label: 'nav.month-end', place: 'palette', order: 44, group: 'metal', audience },
  ],
  commands: [],
}
