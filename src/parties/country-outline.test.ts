import { expect, test } from 'vitest'
import { countriesAt, kmToCountry, kmToLand } from './country-outline.ts'

test.each([
  ['Cerro Verde, which a naive test puts in Fiji', -16.53823, -71.57853, ['PER']],
  ['Vatukoula, Fiji', -17.5, 177.85, ['FJI']],
  ['Taveuni, Fiji, beyond 180', -16.85, -179.95, ['FJI']],
  ['Kupol, Russia', 66.79, 169.55, ['RUS']],
  ['Uelen, Russia, beyond 180', 66.1, -170.1, ['RUS']],
  ['Oyu Tolgoi', 43.01, 106.84, ['MNG']],
  ['Maseru, in the hole of South Africa', -29.4, 27.9, ['LSO']],
  ['Trepča, Kosovo', 42.94, 20.92, ['XKX', 'SRB']],
  ['the Gulf of Guinea', 0, 0, []],
])('%s', (_name, latitude, longitude, codes) => {
  expect(countriesAt({ latitude, longitude })).toEqual(codes)
})

test('measures to land and to a country, across 180 degrees too', () => {
  expect(kmToLand({ latitude: -33, longitude: -70 })).toBe(0)
  expect(kmToLand({ latitude: 0, longitude: 0 })).toBeGreaterThan(500)
  expect(kmToLand({ latitude: -33, longitude: -72.2 })).toBeGreaterThan(30)
  expect(kmToCountry({ latitude: -33, longitude: -70.6 }, 'CHL')).toBe(0)
  expect(kmToCountry({ latitude: -20.73, longitude: 139.49 }, 'NCL')).toBe(1000)
  expect(kmToCountry({ latitude: 65, longitude: -171.5 }, 'RUS')).toBeLessThan(100)
})

test('a territory drawn with another country is measured there; one that is not drawn is not measured', () => {
  expect(kmToCountry({ latitude: 4.9, longitude: -52.3 }, 'GUF')).toBe(0)
  expect(kmToCountry({ latitude: 36.14, longitude: -5.35 }, 'GIB')).toBeUndefined()
})
