// The self-assessment workbook of a case: the list, one criterion, the workbook as a file, and its submission.
import { createRoute } from '@tanstack/react-router'
import { lazyPage, type Area } from '../shell/area.ts'
import { pick, rootRoute } from '../shell/root-route.ts'

const parent = { getParentRoute: () => rootRoute } as const
const messages = ['workbook', 'cases', 'account'] as const

const list = createRoute({
  ...parent,
  path: '/cases/$caseId/workbook',
  validateSearch: (search: Record<string, unknown>): { show?: string } => pick(search, { show: /^(all|mine|unanswered|conflicts|without-evidence|open-comments)$/ }),
  component: lazyPage(messages, () => import('./workbook-page.tsx')),
})
const file = createRoute({ ...parent, path: '/cases/$caseId/workbook/file', component: lazyPage(messages, () => import('./file-page.tsx')) })
const submission = createRoute({ ...parent, path: '/cases/$caseId/workbook/submission', component: lazyPage(messages, () => import('./submission-page.tsx')) })
const criterion = createRoute({
  ...parent,
  path: '/cases/$caseId/workbook/$standard/$criterion',
  component: lazyPage([...messages, 'evidence'], () => import('./criterion-page.tsx')),
})

export const routes = [list, file, submission, criterion] as const

export const area: Area = { nav: [], commands: [] }
