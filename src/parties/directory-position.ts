// Where a row says its site is: latitude and longitude in two columns or one, and how exactly. What cannot be on the globe
// is an error; what most often means "unknown" gives no place on the map.
import { foldName } from '#src/kernel/text.ts'
import { decimalsOf, readCoordinate, readCoordinates } from './cell-reading.ts'
import type { RowCells } from './directory-row.ts'
import type { DirectoryRow } from './directory.ts'

export type AxisColumns = { readonly latitude: string; readonly longitude: string }

/** The columns of the two axes, where they stand in two. */
export const axisColumns = (row: RowCells): AxisColumns | undefined => {
  const [latitude, longitude] = [row.of('latitude')[0], row.of('longitude')[0]]
  if (latitude === undefined || longitude === undefined) return undefined
  return { latitude: latitude.column, longitude: longitude.column }
}

type Cell = { readonly column: string; readonly text: string }

export function readPosition(row: RowCells): DirectoryRow['position'] {
  const both = row.of('coordinates')[0]
  const apart = both === undefined ? undefined : readCoordinates(both.text)
  if (both !== undefined && apart === undefined) {
    row.say('coordinate-impossible', both.column,
      `${both.column} is "${both.text.slice(0, 60)}"; write latitude and longitude in degrees, such as -33.45, -70.66.`)
    return undefined
  }
  const latitude = apart === undefined ? row.of('latitude')[0] : { column: both!.column, text: apart.latitude }
  const longitude = apart === undefined ? row.of('longitude')[0] : { column: both!.column, text: apart.longitude }
  if (latitude === undefined && longitude === undefined) return undefined
  if (latitude === undefined || longitude === undefined) {
    row.say('coordinate-half', (latitude ?? longitude)!.column,
      'Only one of latitude and longitude is given; the site gets no place on the map.')
    return undefined
  }
  const degrees = readDegrees(row, latitude, longitude)
  if (degrees === undefined) return undefined
  if (degrees.latitude === 0 && degrees.longitude === 0) {
    row.say('null-island', latitude.column,
      'Latitude and longitude are both 0, which most often means unknown; the site gets no place on the map.')
    return undefined
  }
  return { ...degrees, precision: precisionOf(row.text('precision'), latitude.text, longitude.text) }
}

function readDegrees(row: RowCells, latitude: Cell, longitude: Cell): { latitude: number; longitude: number } | undefined {
  const [north, east] = [readCoordinate(latitude.text, 'latitude'), readCoordinate(longitude.text, 'longitude')]
  const isNorthGood = north !== undefined && Math.abs(north) <= 90
  const isEastGood = east !== undefined && Math.abs(east) <= 180
  if (!isNorthGood) sayLatitude(row, latitude, longitude, north, east)
  if (!isEastGood) sayLongitude(row, longitude, east)
  return isNorthGood && isEastGood ? { latitude: north, longitude: east } : undefined
}

const quote = ({ column, text }: Cell): string => `${column} is "${text.slice(0, 60)}"`

function sayLatitude(row: RowCells, latitude: Cell, longitude: Cell, north: number | undefined, east: number | undefined): void {
  const isExchanged = north !== undefined && Math.abs(north) <= 180 && east !== undefined && Math.abs(east) <= 90
    && latitude.column !== longitude.column
  row.say('coordinate-impossible', latitude.column,
    `${quote(latitude)}; a latitude is a number from -90 to 90${isExchanged ? ', and the two seem exchanged' : ''}.`,
    isExchanged ? { [latitude.column]: longitude.text, [longitude.column]: latitude.text } : null)
}

/** Some programs count longitudes eastwards to 360. */
function sayLongitude(row: RowCells, longitude: Cell, east: number | undefined): void {
  const turned = east !== undefined && east > 180 && east <= 360 ? Math.round((east - 360) * 1e6) / 1e6 : undefined
  row.say('coordinate-impossible', longitude.column,
    `${quote(longitude)}; a longitude is a number from -180 to 180${turned === undefined ? '' : ', and this one counts to 360'}.`,
    turned === undefined ? null : { [longitude.column]: String(turned) })
}

function precisionOf(stated: string | undefined, latitude: string, longitude: string): 'exact' | 'approximate' | 'municipality' {
  const word = foldName(stated ?? '')
  if (/municip|town|city|centroid|localidad|commune/.test(word)) return 'municipality'
  if (/approx|moderate|medium|low|estimat|aproxim/.test(word)) return 'approximate'
  return Math.min(decimalsOf(latitude), decimalsOf(longitude)) >= 3 ? 'exact' : 'approximate'
}
