// The register of areas. To add one:
//   1. src/web/<area>/area.ts exports `routes` (createRoute … component: lazyPage(['<messages>'], () => import('./x-page.tsx')))
//      and `area` (navigation, commands, header);
//   2. src/web/<area>/x-page.tsx exports `Page`, made of ui/page.tsx and ui/page-heading.tsx (the one h1);
//   3. languages/<tag>/<area>.json holds its messages; src/web/messages/areas.ts names the English file;
//   4. both lists below get a line.
import type { Area } from './shell/area.ts'
import { area as figuresArea, routes as figuresRoutes } from './figures/area.ts'
import { area as accountArea, routes as accountRoutes } from './account/area.ts'
import { area as importsArea, routes as importsRoutes } from './imports/area.ts'
import { area as lookupArea, routes as lookupRoutes } from './lookup/area.ts'
import { area as standardsArea, routes as standardsRoutes } from './standards/area.ts'
import { area as registryArea, routes as registryRoutes } from './registry/area.ts'
import { area as peopleArea, routes as peopleRoutes } from './people/area.ts'
import { area as casesArea, routes as casesRoutes } from './cases/area.ts'
import { area as workbookArea, routes as workbookRoutes } from './workbook/area.ts'
import { area as evidenceArea, routes as evidenceRoutes } from './evidence/area.ts'
import { area as assessmentArea, routes as assessmentRoutes } from './assessment/area.ts'
import { area as decisionArea, routes as decisionRoutes } from './decision/area.ts'
import { area as inboxArea, routes as inboxRoutes } from './inbox/area.ts'
import { area as deskArea, routes as deskRoutes } from './desk/area.ts'
import { area as publishedArea, routes as publishedRoutes } from './published/area.ts'
import { area as grievanceArea, routes as grievanceRoutes } from './grievance/area.ts'
import { area as custodyArea, routes as custodyRoutes } from './custody/area.ts'
import { area as shipmentsArea, routes as shipmentsRoutes } from './shipments/area.ts'
import { area as balanceArea, routes as balanceRoutes } from './balance/area.ts'
import { area as lotsArea, routes as lotsRoutes } from './lots/area.ts'
import { area as claimsArea, routes as claimsRoutes } from './claims/area.ts'
import { area as passportsArea, routes as passportsRoutes } from './passports/area.ts'

export const areas: readonly Area[] = [registryArea, figuresArea, standardsArea, lookupArea, importsArea, accountArea,
  peopleArea, casesArea, workbookArea, evidenceArea, assessmentArea, decisionArea, inboxArea, deskArea, publishedArea, grievanceArea,
  custodyArea, shipmentsArea, balanceArea, lotsArea, claimsArea, passportsArea]

export const routes = [
  ...registryRoutes,
  ...figuresRoutes,
  ...standardsRoutes,
  ...lookupRoutes,
  ...importsRoutes,
  ...accountRoutes,
  ...peopleRoutes,
  ...casesRoutes,
  ...workbookRoutes,
  ...evidenceRoutes,
  ...assessmentRoutes,
  ...decisionRoutes,
  ...inboxRoutes,
  ...deskRoutes,
  ...publishedRoutes,
  ...grievanceRoutes,
  ...custodyRoutes,
  ...shipmentsRoutes,
  ...balanceRoutes,
  ...lotsRoutes,
  ...claimsRoutes,
  ...passportsRoutes,
] as const
