// The screens of computed figures: counts, shares of production by year, the emission curve, the rules behind all of
// them.
import { createRoute } from '@tanstack/react-router'
import { lazyPage, type Area } from '../shell/area.ts'
import { rootRoute } from '../shell/root-route.ts'
import { coverageSearch, curveSearch } from './figure-search.ts'

const parent = { getParentRoute: () => rootRoute } as const

const statistics = createRoute({
  ...parent,
  path: '/statistics',
  component: lazyPage(['figures', 'registry'], () => import('./statistics-page.tsx')),
})
const coverage = createRoute({
  ...parent,
  path: '/statistics/coverage',
  validateSearch: coverageSearch,
  component: lazyPage(['figures', 'registry'], () => import('./coverage-page.tsx')),
})
const method = createRoute({
  ...parent,
  path: '/statistics/method',
  component: lazyPage(['figures'], () => import('./method-page.tsx')),
})
const curve = createRoute({
  ...parent,
  path: '/emission-curve',
  validateSearch: curveSearch,
  component: lazyPage(['figures', 'registry'], () => import('./emission-curve-page.tsx')),
})

export const routes = [statistics, coverage, method, curve] as const

export const area: Area = {
  nav: [
    { to: '/statistics', label: 'nav.statistics', place: 'header', order: 3 },
    { to: '/emission-curve', label: 'nav.emission-curve', place: 'header', order: 4 },
    { to: '/statistics/method', label: 'nav.method', place: 'footer', order: 3 },
  ],
  commands: [],
}
