// Light, dark or the system's choice, kept in the cookie `cupel-scheme` so that the server prints the attribute and no page
// flashes. Without a choice the style sheet follows the system by itself, with no script.
import type { MantineColorSchemeManager } from '@mantine/core'
import { readCookie, writeCookie } from './cookie.ts'

const isScheme = (value: string | undefined): value is 'light' | 'dark' | 'auto' =>
  value === 'light' || value === 'dark' || value === 'auto'

export const schemeCookie: MantineColorSchemeManager = {
  get: (fallback) => {
    const kept = readCookie('cupel-scheme')
    return isScheme(kept) ? kept : fallback
  },
  set: (value) => writeCookie('cupel-scheme', value),
  subscribe: () => undefined,
  unsubscribe: () => undefined,
  clear: () => writeCookie('cupel-scheme', 'auto'),
}
