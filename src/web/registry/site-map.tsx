// The map itself: MapLibre with a basemap of ours. Points are clustered in a worker; a status keeps its shape; where the
// place is only approximate a dashed ring says so. Loaded only where a map is shown.
import 'maplibre-gl/dist/maplibre-gl.css'
import { useComputedColorScheme } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import {
  AttributionControl,
  Map as MapLibre,
  NavigationControl,
  Popup,
  ScaleControl,
  setWorkerUrl,
  type GeoJSONSource,
  type MapLayerMouseEvent,
} from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import type { Result } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { StatusMark, type Status } from '../ui/status-mark.tsx'
import { useWords } from '../ui/words.ts'
import { loadBasemap, type Basemap } from './basemap.ts'
import { featuresOf, iconsFor, showFine, styleFor, CLUSTERS, NEAR, POINTS, SITES } from './map-style.ts'
import classes from './map-page.module.css'

setWorkerUrl(workerUrl)

type Points = Result<'listSitePoints'>
type Props = {
  readonly points: Points | undefined
  /** Latitude, longitude, zoom. */
  readonly at: string | undefined
  readonly onMove: (at: string) => void
}
type Picked = { readonly at: [number, number]; readonly indexes: readonly number[] }

const viewOf = (at: string | undefined): { center: [number, number]; zoom: number } => {
  const [latitude, longitude, zoom] = (at ?? '').split(',').map(Number)
  return latitude === undefined ||
    longitude === undefined ||
    zoom === undefined ||
    Number.isNaN(latitude + longitude + zoom)
    ? { center: [8, 18], zoom: 0 }
    : { center: [longitude, latitude], zoom }
}

const textOf = (map: MapLibre): string => {
  const { lat, lng } = map.getCenter()
  return `${lat.toFixed(3)},${lng.toFixed(3)},${map.getZoom().toFixed(2)}`
}

export function SiteMap({ points, at, onMove }: Props) {
  const t = useMessages('registry')
  const scheme = useComputedColorScheme('light')
  const [basemap, setBasemap] = useState<Basemap>()
  const [hasFailed, setFailed] = useState(false)
  useEffect(() => {
    let isWanted = true
    loadBasemap('coarse', t.language).then(
      (loaded) => {
        if (isWanted) setBasemap(loaded)
      },
      () => {
        if (isWanted) setFailed(true)
      },
    )
    return () => {
      isWanted = false
    }
  }, [t.language])
  if (hasFailed)
    return (
      <div className={classes.failed} role="alert">
        <p>
          {t('map.failed')} <Link to="/sites">{t('map.as-table')}</Link>
        </p>
      </div>
    )
  if (basemap === undefined)
    return (
      <p className={classes.loading} role="status">
        {t('map.loading')}
      </p>
    )
  return (
    <Canvas
      key={`${scheme} ${t.language}`}
      basemap={basemap}
      scheme={scheme}
      points={points}
      at={at}
      onMove={onMove}
      onFail={() => setFailed(true)}
    />
  )
}

