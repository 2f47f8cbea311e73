// How the map looks in either colour scheme.
import type { FeatureCollection, Point } from 'geojson'
import type {
  ExpressionSpecification,
  GeoJSONSource,
  LayerSpecification,
  Map as MapLibre,
  StyleSpecification,
} from 'maplibre-gl'
import type { Result } from '../api/client.ts'
import type { Basemap } from './basemap.ts'

export const SITES = 'sites'
export const CLUSTERS = 'clusters'
export const POINTS = 'points'

export type Scheme = 'light' | 'dark'
export const COLOURS = {
  light: {
    sea: '#dfe4e6',
    land: '#fbf8f4',
    border: '#c4baad',
    name: '#7a7168',
    ink: '#211d1a',
    copper: '#a8552b',
    wash: '#f6e9e0',
    amber: '#8a6000',
    grey: '#6f665d',
    halo: '#fbf8f4',
  },
  dark: {
    sea: '#0f1113',
    land: '#221e1b',
    border: '#4a443d',
    name: '#968c81',
    ink: '#ece6df',
    copper: '#e08a5a',
    wash: '#3a281d',
    amber: '#e3aa2b',
    grey: '#a1978c',
    halo: '#171411',
  },
} as const

const FONT = ['Inter Variable']
const AWARDED = new Set<string>(['awarded', 'live-awarded', 'conditional'])

/** One feature for each point; `index` leads back to the columns. */
export function featuresOf(points: Result<'listSitePoints'>): FeatureCollection<Point> {
  return {
    type: 'FeatureCollection',
    features: points.siteIds.map((_, index) => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [points.longitudes[index]!, points.latitudes[index]!] },
      properties: {
        index,
        name: points.names[index],
        awarded: AWARDED.has(points.statuses[index]!) ? 1 : 0,
        icon: `${points.statuses[index]} ${points.precisions[index] === 'exact' ? 'exact' : 'approximate'}`,
      },
    })),
  }
}

const EMPTY: FeatureCollection = { type: 'FeatureCollection', features: [] }

/** From here on the fine basemap is drawn. Below it the coarse one keeps a pan cheap, also where no graphics card helps. */
export const NEAR = 3

/** Puts the fine basemap in place of the coarse one where the map looks closely. */
export function showFine(map: MapLibre, basemap: Basemap): void {
  void map.getSource<GeoJSONSource>('land-fine')?.setData(basemap.land)
  void map
    .getSource<GeoJSONSource>('borders-fine')
    ?.setData({ type: 'Feature', properties: {}, geometry: basemap.borders })
  void map.getSource<GeoJSONSource>('names')?.setData(basemap.labels)
  for (const layer of ['land-coarse', 'borders-coarse']) map.setLayerZoomRange(layer, 0, NEAR)
}

export function styleFor(basemap: Basemap, scheme: Scheme): StyleSpecification {
  const colours = COLOURS[scheme]
  return { version: 8, sources: sourcesOf(basemap), layers: [...basemapLayers(colours), ...siteLayers(colours)] }
}

type Colours = (typeof COLOURS)[Scheme]

const sourcesOf = (basemap: Basemap): StyleSpecification['sources'] => ({
  'land-coarse': { type: 'geojson', data: basemap.land },
  'borders-coarse': { type: 'geojson', data: { type: 'Feature', properties: {}, geometry: basemap.borders } },
  'land-fine': { type: 'geojson', data: EMPTY, tolerance: 0.3 },
  'borders-fine': { type: 'geojson', data: EMPTY, tolerance: 0.3 },
  names: { type: 'geojson', data: basemap.labels },
  [SITES]: {
    type: 'geojson',
    data: EMPTY,
    cluster: true,
    clusterRadius: 38,
    clusterMaxZoom: 7,
    clusterProperties: { awarded: ['+', ['get', 'awarded']] },
  },
})

function basemapLayers(c: Colours): LayerSpecification[] {
  const borders = { 'line-color': c.border, 'line-width': 0.75 }
  return [
    { id: 'sea', type: 'background', paint: { 'background-color': c.sea } },
    {
      id: 'land-coarse',
      type: 'fill',
      source: 'land-coarse',
      paint: { 'fill-color': c.land, 'fill-antialias': false },
    },
    { id: 'borders-coarse', type: 'line', source: 'borders-coarse', paint: borders },
    {
      id: 'land-fine',
      type: 'fill',
      source: 'land-fine',
      minzoom: NEAR,
      paint: { 'fill-color': c.land, 'fill-outline-color': c.border },
    },
    { id: 'borders-fine', type: 'line', source: 'borders-fine', minzoom: NEAR, paint: borders },
    {
      id: 'names',
      type: 'symbol',
      source: 'names',
      minzoom: 2,
      filter: ['>', ['get', 'size'], ['step', ['zoom'], 260, 3, 60, 4, 12, 5, 0]],
      layout: {
        'text-field': ['get', 'name'],
        'text-font': FONT,
        'text-size': 11,
        'text-max-width': 7,
        'text-letter-spacing': 0.03,
      },
      paint: { 'text-color': c.name, 'text-halo-color': c.halo, 'text-halo-width': 1.2 },
    },
  ]
}

function siteLayers(c: Colours): LayerSpecification[] {
  const hasAward: ExpressionSpecification = ['>', ['get', 'awarded'], 0]
  return [
    {
      id: CLUSTERS,
      type: 'circle',
      source: SITES,
      filter: ['has', 'point_count'],
      paint: {
        'circle-radius': ['interpolate', ['linear'], ['sqrt', ['get', 'point_count']], 1.4, 11, 30, 30],
        'circle-color': ['case', hasAward, c.wash, c.land],
        'circle-stroke-color': ['case', hasAward, c.copper, c.grey],
        'circle-stroke-width': ['case', hasAward, 2, 1.25],
      },
    },
    {
      id: 'counts',
      type: 'symbol',
      source: SITES,
      filter: ['has', 'point_count'],
      layout: {
        'text-field': ['to-string', ['get', 'point_count']],
        'text-font': FONT,
        'text-size': 12,
        'text-allow-overlap': true,
        'text-ignore-placement': true,
      },
      paint: { 'text-color': c.ink },
    },
    {
      id: POINTS,
      type: 'symbol',
      source: SITES,
      filter: ['!', ['has', 'point_count']],
      layout: {
        'icon-image': ['get', 'icon'],
        'icon-allow-overlap': true,
        'icon-ignore-placement': true,
        'icon-size': ['interpolate', ['linear'], ['zoom'], 1, 0.8, 6, 1],
        'text-field': ['step', ['zoom'], '', 6, ['get', 'name']],
        'text-font': FONT,
        'text-size': 12,
        'text-anchor': 'top',
        'text-offset': [0, 0.9],
        'text-optional': true,
        'text-max-width': 9,
        'symbol-sort-key': ['-', 0, ['get', 'awarded']],
      },
      paint: { 'text-color': c.ink, 'text-halo-color': c.halo, 'text-halo-width': 1.4 },
    },
  ]
}
