// Lookup of names: public, and nothing of it is kept.
import { createRoute } from '@tanstack/react-router'
import { lazyPage, type Area } from '../shell/area.ts'
import { rootRoute } from '../shell/root-route.ts'

const lookup = createRoute({
  getParentRoute: () => rootRoute,
  path: '/lookup',
  component: lazyPage(['lookup', 'registry'], () => import('./lookup-page.tsx')),
})

export const routes = [lookup] as const

export const area: Area = { nav: [{ to: '/lookup', label: 'nav.lookup', place: 'header', order: 7 }], commands: [] }
