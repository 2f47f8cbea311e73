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
  component: lazyPage(['evidence'], () => import('./library-page.tsx')),
})
const item = createRoute({
  ...parent,
  path: '/evidence/$evidenceId',
  component: lazyPage(['evidence'], () => import('./evidence-page.tsx')),
})

export const routes = [library, item] as const

export const area: Area = {
  nav: [{ to: '/evidence', label: 'nav.evidence', place: 'palette', order: 20, audience: ['site-owner', 'site-contributor', 'partner', 'lead-assessor', 'assessor'] }],
  commands: [],
}