function Canvas({
  basemap,
  scheme,
  points,
  at,
  onMove,
  onFail,
}: Props & { readonly basemap: Basemap; readonly scheme: 'light' | 'dark'; readonly onFail: () => void }) {
  const t = useMessages('registry')
  const holder = useRef<HTMLDivElement>(null)
  const drawn = useRef<MapLibre>(null)
  const [isReady, setReady] = useState(false)
  const [picked, setPicked] = useState<Picked>()
  const moved = useEffectEvent((text: string) => {
    if (text !== at) onMove(text)
  })
  const failed = useEffectEvent(onFail)
  const fitted = useEffectEvent((map: MapLibre, shown: Points) => {
    if (at === undefined) fit(map, shown)
  })
  useEffect(() => {
    let map: MapLibre
    try {
      map = new MapLibre({
        container: holder.current!,
        style: styleFor(basemap, scheme),
        ...viewOf(at),
        minZoom: -0.75,
        maxZoom: 14,
        attributionControl: false,
        dragRotate: false,
        pitchWithRotate: false,
        maplibreLogo: false,
        localIdeographFontFamily: "'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif",
        fadeDuration: 150,
        locale: {
          'NavigationControl.ZoomIn': t('map.zoom-in'),
          'NavigationControl.ZoomOut': t('map.zoom-out'),
          'Map.Title': t('map.label'),
          'Popup.Close': t('close'),
        },
      })
    } catch {
      failed()
      return
    }
    drawn.current = map
    map.touchZoomRotate.disableRotation()
    map.addControl(new NavigationControl({ showCompass: false }), 'top-right')
    map.addControl(new ScaleControl({ unit: 'metric' }), 'top-left')
    map.addControl(new AttributionControl({ compact: false, customAttribution: [] }), 'bottom-right')
    map.on('load', () => {
      for (const [name, image] of iconsFor(scheme)) map.addImage(name, image, { pixelRatio: 2 })
      setReady(true)
      refine(map, t.language)
    })
    // Only what the visitor does goes into the address; the map's own fitting does not.
    map.on('moveend', (event) => {
      if (event.originalEvent !== undefined || 'isVisit' in event) moved(textOf(map))
    })
    map.on('click', CLUSTERS, (event) => void expand(map, event))
    map.on('click', POINTS, (event) => setPicked(pickedOf(map, event)))
    for (const layer of [CLUSTERS, POINTS]) {
      map.on('mouseenter', layer, () => {
        map.getCanvas().style.cursor = 'pointer'
      })
      map.on('mouseleave', layer, () => {
        map.getCanvas().style.cursor = ''
      })
    }
    return () => {
      drawn.current = null
      map.remove()
    }
    // The map lives as long as its scheme and language; where it looks is its own from then on.
    // oxlint-disable-next-line exhaustive-deps
  }, [])
  useEffect(() => {
    if (!isReady || points === undefined) return
    setPicked(undefined)
    const map = drawn.current
    void map?.getSource<GeoJSONSource>(SITES)?.setData(featuresOf(points))
    if (map !== null) fitted(map, points)
  }, [isReady, points])
  return (
    <>
      <div className={classes.canvas} data-map-ready={isReady && points !== undefined ? '' : undefined}>
        <div ref={holder} />
      </div>
      <p className={classes.source}>{t('map.source')}</p>
      {picked === undefined || points === undefined ? null : (
        <Card map={drawn.current} picked={picked} points={points} onClose={() => setPicked(undefined)} />
      )}
    </>
  )
}

/** Fetches the fine basemap shortly before it is needed; without it the coarse one stays. */
function refine(map: MapLibre, language: string): void {
  const look = (): void => {
    if (map.getZoom() < NEAR - 0.5) return
    map.off('zoom', look)
    loadBasemap('fine', language).then(
      (basemap) => {
        if (map.getContainer().isConnected) showFine(map, basemap)
      },
      () => {
        map.on('zoom', look)
      },
    )
  }
  map.on('zoom', look)
  look()
}

/** Shows all points, until the visitor moves the map. */
function fit(map: MapLibre, { longitudes, latitudes }: Points): void {
  if (longitudes.length === 0) return
  const range = (values: readonly number[]): [number, number] =>
    values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity])
  const [[west, east], [south, north]] = [range(longitudes), range(latitudes)]
  map.fitBounds(
    [
      [west, south],
      [east, north],
    ],
    { padding: 40, maxZoom: 6, animate: false },
  )
}

async function expand(map: MapLibre, event: MapLayerMouseEvent): Promise<void> {
  const feature = event.features?.[0]
  if (feature === undefined || feature.geometry.type !== 'Point') return
  const zoom = await map
    .getSource<GeoJSONSource>(SITES)!
    .getClusterExpansionZoom(feature.properties.cluster_id as number)
  map.easeTo({ center: feature.geometry.coordinates as [number, number], zoom: zoom + 0.2 }, { isVisit: true })
}

/** Everything under the pointer, so that sites of one place can all be reached. */
function pickedOf(map: MapLibre, event: MapLayerMouseEvent): Picked | undefined {
  const { x, y } = event.point
  const features = map.queryRenderedFeatures(
    [
      [x - 6, y - 6],
      [x + 6, y + 6],
    ],
    { layers: [POINTS] },
  )
  const first = features[0]
  if (first === undefined || first.geometry.type !== 'Point') return undefined
  return {
    at: first.geometry.coordinates as [number, number],
    indexes: [...new Set(features.map(({ properties }) => properties.index as number))].slice(0, 8),
  }
}

function Card({
  map,
  picked,
  points,
  onClose,
}: {
  readonly map: MapLibre | null
  readonly picked: Picked
  readonly points: Points
  readonly onClose: () => void
}) {
  const words = useWords()
  const [body] = useState(() => document.createElement('div'))
  const closed = useEffectEvent(onClose)
  useEffect(() => {
    if (map === null) return
    const popup = new Popup({ maxWidth: '20rem', offset: 12, focusAfterOpen: false })
      .setLngLat(picked.at)
      .setDOMContent(body)
      .addTo(map)
    popup.on('close', () => closed())
    return () => {
      popup.remove()
    }
  }, [map, picked, body])
  return createPortal(
    <div style={{ display: 'grid', gap: '0.75rem' }}>
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
