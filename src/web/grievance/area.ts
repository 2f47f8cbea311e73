// Being heard: concerns and grievances without an account, the receipt that leads back, and the desks that answer them.
import { createRoute } from '@tanstack/react-router'
import { lazyPage, type Area } from '../shell/area.ts'
import { pick, rootRoute } from '../shell/root-route.ts'

const parent = { getParentRoute: () => rootRoute } as const

const beHeard = createRoute({
  ...parent,
  path: '/be-heard',
  validateSearch: (search: Record<string, unknown>): { site?: string; about?: string } =>
    pick(search, { site: /^[A-Z]{3}-[0-9A-Z]{7}$/, about: /^(concern|scheme|site|assessor|claim)$/ }),
  component: lazyPage(['grievance'], () => import('./be-heard-page.tsx')),
})
const notice = createRoute({
  ...parent,
  path: '/concerns/$noticeId',
  component: lazyPage(['grievance'], () => import('./notice-concern-page.tsx')),
})
const poster = createRoute({
  ...parent,
  path: '/concerns/$noticeId/poster',
  component: lazyPage(['grievance'], () => import('./poster-page.tsx')),
})
const receipts = createRoute({
  ...parent,
  path: '/receipts',
  component: lazyPage(['grievance'], () => import('./receipt-page.tsx')),
})
const caseConcerns = createRoute({
  ...parent,
  path: '/cases/$caseId/concerns',
  component: lazyPage(['grievance', 'cases', 'account'], () => import('./case-concerns-page.tsx')),
})
const siteConcerns = createRoute({
  ...parent,
  path: '/concerns',
  component: lazyPage(['grievance', 'account'], () => import('./site-concerns-page.tsx')),
})
const grievances = createRoute({
  ...parent,
  path: '/grievances',
  validateSearch: (search: Record<string, unknown>): { state?: string } =>
    pick(search, { state: /^(received|admitted|with-site|inquiry|decided|closed)$/ }),
  component: lazyPage(['grievance', 'account'], () => import('./grievances-page.tsx')),
})
const grievance = createRoute({
  ...parent,
  path: '/grievances/$grievanceId',
  component: lazyPage(['grievance', 'account'], () => import('./grievance-page.tsx')),
})
const siteGrievances = createRoute({
  ...parent,
  path: '/site-grievances',
  component: lazyPage(['grievance', 'account'], () => import('./site-grievances-page.tsx')),
})
const outcomes = createRoute({
  ...parent,
  path: '/grievance-outcomes',
  component: lazyPage(['grievance'], () => import('./outcomes-page.tsx')),
})

export const routes = [
  beHeard,
  notice,
  poster,
  receipts,
  caseConcerns,
  siteConcerns,
  grievances,
  grievance,
  siteGrievances,
  outcomes,
] as const

export const area: Area = {
  nav: [
    { to: '/be-heard', label: 'nav.be-heard', place: 'footer', order: 5 },
    { to: '/grievance-outcomes', label: 'nav.grievance-outcomes', place: 'palette', order: 30 },
    { to: '/receipts', label: 'nav.receipts', place: 'palette', order: 31 },
    { to: '/grievances', label: 'nav.grievances', place: 'palette', order: 32, audience: ['operator', 'decision-member'] },
    { to: '/concerns', label: 'nav.concerns', place: 'palette', order: 33, audience: 'operator' },
    { to: '/site-grievances', label: 'nav.site-grievances', place: 'palette', order: 34, audience: 'site-owner' },
  ],
  commands: [],
}
