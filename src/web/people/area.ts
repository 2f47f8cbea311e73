// People: who holds which role where, invitations and their acceptance, and what is kept of persons.
import { createRoute } from '@tanstack/react-router'
import { lazyPage, type Area } from '../shell/area.ts'
import { rootRoute } from '../shell/root-route.ts'

const parent = { getParentRoute: () => rootRoute } as const

const people = createRoute({
  ...parent,
  path: '/people',
  component: lazyPage(['people', 'account'], () => import('./people-page.tsx')),
})
const invitation = createRoute({
  ...parent,
  path: '/invitations/$token',
  component: lazyPage(['people', 'account'], () => import('./invitation-page.tsx')),
})
const personalData = createRoute({
  ...parent,
  path: '/personal-data',
  component: lazyPage(['people'], () => import('./personal-data-page.tsx')),
})

export const routes = [people, invitation, personalData] as const

export const area: Area = {
  nav: [
    { to: '/people', label: 'nav.people', place: 'palette', order: 2, audience: ['operator', 'site-owner', 'firm-admin'] },
    { to: '/personal-data', label: 'nav.personal-data', place: 'footer', order: 23 },
  ],
  commands: [],
}
