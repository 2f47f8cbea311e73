// Review, decision, improvement plan and what becomes of awards: the pages of reviewer, body, assessor, site and scheme.
import { createRoute } from '@tanstack/react-router'
import { lazyPage, type Area } from '../shell/area.ts'
import { pick, rootRoute } from '../shell/root-route.ts'

const parent = { getParentRoute: () => rootRoute } as const

const review = createRoute({ ...parent, path: '/cases/$caseId/review', component: lazyPage(['decision', 'cases', 'account'], () => import('./review-page.tsx')) })
const decision = createRoute({ ...parent, path: '/cases/$caseId/decision', component: lazyPage(['decision', 'cases', 'account'], () => import('./decision-page.tsx')) })
const mark = createRoute({ ...parent, path: '/cases/$caseId/mark', component: lazyPage(['decision', 'cases', 'account'], () => import('./mark-page.tsx')) })
const plan = createRoute({
  ...parent, path: '/cases/$caseId/improvement-plan', component: lazyPage(['decision', 'cases', 'account', 'evidence'], () => import('./improvement-plan-page.tsx')),
})
const reviews = createRoute({ ...parent, path: '/reviews', component: lazyPage(['decision', 'account'], () => import('./reviews-page.tsx')) })
const decisions = createRoute({
  ...parent,
  path: '/decisions',
  validateSearch: (search: Record<string, unknown>): { state?: string } => pick(search, { state: /^(open|recorded|sent-back)$/ }),
  component: lazyPage(['decision', 'account'], () => import('./decisions-page.tsx')),
})
const files = createRoute({
  ...parent,
  path: '/award-files',
  validateSearch: (search: Record<string, unknown>): { only?: string } => pick(search, { only: /^(open|standing|all)$/ }),
  component: lazyPage(['decision', 'account', 'registry'], () => import('./award-files-page.tsx')),
})
const changes = createRoute({ ...parent, path: '/awards/$awardId/changes', component: lazyPage(['decision', 'account', 'registry'], () => import('./award-changes-page.tsx')) })

export const routes = [review, decision, mark, plan, reviews, decisions, files, changes] as const

export const area: Area = {
  nav: [
    { to: '/reviews', label: 'nav.reviews', place: 'header', order: 20, audience: 'technical-reviewer' },
    { to: '/decisions', label: 'nav.decisions', place: 'header', order: 21, audience: 'decision-member' },
    { to: '/decisions', label: 'nav.decisions', place: 'palette', order: 21, audience: 'operator' },
    { to: '/award-files', label: 'nav.award-files', place: 'palette', order: 22, audience: ['operator', 'decision-member', 'site-owner', 'site-contributor'] },
  ],
  commands: [],
}
