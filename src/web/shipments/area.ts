// Shipments between books: what to accept, what was sent, and receipts whose origin is still unknown.
import { createRoute } from '@tanstack/react-router'
import { lazyPage, type Area } from '../shell/area.ts'
import { pick, rootRoute } from '../shell/root-route.ts'

const parent = { getParentRoute: () => rootRoute } as const

const list = createRoute({
  ...parent,
  path: '/shipments',
  validateSearch: (search: Record<string, unknown>): { direction?: string; all?: string } => pick(search, { direction: /^(incoming|outgoing)$/, all: /^yes$/ }),
  component: lazyPage(['shipments', 'account', 'registry'], () => import('./shipments-page.tsx')),
})
const one = createRoute({
  ...parent,
  path: '/shipments/$shipmentId',
  component: lazyPage(['shipments', 'account', 'registry'], () => import('./shipment-page.tsx')),
})
const receipts = createRoute({
  ...parent,
  path: '/open-receipts',
  component: lazyPage(['shipments', 'account', 'registry'], () => import('./open-receipts-page.tsx')),
})

export const routes = [list, one, receipts] as const

const people = ['site-owner', 'site-contributor', 'partner'] as const

export const area: Area = {
  nav: [
    { to: '/shipments', label: 'nav.shipments', place: 'header', order: -3, audience: people },
    { to: '/open-receipts', label: 'nav.open-receipts', place: 'palette', order: 7, group: 'metal', audience: people },
  ],
  commands: [],
}
