// Land, borders and country names from Natural Earth (public domain), shipped with Cupel and unpacked in the browser: a
// coarse atlas for the whole world at once, a fine one when the visitor comes closer.
import { feature, mesh } from 'topojson-client'
import type { Feature, FeatureCollection, MultiLineString, MultiPolygon, Point, Polygon, Position } from 'geojson'
import type { GeometryCollection, Topology } from 'topojson-specification'
import coarseUrl from 'world-atlas/countries-110m.json?url'
import fineUrl from 'world-atlas/countries-50m.json?url'
import { countries } from '#src/parties/country.ts'

export type Basemap = {
  readonly land: FeatureCollection<Polygon | MultiPolygon>
  readonly borders: MultiLineString
  readonly labels: FeatureCollection<Point, { name: string; size: number }>
}

type Atlas = Topology<{ countries: GeometryCollection; land: GeometryCollection }>

export type Detail = 'coarse' | 'fine'
const URLS: Record<Detail, string> = { coarse: coarseUrl, fine: fineUrl }
const atlases = new Map<Detail, Promise<Atlas>>()

async function fetchAtlas(detail: Detail): Promise<Atlas> {
  const response = await fetch(URLS[detail])
  if (!response.ok) throw new Error(`the basemap answered ${response.status}`)
  return (await response.json()) as Atlas
}

/** Fetched once; a failed fetch is tried again the next time. */
function atlasOf(detail: Detail): Promise<Atlas> {
  let atlas = atlases.get(detail)
  if (!atlas) {
    atlas = fetchAtlas(detail)
    atlases.set(detail, atlas)
    atlas.catch(() => atlases.delete(detail))
  }
  return atlas
}

/** Twice the area of a ring in square degrees, and its centre of mass. */
function centreOf(ring: readonly Position[]): { area: number; centre: [number, number] } {
  let area = 0,
    x = 0,
    y = 0
  for (let i = 0; i < ring.length - 1; i++) {
    const [x0, y0] = ring[i] as [number, number]
    const [x1, y1] = ring[i + 1] as [number, number]
    const cross = x0 * y1 - x1 * y0
    area += cross
    x += (x0 + x1) * cross
    y += (y0 + y1) * cross
  }
  return { area: Math.abs(area), centre: area === 0 ? (ring[0] as [number, number]) : [x / (3 * area), y / (3 * area)] }
}

/** A country's name stands at the middle of its largest part. */
function labelOf(
  country: Feature<Polygon | MultiPolygon>,
  nameOf: (numeric: string) => string | undefined,
): Feature<Point, { name: string; size: number }>[] {
  const name = nameOf(String(country.id))
  if (name === undefined) return []
  const rings =
    country.geometry.type === 'Polygon'
      ? [country.geometry.coordinates[0]!]
      : country.geometry.coordinates.map((polygon) => polygon[0]!)
  const largest = rings.map(centreOf).reduce((best, one) => (one.area > best.area ? one : best))
  return [
    {
      type: 'Feature',
      properties: { name, size: largest.area },
      geometry: { type: 'Point', coordinates: largest.centre },
    },
  ]
}

/** Whole turns are added where a line leaps across 180°, so that it runs on past the edge; the map wraps it round. */
function unwrapped(line: readonly Position[]): Position[] {
  let turns = 0
  return line.map(([x, y], index) => {
    const before = line[index - 1]?.[0]
    if (before !== undefined && Math.abs(x! - before) > 180) turns += x! < before ? 360 : -360
    return [x! + turns, y!]
  })
}

/** A ring round the pole (Antarctica) ends a whole turn away from where it began: it is closed along the edge of the map. */
function closed(ring: readonly Position[]): Position[] {
  const line = unwrapped(ring)
  const [first, last] = [line[0]!, line.at(-1)!]
  return Math.abs(last[0]! - first[0]!) < 180 ? line : [...line, [last[0]!, -89.9], [first[0]!, -89.9], first]
}

const unwrapPolygon = (rings: readonly Position[][]): Position[][] => rings.map(closed)

const unwrapShape = (shape: Feature<Polygon | MultiPolygon>): Feature<Polygon | MultiPolygon> => ({
  ...shape,
  geometry:
    shape.geometry.type === 'Polygon'
      ? { type: 'Polygon', coordinates: unwrapPolygon(shape.geometry.coordinates) }
      : { type: 'MultiPolygon', coordinates: shape.geometry.coordinates.map(unwrapPolygon) },
})

/** @param language in which countries are named */
export async function loadBasemap(detail: Detail, language: string): Promise<Basemap> {
  const topology = await atlasOf(detail)
  const names = new Intl.DisplayNames(language, { type: 'region' })
  const byNumeric = new Map(countries.map(({ numeric, alpha2 }) => [numeric, alpha2]))
  const nameOf = (numeric: string): string | undefined => {
    const region = byNumeric.get(numeric)
    return region === undefined || region === 'AQ' ? undefined : names.of(region)
  }
  const shapes = feature(topology, topology.objects.countries) as FeatureCollection<Polygon | MultiPolygon>
  const borders = mesh(topology, topology.objects.countries, (a, b) => a !== b)
  return {
    land: {
      type: 'FeatureCollection',
      features: (feature(topology, topology.objects.land) as FeatureCollection<Polygon | MultiPolygon>).features.map(
        unwrapShape,
      ),
    },
    borders: { type: 'MultiLineString', coordinates: borders.coordinates.map(unwrapped) },
    labels: {
      type: 'FeatureCollection',
      features: shapes.features.flatMap((country) => labelOf(unwrapShape(country), nameOf)),
    },
  }
}
