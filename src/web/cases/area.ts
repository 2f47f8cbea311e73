// The way of a case, from the application to the next cycle; and, for the scheme, cohorts and participants.
import { createRoute } from '@tanstack/react-router'
import { lazyPage, type Area } from '../shell/area.ts'
import { pick, rootRoute } from '../shell/root-route.ts'

const parent = { getParentRoute: () => rootRoute } as const

const apply = createRoute({
  ...parent,
  path: '/apply',
  component: lazyPage(['cases', 'registry', 'account'], () => import('./apply-page.tsx')),
})
const application = createRoute({
  ...parent,
  path: '/applications/$caseId',
  component: lazyPage(['cases'], () => import('./application-page.tsx')),
})
const list = createRoute({
  ...parent,
  path: '/cases',
  validateSearch: (search: Record<string, unknown>): { state?: string; text?: string } =>
    pick(search, { state: /^[a-z-]+$/, text: true }),
  component: lazyPage(['cases', 'account', 'registry'], () => import('./cases-page.tsx')),
})
const one = createRoute({
  ...parent,
  path: '/cases/$caseId',
  component: lazyPage(['cases', 'account', 'registry', 'inbox'], () => import('./case-page.tsx')),
})
const letter = createRoute({
  ...parent,
  path: '/cases/$caseId/letter',
  component: lazyPage(['cases', 'account'], () => import('./letter-page.tsx')),
})
const cohorts = createRoute({
  ...parent,
  path: '/cohorts',
  component: lazyPage(['cases', 'account'], () => import('./cohorts-page.tsx')),
})
const participants = createRoute({
  ...parent,
  path: '/participants',
  component: lazyPage(['cases', 'account', 'registry'], () => import('./participants-page.tsx')),
})
const participant = createRoute({
  ...parent,
  path: '/participants/$organisationId',
  component: lazyPage(['cases', 'account', 'registry'], () => import('./participant-page.tsx')),
})

export const routes = [apply, application, list, one, letter, cohorts, participants, participant] as const

export const area: Area = {
  nav: [
    { to: '/cases', label: 'nav.cases', place: 'header', order: -5, audience: 'member' },
    { to: '/participants', label: 'nav.participants', place: 'palette', order: 5, audience: ['operator', 'site-owner'] },
    { to: '/cohorts', label: 'nav.cohorts', place: 'palette', order: 6, audience: 'operator' },
    { to: '/apply', label: 'nav.apply', place: 'footer', order: 8 },
  ],
  commands: [],
}
