// The registry's screens: their addresses, their places in the navigation, their commands.
import type { QueryClient } from '@tanstack/react-query'
import { createRoute } from '@tanstack/react-router'
import type { InputFor, OperationName } from '../api/client.ts'
import { readOptions } from '../api/reads.ts'
import { lazyPage, type Area } from '../shell/area.ts'
import { rootRoute, type Times } from '../shell/root-route.ts'
import { mapSearch, siteSearch } from './site-search.ts'

type Ahead = { readonly context: { readonly queryClient: QueryClient }; readonly deps: Times }

/** The times of the address, for a route that reads ahead. */
const loaderDeps = ({ search: { asOf, knownAt } }: { readonly search: Times }): Times => ({
  ...(asOf === undefined ? {} : { asOf }),
  ...(knownAt === undefined ? {} : { knownAt }),
})

/** Asks for what the page will show while its script is still on the way; the page itself waits, or fails. */
const ahead = <N extends OperationName>({ context }: Ahead, name: N, input: InputFor<N>): void =>
  void context.queryClient.prefetchQuery(readOptions(name, input))

const home = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  loaderDeps,
  loader: (route) => ahead(route, 'getStatistics', route.deps),
  component: lazyPage(['registry'], () => import('./home-page.tsx')),
})
const sites = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sites',
  validateSearch: siteSearch,
  component: lazyPage(['registry'], () => import('./sites-page.tsx')),
})
const map = createRoute({
  getParentRoute: () => rootRoute,
  path: '/map',
  validateSearch: mapSearch,
  component: lazyPage(['registry'], () => import('./map-page.tsx')),
})
const site = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sites/$siteId',
  loaderDeps,
  loader: (route) => ahead(route, 'getSite', { siteId: route.params.siteId, ...route.deps }),
  component: lazyPage(['registry', 'site'], () => import('./site-page.tsx')),
})
const history = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sites/$siteId/history',
  component: lazyPage(['registry', 'site'], () => import('./history-page.tsx')),
})
const report = createRoute({
  getParentRoute: () => rootRoute,
  path: '/error-reports/$reportId',
  component: lazyPage(['registry', 'site'], () => import('./error-report-page.tsx')),
})
const partners = createRoute({
  getParentRoute: () => rootRoute,
  path: '/partners',
  loaderDeps,
  loader: (route) => ahead(route, 'listPartners', { limit: 1000, ...route.deps }),
  component: lazyPage(['registry'], () => import('./partners-page.tsx')),
})
const organisations = createRoute({
  getParentRoute: () => rootRoute,
  path: '/organisations',
  component: lazyPage(['registry'], () => import('./organisations-page.tsx')),
})
const organisation = createRoute({
  getParentRoute: () => rootRoute,
  path: '/organisations/$organisationId',
  loaderDeps,
  loader: (route) => ahead(route, 'getOrganisation', { organisationId: route.params.organisationId, ...route.deps }),
  component: lazyPage(['registry'], () => import('./organisation-page.tsx')),
})
const datasets = createRoute({
  getParentRoute: () => rootRoute,
  path: '/about-the-data',
  component: lazyPage(['registry'], () => import('./about-the-data-page.tsx')),
})
const statuses = createRoute({
  getParentRoute: () => rootRoute,
  path: '/statuses',
  component: lazyPage(['registry', 'published'], () => import('./statuses-page.tsx')),
})

export const routes = [
  home,
  sites,
  map,
  site,
  history,
  report,
  partners,
  organisations,
  organisation,
  datasets,
  statuses,
] as const

export const area: Area = {
  nav: [
    { to: '/sites', label: 'nav.registry', place: 'header', order: 1 },
    { to: '/map', label: 'nav.map', place: 'header', order: 2 },
    { to: '/partners', label: 'nav.partners', place: 'header', order: 6 },
    { to: '/about-the-data', label: 'nav.about', place: 'header', order: 8 },
    { to: '/organisations', label: 'nav.organisations', place: 'footer', order: 1 },
    { to: '/statuses', label: 'nav.statuses', place: 'footer', order: 2 },
  ],
  commands: [
    {
      id: 'sites-awarded',
      label: 'command.awarded-copper',
      keywords: 'award copper',
      run: (navigate) => navigate('/sites?metal=copper&status=awarded'),
    },
  ],
}
