// The map as an instrument: how it is opened, where it looks, what is under the pointer. The screen around it is
// `site-map.tsx`.
import {
  AttributionControl,
  Map as MapLibre,
  NavigationControl,
  ScaleControl,
  setWorkerUrl,
  type GeoJSONSource,
  type MapLayerMouseEvent,
} from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import type { Result } from '../api/client.ts'
import type { Messages } from '../messages/use-messages.ts'
import { loadBasemap, type Basemap } from './basemap.ts'
import { iconsFor } from './map-icons.ts'
import { CLUSTERS, NEAR, POINTS, showFine, SITES, styleFor, type Scheme } from './map-style.ts'

setWorkerUrl(workerUrl)

export type Points = Result<'listSitePoints'>
/** The sites at one place, by their index in the columns. */
export type Picked = { readonly at: [number, number]; readonly indexes: readonly number[] }

const THE_WORLD = { center: [8, 18] as [number, number], zoom: 0 }
const MOST_PICKED = 8

/** @param at latitude, longitude, zoom */
function viewOf(at: string | undefined): typeof THE_WORLD {
  const numbers = (at ?? '').split(',').map(Number)
  const [latitude, longitude, zoom] = numbers
  if (latitude === undefined || longitude === undefined || zoom === undefined || numbers.some(Number.isNaN))
    return THE_WORLD
  return { center: [longitude, latitude], zoom }
}

/** Latitude, longitude, zoom, as the address keeps them. */
export function lookingAt(map: MapLibre): string {
  const { lat, lng } = map.getCenter()
  return `${lat.toFixed(3)},${lng.toFixed(3)},${map.getZoom().toFixed(2)}`
}

type Opening = {
  readonly container: HTMLElement
  readonly basemap: Basemap
  readonly scheme: Scheme
  readonly at: string | undefined
  readonly t: Messages<'registry'>
}

/** @throws Error where the browser has no WebGL */
export function openMap({ container, basemap, scheme, at, t }: Opening): MapLibre {
  const map = new MapLibre({
    container,
    style: styleFor(basemap, scheme),
    ...viewOf(at),
    minZoom: -0.75,
    maxZoom: 14,
    attributionControl: false,
    maplibreLogo: false,
    dragRotate: false,
    pitchWithRotate: false,
    localIdeographFontFamily: "'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif",
    fadeDuration: 150,
    locale: {
      'NavigationControl.ZoomIn': t('map.zoom-in'),
      'NavigationControl.ZoomOut': t('map.zoom-out'),
      'Map.Title': t('map.label'),
      'Popup.Close': t('close'),
    },
  })
  map.touchZoomRotate.disableRotation()
  map.addControl(new NavigationControl({ showCompass: false }), 'top-right')
  map.addControl(new ScaleControl({ unit: 'metric' }), 'top-left')
  map.addControl(new AttributionControl({ compact: false, customAttribution: [] }), 'bottom-right')
  return map
}

type Listener = {
  readonly onReady: () => void
  /** Only what the visitor does; the map's own fitting is silent. */
  readonly onVisit: (at: string) => void
  readonly onPick: (picked: Picked | undefined) => void
}

/** Puts the shapes in and listens. */
export function listen(map: MapLibre, scheme: Scheme, language: string, listener: Listener): void {
  map.on('load', () => {
    for (const [name, image] of iconsFor(scheme)) map.addImage(name, image, { pixelRatio: 2 })
    listener.onReady()
    refine(map, language)
  })
  map.on('moveend', (event) => {
    if (event.originalEvent !== undefined || 'isVisit' in event) listener.onVisit(lookingAt(map))
  })
  map.on('click', CLUSTERS, (event) => void expand(map, event))
  map.on('click', POINTS, (event) => listener.onPick(pickedOf(map, event)))
  for (const layer of [CLUSTERS, POINTS]) {
    map.on('mouseenter', layer, () => void (map.getCanvas().style.cursor = 'pointer'))
    map.on('mouseleave', layer, () => void (map.getCanvas().style.cursor = ''))
  }
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
      () => void map.on('zoom', look),
    )
  }
  map.on('zoom', look)
  look()
}

const range = (values: readonly number[]): [number, number] =>
  values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity])

/** Shows all points. */
export function fit(map: MapLibre, { longitudes, latitudes }: Points): void {
  if (longitudes.length === 0) return
  const [west, east] = range(longitudes)
  const [south, north] = range(latitudes)
  map.fitBounds([west, south, east, north], { padding: 40, maxZoom: 6, animate: false })
}

async function expand(map: MapLibre, event: MapLayerMouseEvent): Promise<void> {
  const feature = event.features?.[0]
  if (feature === undefined || feature.geometry.type !== 'Point') return
  const source = map.getSource<GeoJSONSource>(SITES)!
  const zoom = await source.getClusterExpansionZoom(feature.properties.cluster_id as number)
  map.easeTo({ center: feature.geometry.coordinates as [number, number], zoom: zoom + 0.2 }, { isVisit: true })
}

/** Everything under the pointer, so that sites of one place can all be reached. */
function pickedOf(map: MapLibre, { point: { x, y } }: MapLayerMouseEvent): Picked | undefined {
  const corners: [[number, number], [number, number]] = [
    [x - 6, y - 6],
    [x + 6, y + 6],
  ]
  const features = map.queryRenderedFeatures(corners, { layers: [POINTS] })
  const first = features[0]
  if (first === undefined || first.geometry.type !== 'Point') return undefined
  const indexes = new Set(features.map(({ properties }) => properties.index as number))
  return { at: first.geometry.coordinates as [number, number], indexes: [...indexes].slice(0, MOST_PICKED) }
}
