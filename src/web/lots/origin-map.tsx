// Where the origins lie, as markers whose size tells their share. Without WebGL the list of origins says the same.
import 'maplibre-gl/dist/maplibre-gl.css'
import { useComputedColorScheme } from '@mantine/core'
import { LngLatBounds, Marker, type Map as MapLibre } from 'maplibre-gl'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useMessages } from '../messages/use-messages.ts'
import { loadBasemap, type Basemap } from '../registry/basemap.ts'
import { openMap } from '../registry/map-view.ts'
import { leastOf, useAnswerWords, type Answer } from './answer-words.ts'
import classes from './lots.module.css'

type Place = { readonly longitude: number; readonly latitude: number; readonly size: number; readonly title: string }

const placesOf = (answer: Answer, words: ReturnType<typeof useAnswerWords>): Place[] =>
  answer.origins.flatMap(({ origin, share }) =>
    origin.kind === 'site' && origin.position !== null
      ? [{ ...origin.position, size: 14 + 30 * Math.sqrt(leastOf(share)), title: `${words.origin(origin)}: ${words.share(share)}` }]
      : [],
  )

function markerOf({ size, title }: Place): HTMLElement {
  const element = document.createElement('div')
  Object.assign(element.style, {
    width: `${size}px`, height: `${size}px`, borderRadius: '50%', border: '2px solid var(--mantine-color-body)', background: 'var(--mantine-primary-color-filled)', opacity: '0.88',
  })
  element.title = title
  element.setAttribute('role', 'img')
  element.setAttribute('aria-label', title)
  return element
}

function useBasemap(language: string): Basemap | 'failed' | undefined {
  const [basemap, setBasemap] = useState<Basemap | 'failed'>()
  useEffect(() => {
    let isWanted = true
    loadBasemap('coarse', language).then((loaded) => { if (isWanted) setBasemap(loaded) }, () => { if (isWanted) setBasemap('failed') })
    return () => void (isWanted = false)
  }, [language])
  return basemap
}

export function OriginMap({ answer }: { readonly answer: Answer }) {
  const t = useMessages('lots')
  const registry = useMessages('registry')
  const words = useAnswerWords()
  const scheme = useComputedColorScheme('light')
  const basemap = useBasemap(t.language)
  const holder = useRef<HTMLDivElement>(null)
  const [hasFailed, setFailed] = useState(false)
  const open = useEffectEvent((): MapLibre | undefined => {
    try {
      return openMap({ container: holder.current!, basemap: basemap as Basemap, scheme, at: undefined, t: registry })
    } catch {
      setFailed(true)
      return undefined
    }
  })
  const isReady = basemap !== undefined && basemap !== 'failed'
  useEffect(() => {
    if (!isReady) return undefined
    const map = open()
    if (map === undefined) return undefined
    const places = placesOf(answer, words)
    const bounds = new LngLatBounds()
    for (const place of places) {
      new Marker({ element: markerOf(place) }).setLngLat([place.longitude, place.latitude]).addTo(map)
      bounds.extend([place.longitude, place.latitude])
    }
    map.fitBounds(bounds, { padding: 60, maxZoom: 4, animate: false })
    return () => map.remove()
  }, [isReady, scheme, answer, words])
  if (hasFailed || basemap === 'failed') return <p>{t('map.failed')}</p>
  return <div ref={holder} className={classes.map} />
}
