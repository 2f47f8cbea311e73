// Where countries are: outlines of Natural Earth 1:50m (npm world-atlas), good to a kilometre or two. They serve to warn,
// never to decide: borders are contested, and a mine may stand on one.
import { feature } from 'topojson-client'
import topology from 'world-atlas/countries-50m.json' with { type: 'json' }
import { countries } from './country.ts'

export type Point = { readonly latitude: number; readonly longitude: number }

/** A ring as flat longitudes and latitudes. Longitudes run on beyond 180 where the ring crosses it. */
type Ring = {
  readonly x: Float64Array
  readonly y: Float64Array
  readonly west: number
  readonly east: number
  readonly south: number
  readonly north: number
}
type Outline = { readonly countries: readonly string[]; readonly polygons: readonly (readonly Ring[])[] }

/** Outlines without an ISO number, and whose list they may be on. */
const UNNUMBERED: Readonly<Record<string, readonly string[]>> = {
  Kosovo: ['XKX', 'SRB'], 'N. Cyprus': ['CYP'], Somaliland: ['SOM'], 'Indian Ocean Ter.': ['AUS'], 'Siachen Glacier': ['IND', 'PAK'],
}

/** Territories that Natural Earth draws as part of another country. */
const DRAWN_WITH: Readonly<Record<string, string>> = {
  BES: 'NLD', CCK: 'AUS', CXR: 'AUS', GLP: 'FRA', GUF: 'FRA', MTQ: 'FRA', MYT: 'FRA', REU: 'FRA', SJM: 'NOR', BVT: 'NOR', TKL: 'NZL', UMI: 'USA',
}

/**
 * The rings of Fiji and Russia cross 180 degrees. Read as drawn, such a ring spans the whole globe, and Cerro
 * Verde in Peru falls into Fiji. So each ring is unrolled, and a point is tried at its longitude and a turn to either side.
 */
function unroll(ring: readonly (readonly number[])[]): Ring {
  const length = ring.length
  const x = new Float64Array(length)
  const y = new Float64Array(length)
  let turn = 0
  for (let i = 0; i < length; i++) {
    const longitude = ring[i]![0]!
    if (i > 0) {
      const step = longitude - ring[i - 1]![0]!
      if (step > 180) turn -= 360
      else if (step < -180) turn += 360
    }
    x[i] = longitude + turn
    y[i] = ring[i]![1]!
  }
  return { x, y, west: Math.min(...x), east: Math.max(...x), south: Math.min(...y), north: Math.max(...y) }
}

let drawn: readonly Outline[] | undefined

function outlines(): readonly Outline[] {
  if (drawn !== undefined) return drawn
  const byNumber = new Map(countries.map(({ numeric, alpha3 }) => [numeric, alpha3]))
  return drawn = feature(topology, topology.objects.countries).features.flatMap(({ id, properties, geometry }) => {
    const alpha3 = byNumber.get(id === undefined ? undefined : String(id))
    const codes = id !== undefined && alpha3 !== undefined ? [alpha3] : UNNUMBERED[properties.name] ?? []
    const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.type === 'MultiPolygon' ? geometry.coordinates : []
    return [{ countries: codes, polygons: polygons.map((rings) => rings.map(unroll)) }]
  })
}

const TURNS = [0, 360, -360] as const

function isInRing({ latitude, longitude }: Point, { x, y, west, east, south, north }: Ring): boolean {
  if (latitude < south || latitude > north) return false
  for (const turn of TURNS) {
    const at = longitude + turn
    if (at < west || at > east) continue
    let isInside = false
    for (let i = 1; i < x.length; i++) {
      if ((y[i]! > latitude) === (y[i - 1]! > latitude)) continue
      if (at < (x[i - 1]! - x[i]!) * (latitude - y[i]!) / (y[i - 1]! - y[i]!) + x[i]!) isInside = !isInside
    }
    if (isInside) return true
  }
  return false
}

const isInOutline = (point: Point, { polygons }: Outline): boolean =>
  polygons.some(([outer, ...holes]) => isInRing(point, outer!) && !holes.some((hole) => isInRing(point, hole)))

/** The countries whose outline holds the point; none at sea. */
export const countriesAt = (point: Point): readonly string[] =>
  outlines().filter((outline) => isInOutline(point, outline)).flatMap(({ countries: codes }) => codes)

const KM_PER_DEGREE = 111.195

type Reach = { readonly ring: Ring; readonly turn: number; readonly atLeast: number }

/** No edge of the ring is nearer than this: measured to the box around it, in the same flat way as to its edges. */
function reachOf({ latitude, longitude }: Point, ring: Ring, turn: number, shrink: number): Reach {
  const at = longitude + turn
  const dx = Math.max(0, ring.west - at, at - ring.east) * shrink
  const dy = Math.max(0, ring.south - latitude, latitude - ring.north)
  return { ring, turn, atLeast: Math.hypot(dx, dy) * KM_PER_DEGREE }
}

/** Kilometres from a point to the nearest edge of a ring, flat around the point: good to a percent within 500 km. */
function kmToRing(
  { latitude, longitude }: Point, { ring: { x, y }, turn }: Reach, shrink: number, most: number,
): number {
  const at = longitude + turn
  let nearest = most * most
  for (let i = 1; i < x.length; i++) {
    const ax = (x[i - 1]! - at) * shrink * KM_PER_DEGREE, ay = (y[i - 1]! - latitude) * KM_PER_DEGREE
    const dx = (x[i]! - x[i - 1]!) * shrink * KM_PER_DEGREE, dy = (y[i]! - y[i - 1]!) * KM_PER_DEGREE
    const length = dx * dx + dy * dy
    const along = length === 0 ? 0 : Math.max(0, Math.min(1, -(ax * dx + ay * dy) / length))
    const px = ax + along * dx, py = ay + along * dy
    nearest = Math.min(nearest, px * px + py * py)
  }
  return Math.sqrt(nearest)
}

/** Beyond this a distance is only said to be large. */
export const FAR_KM = 1000

/** Rings are tried from the nearest box on, until no box is nearer than the edge that was found. */
function kmToOutlines(point: Point, which: readonly Outline[]): number {
  if (which.some((outline) => isInOutline(point, outline))) return 0
  const shrink = Math.cos(point.latitude * Math.PI / 180)
  const reaches: Reach[] = []
  for (const { polygons } of which) for (const [outer] of polygons) for (const turn of TURNS) {
    const reach = reachOf(point, outer!, turn, shrink)
    if (reach.atLeast < FAR_KM) reaches.push(reach)
  }
  let nearest = FAR_KM
  for (const reach of reaches.sort((a, b) => a.atLeast - b.atLeast)) {
    if (reach.atLeast >= nearest) break
    nearest = kmToRing(point, reach, shrink, nearest)
  }
  return nearest
}

/** Kilometres to the nearest land, 0 on it; at most `FAR_KM`. */
export const kmToLand = (point: Point): number => kmToOutlines(point, outlines())

/** Kilometres to a country, 0 in it, at most `FAR_KM`; undefined where its outline is not drawn. */
export function kmToCountry(point: Point, alpha3: string): number | undefined {
  const drawnAs = DRAWN_WITH[alpha3] ?? alpha3
  const which = outlines().filter(({ countries: codes }) => codes.includes(drawnAs))
  return which.length === 0 ? undefined : kmToOutlines(point, which)
}
