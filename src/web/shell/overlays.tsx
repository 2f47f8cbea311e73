// What opens over a page: the command palette and the key help. Both are fetched when first asked for.
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useNavigate } from '@tanstack/react-router'
import { isTyping, useKeysAreOn } from './keys.ts'

const Palette = lazy(() => import('./palette.tsx').then((module) => ({ default: module.Palette })))
const Help = lazy(() => import('./help.tsx').then((module) => ({ default: module.Help })))

type Overlay = 'none' | 'palette' | 'help'
let show: (overlay: Overlay) => void = () => undefined

export const openPalette = (): void => show('palette')
export const openHelp = (): void => show('help')

/**
 * The palette is fetched when first asked for, and takes a moment to open: what is typed meanwhile is kept for its field.
 * @returns whether the key was kept
 */
function typesAhead(event: KeyboardEvent, keep: (change: (typed: string) => string) => void): boolean {
  const { target, key } = event
  const isInField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
  if (isInField || event.ctrlKey || event.metaKey || event.altKey || (key.length !== 1 && key !== 'Backspace')) return false
  event.preventDefault()
  keep((typed) => (key === 'Backspace' ? typed.slice(0, -1) : typed + key))
  return true
}

export function Overlays() {
  const [overlay, setOverlay] = useState<Overlay>('none')
  const [hasOpened, setHasOpened] = useState({ palette: false, help: false })
  const [typedAhead, setTypedAhead] = useState('')
  const isAwaited = useRef(false)
  const keysAreOn = useKeysAreOn()
  const navigate = useNavigate()
  useEffect(() => {
    show = (next) => {
      setOverlay(next)
      isAwaited.current = next === 'palette'
      if (next === 'palette') setTypedAhead('')
      if (next !== 'none') setHasOpened((before) => ({ ...before, [next]: true }))
    }
    return () => {
      show = () => undefined
    }
  }, [])
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isAwaited.current && typesAhead(event, setTypedAhead)) return
      if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey) {
        event.preventDefault()
        return show('palette')
      }
      if (
        !keysAreOn ||
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        event.defaultPrevented ||
        isTyping(event.target)
      )
        return
      if (event.key === '/') {
        event.preventDefault()
        show('palette')
      }
      if (event.key === '?') {
        event.preventDefault()
        show('help')
      }
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [keysAreOn])
  // One that closes late must not close the one opened after it.
  const close = (which: Overlay) => {
    if (which === 'palette') isAwaited.current = false
    setOverlay((now) => (now === which ? 'none' : now))
  }
  const closePalette = () => close('palette')
  const go = (to: string) => {
    closePalette()
    void navigate({ to: to as '/' })
  }
  return (
    <Suspense fallback={null}>
      {hasOpened.palette ? <Palette
          isOpen={overlay === 'palette'}
          typedAhead={typedAhead}
          onClose={closePalette}
          navigate={go}
        /> : null}
      {hasOpened.help ? <Help isOpen={overlay === 'help'} onClose={() => close('help')} /> : null}
    </Suspense>
  )
}
