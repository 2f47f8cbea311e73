// The computed shares of the starter registry against what the scheme published, and the table in the documentation.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { siteFact } from '#src/parties/site.ts'
import { factSet } from '#src/transparency/fact.ts'
import type { CoverageSeries } from './coverage-record.ts'
import { coverage, coverageNumbers, coverageSeries, statusDayOf, type CoverageQuery } from './coverage.ts'
import { rules } from './method.ts'
import { registryIndex } from './registry-index.ts'
import { starterFacts } from './starter.ts'

const folder = fileURLToPath(new URL('../../data/', import.meta.url))
const texts = Object.fromEntries(readdirSync(folder).filter((name) => /\.(csv|yaml)$/.test(name))
  .map((name) => [name, readFileSync(folder + name, 'utf8')]))
const index = registryIndex(factSet(1, starterFacts(texts).flatMap((line) => line.op === 'put' ? [line] : [])))

/** A day after all that is compiled, so that the table stays as it is. */
const TODAY = '2026-01-01'
const share = (area: string) => ({ metal: 'copper', mark: 'copper', stage: 'mined', area }) as const
const query = (area: string, year: number, statusOn = statusDayOf(year, TODAY)): CoverageQuery => ({ ...share(area), year, statusOn })
const world = (year: number) => coverage(index, query('WLD', year), TODAY)

describe('the world, 2020 to 2024', () => {
  test.each([[2020, 4, '='], [2021, 15, '>'], [2022, 21.1, '='], [2023, 25, '>'], [2024, 30, '>'], [2024, 38, '~']] as const)(
    'of %i: the published %d (%s) is inside the computed range', (year, value, comparator) => {
      const found = world(year).published.filter((figure) => figure.value === value && figure.comparator === comparator)
      expect(found.length).toBeGreaterThan(0)
      expect(found.map(({ verdict, statement }) => [verdict, statement])).toEqual(found.map(({ statement }) => ['inside', statement]))
    })

  test('what is outside is told with the sites that lie between', () => {
    const outside = world(2022).published.filter(({ verdict }) => verdict === 'above')
    expect(outside.map(({ asOf, value }) => [asOf, value])).toEqual([['2022-08-30', 20]])
    expect(outside[0]!.statement).toContain('An award is found after that day only:')
  })

  test('the sites that account for the width of each range', () => {
    const highOnly = (year: number) => world(year).explanation.highOnly.map(({ name }) => name)
    expect(highOnly(2020)).toEqual(['Chino, Tyrone and Miami'])
    expect(highOnly(2021)).toEqual(['Safford', 'Bagdad', 'Sierrita', 'Chino, Tyrone and Miami'])
    expect(highOnly(2024)).toContain('Escondida')
    expect(world(2024).explanation.highOnly.find(({ name }) => name === 'Escondida')!.because).toBe('no-recent-source')
  })

  test('low and high stay near what was worked out by hand', () => {
    const rounded = (year: number) => [world(year).low!, world(year).high!].map((number) => Math.round(number * 1000) / 10)
    expect(rounded(2020)).toEqual([3.9, 4.2])
    expect(rounded(2021)).toEqual([14.1, 15.8])
  })
})

describe('countries, output of 2024 at the sites awarded by mid-2025', () => {
  test.each([['CHL', 82], ['PER', 21], ['COD', 37]] as const)('%s stands beside the published figure', (area, value) => {
    const figure = coverage(index, query(area, 2024), TODAY).published.find((published) => published.value === value)!
    expect(figure.country).toBe(area)
    expect(['inside', 'above']).toContain(figure.verdict)
    if (figure.verdict === 'above') expect(figure.statement).toMatch(/edition of the denominator|without a value|after that day/)
  })

  test.each([['CHL', 0.5, 0.8], ['PER', 0.2, 0.37], ['COD', 0.2, 0.21]] as const)('%s lies between %d and %d', (area, from, to) => {
    const { low, high } = coverageNumbers(index, query(area, 2024, '2025-06-30'))
    expect(low!).toBeGreaterThanOrEqual(from)
    expect(high!).toBeLessThanOrEqual(to)
  })
})

