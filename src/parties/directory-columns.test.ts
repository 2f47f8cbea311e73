import { expect, test } from 'vitest'
import { columnSignature, guessColumns } from './directory-columns.ts'

const guess = (columns: string[], sample: string[][] = [], kind: 'third-party' | 'mark-owner' = 'third-party') =>
  guessColumns(columns, sample, kind, 'own-list').map(({ field, scheme }) => (scheme === undefined ? field : `${field}:${scheme}`))

test.each([
  ['English', ['Mine Name', 'Country', 'Latitude', 'Longitude', 'Operator', 'Type', 'Commodity', 'Status']],
  ['Spanish', ['Faena', 'País', 'Latitud', 'Longitud', 'Empresa', 'Tipo', 'Metales', 'Estado']],
  ['French', ['Nom du site', 'Pays', 'Latitude', 'Longitude', 'Exploitant', 'Type de site', 'Métaux', 'Statut']],
  ['Chinese', ['矿山名称', '国家', '纬度', '经度', '运营商', '类型', '金属', '状态']],
  ['snake case', ['site_name', 'iso3', 'lat', 'lon', 'op_comp', 'asset_type', 'primary_commodity', 'mine_status']],
  ['camel case', ['siteName', 'countryCode', 'latDd', 'lonDd', 'companyName', 'assetType', 'mainMetal', 'operationStatus']],
])('knows columns in %s', (_language, columns) => {
  expect(guess(columns)).toEqual(['name', 'country', 'latitude', 'longitude', 'operator', 'type', 'metal', 'activity'])
})

test('names who gives out an identifier, and takes the list itself where a column does not say', () => {
  expect(guess(['icmm_id', 'ID', 'climate_trace_source_id', 'Smelter CID', 'LEI'])).toEqual(['identifier:icmm', 'identifier:own-list', 'identifier:climate-trace', 'identifier:own-list', 'ignored'])
})

test('only the mark owner’s list has a status of the mark', () => {
  const columns = ['Site', 'Mark', 'Status', 'Date', 'Valid until', 'Conditions']
  expect(guess(columns)).toEqual(['name', 'ignored', 'activity', 'ignored', 'ignored', 'ignored'])
  expect(guess(columns, [], 'mark-owner')).toEqual(['name', 'mark', 'status', 'status-date', 'valid-until', 'condition'])
})

test('a header that promises what the cells do not hold is ignored', () => {
  expect(guess(['name', 'country', 'x', 'country_mismatch'], [['Alfa', '0', 'yes', '0'], ['Beta', '1', 'no', '1']])).toEqual(['name', 'ignored', 'ignored', 'ignored'])
})

test('columns without a telling name are known by what they hold', () => {
  expect(guess(['A', 'B', 'C'], [['Alfa mine', 'Chile', '-22.1, -68.9'], ['Beta mine', 'Peru', '-16.5, -71.6'], ['Gamma', 'Zambia', '-12.5, 28.2']]))
    .toEqual(['name', 'country', 'coordinates'])
})

test('one column takes the name, the others of that name are left', () => {
  expect(guess(['Name', 'Name (2)', 'Site name'])).toEqual(['name', 'ignored', 'ignored'])
})

test('the same columns in another order have the same signature', () => {
  expect(columnSignature(['Name', 'País', 'Lat'])).toBe(columnSignature(['lat', 'name', 'pais']))
  expect(columnSignature(['Name', 'Lat'])).not.toBe(columnSignature(['Name', 'Lat', 'Lon']))
})
