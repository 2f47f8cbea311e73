// Whether a point can be where the row says: the traps of published directories (wrong country, open sea, a lost sign,
// latitude and longitude exchanged). All are warnings: the outlines are good to a kilometre or two, and borders move.
import { FAR_KM, countriesAt, kmToCountry, kmToLand, type Point } from './country-outline.ts'
import { countryName } from './country.ts'
import type { AxisColumns } from './directory-position.ts'
import { problem, type RowProblem, type RowProblemCode } from './directory.ts'

/** Sites stand on borders, and outlines of this scale are rough. */
export const BORDER_KM = 5
export const SHORE_KM = 2

export function checkPlace(
  point: Point, country: string, columns: AxisColumns | undefined,
): RowProblem[] {
  const here = countriesAt(point)
  if (here.includes(country)) return []
  const problems: RowProblem[] = []
  const km = kmToCountry(point, country)
  const isFar = km !== undefined && km > BORDER_KM
  const column = columns?.latitude ?? null
  if (isFar) {
    const better = mend(point, country, columns)
    const where = here.length === 0 ? 'outside every country' : `in ${countryName(here[0]!)}`
    const far = km >= FAR_KM ? `more than ${FAR_KM}` : km.toFixed(0)
    problems.push(problem('far-from-country', column,
      `By its coordinates the site is ${where}, ${far} km from ${countryName(country)}. `
      + 'Correct the coordinates or the country.'))
    if (better !== undefined) problems.push(better)
  }
  const sea = here.length === 0 ? kmToLand(point) : 0
  if (sea > SHORE_KM) {
    const off = sea >= FAR_KM ? `more than ${FAR_KM}` : sea.toFixed(1)
    problems.push(problem('at-sea', column, `The coordinates lie ${off} km off land. Correct them.`))
  }
  return problems
}

type Mend = { readonly code: RowProblemCode; readonly what: string; readonly latitude: number; readonly longitude: number }

/** The usual slips, tried one by one: the first that puts the point into its country is offered. */
function mend(
  { latitude, longitude }: Point, country: string, columns: AxisColumns | undefined,
): RowProblem | undefined {
  const [signLost, exchanged] = ['sign-lost', 'coordinates-exchanged'] as const
  const tries: Mend[] = [
    { code: signLost, what: 'The sign of the longitude seems lost', latitude, longitude: -longitude },
    { code: signLost, what: 'The sign of the latitude seems lost', latitude: -latitude, longitude },
    { code: signLost, what: 'The signs seem lost', latitude: -latitude, longitude: -longitude },
    { code: exchanged, what: 'Latitude and longitude seem exchanged', latitude: longitude, longitude: latitude },
    { code: exchanged, what: 'Latitude and longitude seem exchanged, a sign lost', latitude: -longitude, longitude: -latitude },
  ]
  const found = tries.find((point) => Math.abs(point.latitude) <= 90 && countriesAt(point).includes(country))
  if (found === undefined) return undefined
  return problem(found.code, columns?.latitude ?? null,
    `${found.what}: ${found.latitude}, ${found.longitude} is in ${countryName(country)}.`, columns === undefined ? null : {
      [columns.latitude]: String(found.latitude), [columns.longitude]: String(found.longitude),
    })
}
