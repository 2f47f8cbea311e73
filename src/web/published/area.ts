// The screens of what assurance cycles made public: awards and their live pages, summary reports, letters, plans, notices.
import { createRoute } from '@tanstack/react-router'
import { lazyPage, type Area } from '../shell/area.ts'
import { pick, rootRoute } from '../shell/root-route.ts'

const parent = { getParentRoute: () => rootRoute } as const
const WORD = /^[a-z-]{1,40}$/

export type AwardSearch = Partial<Record<'q' | 'mark' | 'status' | 'country', string>>
const awardSearch = (search: Record<string, unknown>): AwardSearch => pick(search, { q: /^.{1,200}$/s, mark: WORD, status: WORD, country: /^[A-Z]{3}$/ })

const awards = createRoute({
  ...parent,
  path: '/awards',
  validateSearch: awardSearch,
  component: lazyPage(['published', 'documents', 'registry'], () => import('./awards-page.tsx')),
})
const award = createRoute({
  ...parent,
  path: '/awards/$awardId',
  component: lazyPage(['published', 'documents', 'registry'], () => import('./award-page.tsx')),
})
const report = createRoute({
  ...parent,
  path: '/summary-reports/$summaryReportId',
  component: lazyPage(['published', 'documents', 'registry'], () => import('./summary-report-page.tsx')),
})
const letter = createRoute({
  ...parent,
  path: '/letters/$letterId',
  component: lazyPage(['published', 'documents', 'registry'], () => import('./letter-page.tsx')),
})
const plan = createRoute({
  ...parent,
  path: '/improvement-plans/$planId',
  component: lazyPage(['published', 'documents', 'registry'], () => import('./plan-page.tsx')),
})
const assessments = createRoute({
  ...parent,
  path: '/assessments',
  component: lazyPage(['published', 'registry'], () => import('./assessments-page.tsx')),
})

export const routes = [awards, award, report, letter, plan, assessments] as const

export const area: Area = {
  nav: [
    { to: '/awards', label: 'nav.awards', place: 'footer', order: 3 },
    { to: '/assessments', label: 'nav.assessments', place: 'footer', order: 4 },
  ],
  commands: [],
}
