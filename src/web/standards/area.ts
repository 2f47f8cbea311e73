// The screens of standards: the three registers, a version, a criterion, two versions side by side, the licensed text.
import { createRoute } from '@tanstack/react-router'
import { lazyPage, type Area } from '../shell/area.ts'
import { pick, rootRoute } from '../shell/root-route.ts'

const parent = { getParentRoute: () => rootRoute } as const
const VERSION = /^[a-z0-9.-]+$/

const compareSearch = (search: Record<string, unknown>): Partial<Record<'from' | 'to', string>> =>
  pick(search, { from: VERSION, to: VERSION })
const textSearch = (search: Record<string, unknown>): Partial<Record<'criterion' | 'tongue', string>> =>
  pick(search, { criterion: /^[a-z0-9-]+$/, tongue: /^[A-Za-z-]{2,20}$/ })

const standards = createRoute({
  ...parent,
  path: '/standards',
  component: lazyPage(['standards', 'registry'], () => import('./standards-page.tsx')),
})
const compare = createRoute({
  ...parent,
  path: '/standards/$standard/compare',
  validateSearch: compareSearch,
  component: lazyPage(['standards'], () => import('./compare-page.tsx')),
})
const standard = createRoute({
  ...parent,
  path: '/standards/$standard/$version',
  component: lazyPage(['standards', 'registry'], () => import('./standard-page.tsx')),
})
const texts = createRoute({
  ...parent,
  path: '/standards/$standard/$version/licensed-text',
  validateSearch: textSearch,
  component: lazyPage(['standards', 'account'], () => import('./licensed-text-page.tsx')),
})
const criterion = createRoute({
  ...parent,
  path: '/standards/$standard/$version/$criterion',
  component: lazyPage(['standards', 'registry'], () => import('./criterion-page.tsx')),
})

export const routes = [standards, compare, standard, texts, criterion] as const

export const area: Area = {
  nav: [{ to: '/standards', label: 'nav.standards', place: 'header', order: 5 }],
  commands: [],
}
