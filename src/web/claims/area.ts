// What may be said of metal and sites, and what it weighs: claims, the wizard that issues them, activity figures, footprints.
import { createRoute } from '@tanstack/react-router'
import { lazyPage, type Area } from '../shell/area.ts'
import { pick, rootRoute } from '../shell/root-route.ts'

const parent = { getParentRoute: () => rootRoute } as const

const list = createRoute({
  ...parent,
  path: '/claims',
  validateSearch: (search: Record<string, unknown>): { review?: string } => pick(search, { review: /^yes$/ }),
  component: lazyPage(['claims', 'account'], () => import('./claims-page.tsx')),
})
const possible = createRoute({
  ...parent,
  path: '/claims/new',
  // Other screens lead here with the subject: `kind` lot, shipment or site, and `id` as `org_1:L-7`, `shp_17` or a site number.
  validateSearch: (search: Record<string, unknown>): { kind?: string; id?: string } => pick(search, { kind: /^(lot|shipment|site)$/, id: /^[^\s]{3,200}$/ }),
  component: lazyPage(['claims', 'account', 'balance', 'custody'], () => import('./possible-page.tsx')),
})
const one = createRoute({
  ...parent,
  path: '/claims/$claimId',
  validateSearch: (search: Record<string, unknown>): { key?: string } => pick(search, { key: /^[0-9a-z]{10,60}$/ }),
  component: lazyPage(['claims', 'account'], () => import('./claim-page.tsx')),
})
const activities = createRoute({
  ...parent,
  path: '/footprint',
  component: lazyPage(['claims', 'account', 'custody'], () => import('./footprint-page.tsx')),
})
const lotFootprint = createRoute({
  ...parent,
  path: '/footprint/lots',
  validateSearch: (search: Record<string, unknown>): { lot?: string } => pick(search, { lot: /^[^\s]{3,200}$/ }),
  component: lazyPage(['claims', 'account', 'custody'], () => import('./lot-footprint-page.tsx')),
})

export const routes = [list, possible, one, activities, lotFootprint] as const

const audience = ['site-owner', 'site-contributor', 'partner'] as const
export const area: Area = {
  nav: [
    { to: '/claims', label: 'nav.claims', place: 'palette', order: 47, group: 'claims', audience },
    { to: '/claims/new', label: 'nav.claims-new', place: 'palette', order: 48, group: 'claims', audience: ['site-owner', 'partner'] },
    { to: '/footprint', label: 'nav.footprint', place: 'palette', order: 49, group: 'claims', audience },
    { to: '/footprint/lots', label: 'nav.lot-footprint', place: 'palette', order: 50, group: 'claims', audience },
  ],
  commands: [],
}
