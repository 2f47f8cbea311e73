// Evidence libraries, what is recognised in a case, and the equivalence matrix.
import { createRoute } from '@tanstack/react-router'
import { lazyPage, type Area } from '../shell/area.ts'
import { pick, rootRoute } from '../shell/root-route.ts'

const parent = { getParentRoute: () => rootRoute } as const

const library = createRoute({
  ...parent,
  path: '/evidence',
  validateSearch: (search: Record<string, unknown>): { text?: string; kind?: string; layer?: string; state?: string; place?: string } =>
    pick(search, { text: true, kind: /^[a-z]+$/, layer: /^[a-z]+$/, state: /^(valid|lapsed|superseded|withdrawn|ending|unlinked)$/, place: /^[\w-]+$/ }),
  component: lazyPage(['evidence', 'account'], () => import('./library-page.tsx')),
})
const item = createRoute({
  ...parent,
  path: '/evidence/$evidenceId',
  component: lazyPage(['evidence', 'account'], () => import('./evidence-page.tsx')),
})

const recognition = createRoute({
  ...parent,
  path: '/cases/$caseId/recognition',
  component: lazyPage(['evidence', 'cases', 'account'], () => import('./recognition-page.tsx')),
})
const matrix = createRoute({
  ...parent,
  path: '/recognition',
  validateSearch: (search: Record<string, unknown>): { standard?: string; external?: string; state?: string; text?: string } =>
    pick(search, { standard: /^[a-z0-9-]+@[a-z0-9.-]+$/, external: /^[a-z0-9-]+$/, state: /^(proposed|approved|expired|revoked)$/, text: true }),
  component: lazyPage(['evidence', 'account'], () => import('./matrix-page.tsx')),
})
const requests = createRoute({
  ...parent,
  path: '/recognition/requests',
  component: lazyPage(['evidence', 'account'], () => import('./requests-page.tsx')),
})

export const routes = [library, item, recognition, matrix, requests] as const

export const area: Area = {
  nav: [
    { to: '/evidence', label: 'nav.evidence', place: 'header', order: 20, audience: ['site-owner', 'site-contributor', 'partner', 'lead-assessor', 'assessor'] },
    { to: '/recognition', label: 'nav.recognition', place: 'palette', order: 21, audience: 'operator' },
    { to: '/recognition/requests', label: 'nav.recognition-requests', place: 'palette', order: 22, audience: 'operator' },
  ],
  commands: [],
}
