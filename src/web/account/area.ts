// Accounts: the first operator, signing in and out, API keys; and the operator's desk for error reports and disputes.
import { createRoute } from '@tanstack/react-router'
import { lazy } from 'react'
import { loadMessages } from '../messages/catalogue.ts'
import { currentLanguage } from '../messages/language.ts'
import { lazyPage, type Area } from '../shell/area.ts'
import { pick, rootRoute } from '../shell/root-route.ts'

const parent = { getParentRoute: () => rootRoute } as const

const welcome = createRoute({
  ...parent,
  path: '/welcome',
  validateSearch: (search: Record<string, unknown>): { token?: string } => pick(search, { token: true }),
  component: lazyPage(['account'], () => import('./welcome-page.tsx')),
})
const signIn = createRoute({
  ...parent,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { back?: string; step?: string; error?: string } =>
    pick(search, { back: /^\/(?!\/)[\w\-./?=&%,]*$/, step: /^code$/, error: true }),
  component: lazyPage(['account'], () => import('./sign-in-page.tsx')),
})
const newPassword = createRoute({
  ...parent,
  path: '/new-password',
  validateSearch: (search: Record<string, unknown>): { token?: string; error?: string } =>
    pick(search, { token: true, error: true }),
  component: lazyPage(['account'], () => import('./new-password-page.tsx')),
})
const account = createRoute({
  ...parent,
  path: '/account',
  component: lazyPage(['account', 'people', 'inbox'], () => import('./account-page.tsx')),
})
const security = createRoute({
  ...parent,
  path: '/account/security',
  component: lazyPage(['account'], () => import('./security-page.tsx')),
})
const ownData = createRoute({
  ...parent,
  path: '/account/own-data',
  component: lazyPage(['account'], () => import('./own-data-page.tsx')),
})
const reports = createRoute({
  ...parent,
  path: '/error-reports',
  validateSearch: (search: Record<string, unknown>): { state?: string } =>
    pick(search, { state: /^(open|overdue|decided|all)$/ }),
  component: lazyPage(['account', 'registry'], () => import('./error-reports-page.tsx')),
})
const contested = createRoute({
  ...parent,
  path: '/contested/$siteId',
  component: lazyPage(['account', 'registry', 'site'], () => import('./contested-page.tsx')),
})

export const routes = [welcome, signIn, newPassword, account, security, ownData, reports, contested] as const

export const area: Area = {
  nav: [
    { to: '/account', label: 'nav.account', place: 'palette', order: 1, audience: 'member' },
    { to: '/account/security', label: 'nav.security', place: 'palette', order: 1, audience: 'member' },
    { to: '/account/own-data', label: 'nav.own-data', place: 'palette', order: 1, audience: 'member' },
    { to: '/error-reports', label: 'nav.error-reports', place: 'palette', order: 3, audience: 'operator' },
    { to: '/sign-in', label: 'nav.sign-in', place: 'footer', order: 9 },
  ],
  commands: [],
  header: lazy(async () => {
    const [module] = await Promise.all([import('./account-menu.tsx'), loadMessages(currentLanguage(), 'account')])
    return { default: module.AccountMenu }
  }),
}
