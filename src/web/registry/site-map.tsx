// The map on the screen: MapLibre with a basemap of ours. Points are clustered in a worker; a status keeps its shape; where
// the place is only approximate a dashed ring says so. Loaded only where a map is shown.
import 'maplibre-gl/dist/maplibre-gl.css'
import { useComputedColorScheme } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Popup, type GeoJSONSource, type Map as MapLibre } from 'maplibre-gl'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { useMessages } from '../messages/use-messages.ts'
import { StatusMark, type Status } from '../ui/status-mark.tsx'
import { useWords } from '../ui/words.ts'
import { loadBasemap, type Basemap } from './basemap.ts'
import { featuresOf, SITES, type Scheme } from './map-style.ts'
import { fit, listen, openMap, type Picked, type Points } from './map-view.ts'
import classes from './map-page.module.css'

type Props = {
  readonly points: Points | undefined
  /** Latitude, longitude, zoom. */
  readonly at: string | undefined
  readonly onMove: (at: string) => void
}

/** The coarse world in a language; `failed` where it could not be had. */
function useBasemap(language: string): Basemap | 'failed' | undefined {
  const [basemap, setBasemap] = useState<Basemap | 'failed'>()
  useEffect(() => {
    let isWanted = true
    const take = (loaded: Basemap | 'failed') => {
      if (isWanted) setBasemap(loaded)
    }
    loadBasemap('coarse', language).then(take, () => take('failed'))
    return () => void (isWanted = false)
  }, [language])
  return basemap
}

export function SiteMap(props: Props) {
  const t = useMessages('registry')
  const scheme = useComputedColorScheme('light')
  const basemap = useBasemap(t.language)
  const [hasFailed, setFailed] = useState(false)
  if (hasFailed || basemap === 'failed') {
    return (
      <div className={classes.failed} role="alert">
        <p>
          {t('map.failed')} <Link to="/sites">{t('map.as-table')}</Link>
        </p>
      </div>
    )
  }
  if (basemap === undefined) {
    return (
      <p className={classes.loading} role="status">
        {t('map.loading')}
      </p>
    )
  }
  const onFail = () => setFailed(true)
  return <Canvas key={`${scheme} ${t.language}`} basemap={basemap} scheme={scheme} onFail={onFail} {...props} />
}

type CanvasProps = Props & { readonly basemap: Basemap; readonly scheme: Scheme; readonly onFail: () => void }

function Canvas({ basemap, scheme, points, at, onMove, onFail }: CanvasProps) {
  const t = useMessages('registry')
  const holder = useRef<HTMLDivElement>(null)
  const [map, setMap] = useState<MapLibre>()
  const [picked, setPicked] = useState<Picked>()
  const visited = useEffectEvent((text: string) => {
    if (text !== at) onMove(text)
  })
  const open = useEffectEvent((): MapLibre | undefined => {
    try {
      return openMap({ container: holder.current!, basemap, scheme, at, t })
    } catch {
      onFail()
      return undefined
    }
  })
  // The map lives as long as its scheme and language; where it looks is its own from then on.
  useEffect(() => {
    const opened = open()
    if (opened === undefined) return undefined
    listen(opened, scheme, t.language, { onReady: () => setMap(opened), onVisit: visited, onPick: setPicked })
    return () => opened.remove()
  }, [scheme, t.language])
  const fitUnlessVisited = useEffectEvent((opened: MapLibre, shown: Points) => {
    if (at === undefined) fit(opened, shown)
  })
  useEffect(() => {
    if (map === undefined || points === undefined) return
    setPicked(undefined)
    void map.getSource<GeoJSONSource>(SITES)?.setData(featuresOf(points))
    fitUnlessVisited(map, points)
  }, [map, points])
  return (
    <>
      <div className={classes.canvas} data-map-ready={map !== undefined && points !== undefined ? '' : undefined}>
        <div ref={holder} />
      </div>
      <p className={classes.source}>{t('map.source')}</p>
      {picked === undefined || points === undefined || map === undefined ? null : (
        <Card map={map} picked={picked} points={points} onClose={() => setPicked(undefined)} />
      )}
    </>
  )
}

type CardProps = {
  readonly map: MapLibre
  readonly picked: Picked
  readonly points: Points
  readonly onClose: () => void
}

/** What stands at the place that was pressed. */
function Card({ map, picked, points, onClose }: CardProps) {
  const words = useWords()
  const [body] = useState(() => document.createElement('div'))
  const closed = useEffectEvent(onClose)
  useEffect(() => {
    const popup = new Popup({ maxWidth: '20rem', offset: 12, focusAfterOpen: false })
    popup.setLngLat(picked.at).setDOMContent(body).addTo(map)
    const onPopupClose = () => closed()
    popup.on('close', onPopupClose)
    return () => {
      popup.off('close', onPopupClose)
      popup.remove()
    }
  }, [map, picked, body])
  return createPortal(
    <div className={classes.cards}>
      {picked.indexes.map((index) => (
        <div key={points.siteIds[index]} className={classes.card}>
          <Link to="/sites/$siteId" params={{ siteId: points.siteIds[index]! }}>
            {points.names[index]}
          </Link>
          <StatusMark status={points.statuses[index] as Status} size={14} />
          <p className="quiet">
            {words.type(points.types[index]!)} · {words.country(points.countries[index]!)}
          </p>
          {points.precisions[index] === 'exact' ? null : (
            <p className="quiet">{words.precision(points.precisions[index]!)}</p>
          )}
        </div>
      ))}
    </div>,
    body,
  )
}
