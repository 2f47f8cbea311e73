import { expect, test } from 'vitest'
import { countries, countryByAlpha3, countryName, countryOf, suggestCountry } from './country.ts'

test('the table holds each country once', () => {
  expect(countries).toHaveLength(250)
  expect(new Set(countries.map(({ alpha2 }) => alpha2)).size).toBe(250)
  expect(countryByAlpha3.get('COD')).toMatchObject({ alpha2: 'CD', numeric: '180', name: 'Congo (Kinshasa)' })
  expect(countryByAlpha3.get('NAM')?.alpha2).toBe('NA')
})

test.each([
  ['Chile', 'CHL'], ['CHL', 'CHL'], ['cl', 'CHL'], [' chile ', 'CHL'], ['智利', 'CHL'], ['Chili', 'CHL'],
  ['Democratic Republic of Congo', 'COD'], ['DRC', 'COD'], ['Congo, Dem. Rep.', 'COD'], ['Congo (Kinshasa)', 'COD'], ['RD Congo', 'COD'], ['刚果（金）', 'COD'],
  ['Congo', 'COG'], ['Korea, Republic of', 'KOR'], ['South Korea', 'KOR'], ["Democratic People's Republic of Korea", 'PRK'],
  ['U.S.A.', 'USA'], ['EE. UU.', 'USA'], ['États-Unis', 'USA'], ['United Kingdom', 'GBR'], ['Türkiye', 'TUR'], ['Turkey', 'TUR'],
  ['Bolivia (Plurinational State of)', 'BOL'], ['Iran, Islamic Republic of', 'IRN'], ["Lao People's Democratic Republic", 'LAO'], ['Laos', 'LAO'],
  ['Côte d’Ivoire', 'CIV'], ['Viet Nam', 'VNM'], ['Россия', 'RUS'], ['Kosovo', 'XKX'], ['Kingdom of Saudi Arabia', 'SAU'], ['Republic of the Congo', 'COG'], ['Namibia', 'NAM'], ['NA', 'NAM'],
])('%s is %s', (text, alpha3) => { expect(countryOf(text)).toBe(alpha3) })

test.each(['', 'Atlantis', 'n/a', '123', '<script>'])('%j is no country', (text) => { expect(countryOf(text)).toBeUndefined() })

test.each([['Kazahkstan', 'KAZ'], ['Phillipines', 'PHL'], ['Untied States', 'USA'], ['Domincan Republic', 'DOM'], ['Atlantis', undefined]])('suggests for %s', (text, alpha3) => {
  expect(suggestCountry(text)).toBe(alpha3)
})

test('names a country', () => { expect(countryName('CHL')).toBe('Chile'); expect(countryName('ZZZ')).toBe('ZZZ') })
