// Land, borders and country names from Natural Earth (public domain), shipped with Cupel and unpacked in the browser.
import { feature, mesh } from 'topojson-client'
import type { Feature, FeatureCollection, MultiLineString, MultiPolygon, Point, Polygon, Position } from 'geojson'
import type { GeometryCollection, Topology } from 'topojson-specification'
import countriesUrl from 'world-atlas/countries-50m.json?url'
import { countries } from '#src/parties/country.ts'

export type Basemap = {
  readonly land: FeatureCollection<Polygon | MultiPolygon>
  readonly borders: MultiLineString
  readonly labels: FeatureCollection<Point, { name: string; size: number }>
}

type Atlas = Topology<{ countries: GeometryCollection; land: GeometryCollection }>

let atlas: Promise<Atlas> | undefined

async function fetchAtlas(): Promise<Atlas> {
  const response = await fetch(countriesUrl)
  if (!response.ok) throw new Error(`the basemap answered ${response.status}`)
  return await response.json() as Atlas
}

/** Twice the area of a ring in square degrees, and its centre of mass. */
function centreOf(ring: readonly Position[]): { area: number; centre: [number, number] } {
  let area = 0, x = 0, y = 0
  for (let i = 0; i < ring.length - 1; i++) {
    const [x0, y0] = ring[i] as [number, number]
    const [x1, y1] = ring[i + 1] as [number, number]
    const cross = x0 * y1 - x1 * y0
    area += cross; x += (x0 + x1) * cross; y += (y0 + y1) * cross
  }
  return { area: Math.abs(area), centre: area === 0 ? ring[0] as [number, number] : [x / (3 * area), y / (3 * area)] }
}

/** A country's name stands at the middle of its largest part. */
function labelOf(country: Feature<Polygon | MultiPolygon>, nameOf: (numeric: string) => string | undefined): Feature<Point, { name: string; size: number }>[] {
  const name = nameOf(String(country.id))
  if (name === undefined) return []
  const rings = country.geometry.type === 'Polygon' ? [country.geometry.coordinates[0]!] : country.geometry.coordinates.map((polygon) => polygon[0]!)
  const largest = rings.map(centreOf).reduce((best, one) => one.area > best.area ? one : best)
  return [{ type: 'Feature', properties: { name, size: largest.area }, geometry: { type: 'Point', coordinates: largest.centre } }]
}

/** @param language in which countries are named */
export async function loadBasemap(language: string): Promise<Basemap> {
  atlas ??= fetchAtlas()
  atlas.catch(() => { atlas = undefined })
  const topology = await atlas
  const names = new Intl.DisplayNames(language, { type: 'region' })
  const byNumeric = new Map(countries.map(({ numeric, alpha2 }) => [numeric, alpha2]))
  const nameOf = (numeric: string): string | undefined => {
    const region = byNumeric.get(numeric)
    return region === undefined || region === 'AQ' ? undefined : names.of(region)
  }
  const shapes = feature(topology, topology.objects.countries) as FeatureCollection<Polygon | MultiPolygon>
  return {
    land: feature(topology, topology.objects.land) as FeatureCollection<Polygon | MultiPolygon>,
    borders: mesh(topology, topology.objects.countries, (a, b) => a !== b),
    labels: { type: 'FeatureCollection', features: shapes.features.flatMap((country) => labelOf(country, nameOf)) },
  }
}
