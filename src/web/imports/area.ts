// Importing a directory, for the operator: upload, say what the columns are, look the rows through, publish, undo; and
// the queue of doubtful matches of all imports.
import { createRoute } from '@tanstack/react-router'
import { lazyPage, type Area } from '../shell/area.ts'
import { pick, rootRoute } from '../shell/root-route.ts'

const parent = { getParentRoute: () => rootRoute } as const
const WORD = /^[a-z0-9-]+$/

const importSearch = (search: Record<string, unknown>): Partial<Record<'step' | 'filter' | 'problem', string>> =>
  pick(search, { step: /^(columns|rows|publish)$/, filter: WORD, problem: WORD })

const list = createRoute({
  ...parent,
  path: '/imports',
  component: lazyPage(['imports', 'account', 'registry'], () => import('./imports-page.tsx')),
})
const one = createRoute({
  ...parent,
  path: '/imports/$importId',
  validateSearch: importSearch,
  component: lazyPage(['imports', 'account', 'registry'], () => import('./import-page.tsx')),
})
const reviews = createRoute({
  ...parent,
  path: '/match-reviews',
  component: lazyPage(['imports', 'account', 'registry'], () => import('./match-reviews-page.tsx')),
})

export const routes = [list, one, reviews] as const

export const area: Area = {
  nav: [{ to: '/imports', label: 'nav.imports', place: 'palette', order: 2, audience: 'operator' }],
  commands: [],
}