describe('no tonne twice', () => {
  test('Freeport\'s mines in North America are one unit in 2024 and single mines before', () => {
    const names = (year: number) => world(year).countedOutputs.map(({ subject }) => subject.name)
    expect(names(2024)).toContain('Freeport-McMoRan mines in North America')
    expect(names(2024)).not.toContain('Morenci')
    expect(names(2023)).toEqual(expect.arrayContaining(['Morenci', 'Safford', 'Bagdad', 'Sierrita', 'Chino, Tyrone and Miami']))
    expect(names(2023)).not.toContain('Freeport-McMoRan mines in North America')
  })

  test('every site stands in one output of a year', () => {
    for (const year of [2020, 2021, 2022, 2023, 2024, 2025]) {
      const members = world(year).countedOutputs.flatMap(({ sites }) => sites.map(({ siteId }) => siteId))
      expect(new Set(members).size).toBe(members.length)
    }
  })
})

const percent = (part: number | null): string => part === null ? '' : (part * 100).toFixed(1)
const kilotonnes = (tonnes: number): string => (tonnes / 1000).toFixed(0)
const COMPARATORS = { '=': '', '>': '> ', '<': '< ', '~': 'about ', '<~': 'almost ', '>~': 'just above ' } as const

const publishedCell = ({ published }: CoverageSeries['years'][number]): string => published
  .map(({ asOf, comparator, value, verdict }) => `${COMPARATORS[comparator]}${value} (${asOf}): ${verdict}`).join('; ')

function tableOf(area: string): string {
  const rows = coverageSeries(index, share(area), TODAY).years.filter(({ year }) => year >= 2020).map((row) =>
    `| ${row.year} | ${percent(row.low)} | ${percent(row.high)} | ${kilotonnes(row.numerator.lowTonnes)} | ${kilotonnes(row.numerator.highTonnes)} `
    + `| ${kilotonnes(row.denominator!.tonnesContained)} | ${row.countedSites} | ${row.missingSites} | ${publishedCell(row)} |`)
  return ['| year | low, % | high, % | low, kt | high, kt | output, kt | sites | missing | published, % |', '|---|---|---|---|---|---|---|---|---|', ...rows].join('\n')
}

const gaps = (): string => coverageSeries(index, share('WLD'), TODAY).years.filter(({ year }) => year >= 2020)
  .map(({ year, explanation }) => `- **${year}.** ${explanation.statement}`).join('\n')

const AREAS = [['WLD', 'The world'], ['CHL', 'Chile'], ['PER', 'Peru'], ['COD', 'DR Congo']] as const

const computed = (): string => [
  '## Rules', ...rules.filter(({ key }) => world(2024).rules.includes(key)).map(({ key, text, source }) => `- \`${key}\`: ${text} *(${source})*`),
  ...AREAS.flatMap(([area, name]) => ['', `## ${name}: mined copper`, '', tableOf(area)]),
  '', '## What accounts for each range, the world', '', gaps(),
  '', '## Where a published figure lies outside the range', '', outside(),
].join('\n')

const outside = (): string => AREAS.flatMap(([area, name]) => coverageSeries(index, share(area), TODAY).years.flatMap(({ published }) =>
  published.filter(({ verdict }) => verdict !== 'inside').map(({ asOf, statement }) => `- **${name}, ${asOf}.** ${statement}`))).join('\n')

/** `npm test -- -u` writes them anew. */
test('the tables in docs/coverage-method.md are those computed here', async () => {
  const path = fileURLToPath(new URL('../../docs/coverage-method.md', import.meta.url))
  const page = readFileSync(path, 'utf8').replace(/(?<=<!-- computed -->\n)[^]*(?=\n<!-- end of computed -->)/, () => computed())
  await expect(page).toMatchFileSnapshot(path)
  expect(index.facts.of(siteFact).size).toBe(97)
})
