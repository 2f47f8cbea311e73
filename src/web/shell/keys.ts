// Single keys (/ ? j k) work anywhere but in a field, and can be switched off (WCAG 2.2, 2.1.4): speech input types letters.
import { useSyncExternalStore } from 'react'

const KEPT = 'cupel-single-keys'
const listeners = new Set<() => void>()

const areOn = (): boolean => {
  try {
    return localStorage.getItem(KEPT) !== 'off'
  } catch {
    return true
  }
}

export function setKeysOn(isOn: boolean): void {
  try {
    localStorage.setItem(KEPT, isOn ? 'on' : 'off')
  } catch {
    /* a browser that keeps nothing keeps the default */
  }
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

export const useKeysAreOn = (): boolean => useSyncExternalStore(subscribe, areOn, () => true)

export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.closest('input, textarea, select, [role="dialog"], [role="menu"], [role="listbox"]') !== null)
