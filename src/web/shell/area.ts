// An area is a group of screens: its routes, its places in the navigation, its commands in the palette. Each area has one
// file `src/web/<area>/area.ts`; `src/web/areas.ts` lists them.
import { lazyRouteComponent, type AnyRoute } from '@tanstack/react-router'
import type { ComponentType, LazyExoticComponent } from 'react'
import type { Role } from '#src/access/role.ts'
import { loadMessages } from '../messages/catalogue.ts'
import type { MessageArea, MessageKey } from '../messages/areas.ts'
import { currentLanguage } from '../messages/language.ts'

/** Everybody, every account, or whoever holds one of these roles. */
export type Audience = 'everyone' | 'member' | Role | readonly Role[]

export type NavEntry = {
  readonly to: string
  /** A key of `shell.json`. */
  readonly label: MessageKey<'shell'>
  /** `header` stands in the main navigation, `footer` at the foot, both in the palette; `palette` in the palette, and under
   * *More* for those who have an audience. */
  readonly place: 'header' | 'footer' | 'palette'
  /** Position among its place, smallest first. */
  readonly order: number
  readonly audience?: Audience
  /** Under which heading of *More* it stands where there are many; absent: with the organisation and the account. */
  readonly group?: 'metal' | 'claims'
}

export type Command = {
  readonly id: string
  /** A key of `shell.json`. */
  readonly label: MessageKey<'shell'>
  readonly keywords?: string
  readonly audience?: Audience
  /** Goes somewhere by `navigate`, or does something at once. */
  readonly run: (navigate: (to: string) => void) => void
}

export type Area = {
  readonly nav: readonly NavEntry[]
  readonly commands: readonly Command[]
  /** Shown at the right end of the header (the account menu). */
  readonly header?: LazyExoticComponent<ComponentType>
}

export type AreaRoutes = readonly AnyRoute[]

/**
 * The component of a route: a file `*-page.tsx` that exports `Page`, loaded when first visited or hovered, together with
 * the messages it will ask for. The loader's type is `unknown` on purpose: a page links to routes, so a route whose type
 * depended on its page would depend on itself.
 */
export function lazyPage(areas: readonly MessageArea[], load: () => Promise<unknown>) {
  return lazyRouteComponent(async () => {
    const [module] = await Promise.all([load(), ...areas.map((area) => loadMessages(currentLanguage(), area))])
    return module as { Page: ComponentType }
  }, 'Page')
}
