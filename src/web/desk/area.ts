// The secretariat's screens: the board, who has how much to do, checks of quality, indicators, and the audit trail.
import { createRoute } from '@tanstack/react-router'
import { lazyPage, type Area } from '../shell/area.ts'
import { pick, rootRoute } from '../shell/root-route.ts'

const parent = { getParentRoute: () => rootRoute } as const

export type DeskSearch = {
  view?: string
  state?: string
  q?: string
  metal?: string
  country?: string
  owner?: string
  late?: string
  due?: string
  sort?: string
}

const desk = createRoute({
  ...parent,
  path: '/desk',
  validateSearch: (search: Record<string, unknown>): DeskSearch =>
    pick(search, {
      view: /^(board|table)$/,
      state: /^[a-z-]+(,[a-z-]+)*$/,
      q: true,
      metal: /^[a-z]+$/,
      country: /^[A-Z]{3}$/,
      owner: /^[a-z-]+$/,
      late: /^yes$/,
      due: /^\d{4}-\d{2}-\d{2}$/,
      sort: /^-?[a-z]+$/,
    }),
  component: lazyPage(['desk', 'cases', 'registry', 'account'], () => import('./desk-page.tsx')),
})
const workload = createRoute({
  ...parent,
  path: '/desk/workload',
  component: lazyPage(['desk', 'account'], () => import('./workload-page.tsx')),
})
const quality = createRoute({
  ...parent,
  path: '/desk/quality',
  component: lazyPage(['desk', 'account'], () => import('./quality-page.tsx')),
})
const indicators = createRoute({
  ...parent,
  path: '/programme-indicators',
  validateSearch: (search: Record<string, unknown>): { day?: string } => pick(search, { day: /^\d{4}-\d{2}-\d{2}$/ }),
  component: lazyPage(['desk'], () => import('./indicators-page.tsx')),
})
const audit = createRoute({
  ...parent,
  path: '/audit-trail',
  validateSearch: (search: Record<string, unknown>): { subject?: string; kind?: string; actor?: string; from?: string; to?: string } =>
    pick(search, { subject: true, kind: true, actor: true, from: /^\d{4}-\d{2}-\d{2}$/, to: /^\d{4}-\d{2}-\d{2}$/ }),
  component: lazyPage(['desk', 'account', 'log', 'cases'], () => import('./audit-page.tsx')),
})
const caseHistory = createRoute({
  ...parent,
  path: '/cases/$caseId/history',
  component: lazyPage(['desk', 'cases', 'account', 'log', 'decision'], () => import('./case-history-page.tsx')),
})

const switchOver = createRoute({
  ...parent,
  path: '/desk/switch-over',
  component: lazyPage(['switch-over', 'account'], () => import('./switch-over-page.tsx')),
})
const caseFiles = createRoute({
  ...parent,
  path: '/desk/case-files',
  component: lazyPage(['switch-over', 'account'], () => import('./case-file-page.tsx')),
})
const standardVersions = createRoute({
  ...parent,
  path: '/desk/standard-versions',
  component: lazyPage(['switch-over', 'account'], () => import('./version-change-page.tsx')),
})

export const routes = [desk, workload, quality, indicators, audit, caseHistory, switchOver, caseFiles, standardVersions] as const

export const area: Area = {
  nav: [
    { to: '/desk', label: 'nav.desk', place: 'header', order: 40, audience: 'operator' },
    { to: '/desk/workload', label: 'nav.workload', place: 'palette', order: 41, audience: 'operator' },
    { to: '/desk/quality', label: 'nav.quality', place: 'palette', order: 42, audience: 'operator' },
    { to: '/audit-trail', label: 'nav.audit-trail', place: 'palette', order: 43, audience: 'operator' },
    { to: '/desk/switch-over', label: 'nav.switch-over', place: 'palette', order: 45, audience: 'operator' },
    { to: '/desk/case-files', label: 'nav.case-files', place: 'palette', order: 46, audience: 'operator' },
    { to: '/desk/standard-versions', label: 'nav.standard-versions', place: 'palette', order: 47, audience: 'operator' },
    { to: '/programme-indicators', label: 'nav.indicators', place: 'palette', order: 44 },
  ],
  commands: [],
}
