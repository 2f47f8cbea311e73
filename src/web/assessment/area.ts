// Assessor firms and the assessment of a case: engagement, plan, desk review, on-site record, report, calibration.
import { createRoute } from '@tanstack/react-router'
import { lazyPage, type Area } from '../shell/area.ts'
import { pick, rootRoute } from '../shell/root-route.ts'

const parent = { getParentRoute: () => rootRoute } as const
const messages = ['assessment', 'cases', 'account'] as const

const approved = createRoute({ ...parent, path: '/approved-firms', component: lazyPage(['assessment', 'registry'], () => import('./approved-firms-page.tsx')) })
const firms = createRoute({ ...parent, path: '/firms', component: lazyPage(['assessment', 'account', 'registry'], () => import('./firms-page.tsx')) })
const firm = createRoute({ ...parent, path: '/firms/$firmId', component: lazyPage(['assessment', 'account', 'registry'], () => import('./firm-page.tsx')) })
const assessment = createRoute({ ...parent, path: '/cases/$caseId/assessment', component: lazyPage(messages, () => import('./assessment-page.tsx')) })
const plan = createRoute({ ...parent, path: '/cases/$caseId/assessment/plan', component: lazyPage(messages, () => import('./plan-page.tsx')) })
const desk = createRoute({ ...parent, path: '/cases/$caseId/assessment/desk-review', component: lazyPage(messages, () => import('./desk-review-page.tsx')) })
const onSite = createRoute({ ...parent, path: '/cases/$caseId/assessment/on-site', component: lazyPage(messages, () => import('./on-site-page.tsx')) })
const file = createRoute({ ...parent, path: '/cases/$caseId/assessment/on-site/file', component: lazyPage(messages, () => import('./record-file-page.tsx')) })
const criterion = createRoute({
  ...parent,
  path: '/cases/$caseId/assessment/on-site/$standard/$criterion',
  component: lazyPage([...messages, 'evidence'], () => import('./rating-page.tsx')),
})
const report = createRoute({ ...parent, path: '/cases/$caseId/assessment/report', component: lazyPage(messages, () => import('./report-page.tsx')) })
const calibration = createRoute({
  ...parent,
  path: '/calibration',
  validateSearch: (search: Record<string, unknown>): { standard?: string; version?: string; person?: string } =>
    pick(search, { standard: /^[a-z0-9-]+$/, version: /^[a-z0-9.-]+$/, person: /^[\w-]+$/ }),
  component: lazyPage(['assessment', 'account'], () => import('./calibration-page.tsx')),
})

export const routes = [approved, firms, firm, assessment, plan, desk, onSite, file, criterion, report, calibration] as const

export const area: Area = {
  nav: [
    { to: '/approved-firms', label: 'nav.approved-firms', place: 'footer', order: 7 },
    { to: '/firms', label: 'nav.firms', place: 'header', order: 7, audience: 'firm-admin' },
    { to: '/firms', label: 'nav.firms', place: 'palette', order: 7, audience: 'assessor' },
    { to: '/firms', label: 'nav.approved-firms', place: 'palette', order: 7, audience: 'operator' },
    { to: '/calibration', label: 'nav.calibration', place: 'palette', order: 8, audience: ['operator', 'assessor', 'lead-assessor'] },
  ],
  commands: [],
}
