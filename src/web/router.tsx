// The route tree, made of the areas' routes. Addresses are plain: every search value is text, as the API takes it.
import { createRouter } from '@tanstack/react-router'
import { QueryClient } from '@tanstack/react-query'
import { routes } from './areas.ts'
import { Problem } from './api/problem.ts'
import { NotFound } from './shell/not-found.tsx'
import { PageFailed } from './shell/page-failed.tsx'
import { PagePending } from './shell/page-pending.tsx'
import { rootRoute } from './shell/root-route.ts'
import { Shell } from './shell/shell.tsx'

rootRoute.update({ component: Shell, notFoundComponent: NotFound })

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      retry: (count, error) =>
        count < 2 && (!(error instanceof Problem) || error.body.status === 0 || error.body.status >= 500),
    },
  },
})

const parseSearch = (text: string): Record<string, string> => Object.fromEntries(new URLSearchParams(text))

/** Commas and colons stay readable: `?country=CHL,PER`. */
function stringifySearch(search: Record<string, unknown>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(search)) {
    if (value !== undefined && value !== null && value !== '') query.set(name, String(value))
  }
  const text = query.toString().replaceAll('%2C', ',').replaceAll('%3A', ':')
  return text === '' ? '' : `?${text}`
}

export const router = createRouter({
  routeTree: rootRoute.addChildren(routes),
  context: { queryClient },
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  defaultPendingMs: 300,
  defaultPendingComponent: PagePending,
  defaultErrorComponent: PageFailed,
  defaultNotFoundComponent: NotFound,
  scrollRestoration: true,
  trailingSlash: 'never',
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
