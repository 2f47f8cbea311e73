// Passports of products: the page behind a code, the holder's list, issuing and renewing, and the check of evidence packs.
import { createRoute } from '@tanstack/react-router'
import { lazyPage, type Area } from '../shell/area.ts'
import { pick, rootRoute } from '../shell/root-route.ts'

const parent = { getParentRoute: () => rootRoute } as const

const mine = createRoute({ ...parent, path: '/passports', component: lazyPage(['passports', 'account'], () => import('./my-passports-page.tsx')) })
const issue = createRoute({
  ...parent,
  path: '/passports/new',
  validateSearch: (search: Record<string, unknown>): { lot?: string } => pick(search, { lot: /^[^\s]{3,200}$/ }),
  component: lazyPage(['passports', 'account', 'registry', 'custody'], () => import('./issue-page.tsx')),
})
const passport = createRoute({
  ...parent,
  path: '/passports/$passportId',
  component: lazyPage(['passports', 'registry'], () => import('./passport-page.tsx')),
})
const renewal = createRoute({
  ...parent,
  path: '/passports/$passportId/renewal',
  component: lazyPage(['passports', 'account', 'registry'], () => import('./renewal-page.tsx')),
})
const packs = createRoute({ ...parent, path: '/evidence-packs', component: lazyPage(['passports'], () => import('./pack-check-page.tsx')) })

export const routes = [mine, issue, passport, renewal, packs] as const

export const area: Area = {
  nav: [
    { to: '/passports', label: 'nav.passports', place: 'palette', order: 46, group: 'claims', audience: ['site-owner', 'site-contributor', 'partner'] },
    { to: '/evidence-packs', label: 'nav.evidence-packs', place: 'footer', order: 12 },
  ],
  commands: [],
}
