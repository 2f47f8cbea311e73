// Which language the page speaks. The server decides at first load (?lang, then cookie, then Accept-Language) and prints
// it as <html lang>; after that the visitor's choice rules, and is remembered in the cookie `cupel-language`.
import { useSyncExternalStore } from 'react'
import { writeCookie } from '../shell/cookie.ts'

const FALLBACK = 'en'
const listeners = new Set<() => void>()
let language = typeof document === 'undefined' ? FALLBACK : document.documentElement.lang || FALLBACK

export const currentLanguage = (): string => language

/** Keeps the choice for the next page, before anything has been fetched for it. */
export const rememberLanguage = (tag: string): void => writeCookie('cupel-language', tag)

export function setLanguage(tag: string): void {
  rememberLanguage(tag)
  if (tag === language) return
  language = tag
  document.documentElement.lang = tag
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

export const useLanguage = (): string => useSyncExternalStore(subscribe, currentLanguage, currentLanguage)
