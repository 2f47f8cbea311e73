// The register of areas. To add one:
//   1. src/web/<area>/area.ts exports `routes` (createRoute … component: lazyPage(['<messages>'], () => import('./x-page.tsx')))
//      and `area` (navigation, commands, header);
//   2. src/web/<area>/x-page.tsx exports `Page`, made of ui/page.tsx and ui/page-heading.tsx (the one h1);
//   3. languages/<tag>/<area>.json holds its messages; src/web/messages/areas.ts names the English file;
//   4. both lists below get a line.
import type { Area } from './shell/area.ts'
import { area as figuresArea, routes as figuresRoutes } from './figures/area.ts'
import { area as registryArea, routes as registryRoutes } from './registry/area.ts'

export const areas: readonly Area[] = [
  registryArea,
  figuresArea,
]

export const routes = [
  ...registryRoutes,
  ...figuresRoutes,
] as const
