import { describe, expect, test } from 'vitest'
import { readActivity, readCoordinate, readCoordinates, readDate, readMetals, readTypes } from './cell-reading.ts'

describe('a coordinate', () => {
  test.each([
    ['-33.45', 'latitude', -33.45], ['−33,45', 'latitude', -33.45], ['33.45 S', 'latitude', -33.45], ['S33.45', 'latitude', -33.45],
    ['33°27\'S', 'latitude', -33.45], ['33° 27′ 0″ S', 'latitude', -33.45], ['70°30\'36"W', 'longitude', -70.51], ['70.5 O', 'longitude', -70.5],
    ['+12', 'longitude', 12], ['91', 'latitude', 91], ['0', 'latitude', 0],
  ] as const)('%s is %s %d', (text, axis, degrees) => { expect(readCoordinate(text, axis)).toBeCloseTo(degrees, 9) })

  test.each([
    ['north', 'latitude'], ['', 'latitude'], ['33°61\'S', 'latitude'], ['33.4 W', 'latitude'], ['-33.4 S', 'latitude'], ['1e5', 'longitude'], ['12.3.4', 'latitude'], ['=1+1', 'latitude'],
  ] as const)('%j is no %s', (text, axis) => { expect(readCoordinate(text, axis)).toBeUndefined() })

  test.each(['-33.45, -70.66', '-33.45,-70.66', '(-33.45; -70.66)', '33.45 S 70.66 W', '-33,45; -70,66', '-33.45 -70.66', '33°27\'S, 70°39\'36"W'])('a pair: %s', (text) => {
    const pair = readCoordinates(text)!
    expect([readCoordinate(pair.latitude, 'latitude'), readCoordinate(pair.longitude, 'longitude')]).toEqual([expect.closeTo(-33.45, 6), expect.closeTo(-70.66, 6)])
  })
})

describe('a date', () => {
  test.each([
    ['2023-03-15', '2023-03-15', '2023-03-15', 'day'], ['2023/3/5', '2023-03-05', '2023-03-05', 'day'], ['15.03.2023', '2023-03-15', '2023-03-15', 'day'],
    ['03/15/2023', '2023-03-15', '2023-03-15', 'day'], ['05/05/2023', '2023-05-05', '2023-05-05', 'day'], ['2023年3月15日', '2023-03-15', '2023-03-15', 'day'],
    ['15 March 2023', '2023-03-15', '2023-03-15', 'day'], ['March 15th, 2023', '2023-03-15', '2023-03-15', 'day'], ['15 de marzo de 2023', '2023-03-15', '2023-03-15', 'day'],
    ['1er août 2023', '2023-08-01', '2023-08-01', 'day'], ['2023-03-15T00:00:00Z', '2023-03-15', '2023-03-15', 'day'],
    ['2024-02', '2024-02-01', '2024-02-29', 'month'], ['Feb 2023', '2023-02-01', '2023-02-28', 'month'], ['2023', '2023-01-01', '2023-12-31', 'year'], ['2023.0', '2023-01-01', '2023-12-31', 'year'],
  ])('%s', (text, from, to, precision) => { expect(readDate(text)).toEqual({ date: { from, to, precision, printed: text } }) })

  test.each([['2023-02-30', 'impossible'], ['31/04/2023', 'impossible'], ['2023-13', 'impossible'], ['0001-01-01', 'impossible'], ['soon', 'unreadable'], ['45000', 'unreadable'], ['', 'unreadable']])(
    '%j is %s', (text, fault) => { expect(readDate(text)).toEqual({ fault }) })

  test('of two meanings is never guessed', () => {
    expect(readDate('03/04/2023')).toEqual({ fault: 'ambiguous', either: ['2023-04-03', '2023-03-04'] })
  })
})

test.each([
  ['Copper', ['copper']], ['copper;gold; silver', ['copper', 'gold', 'silver']], ['Cobre y molibdeno', ['copper', 'molybdenum']], ['铜, 金', ['copper', 'gold']],
  ['Lead/Zinc', ['lead', 'zinc']], ['iron ore', ['other']], ['Polymetallic', []], ['', []], ['Cu, Mo, Ag', ['copper', 'molybdenum', 'silver']],
])('metals of %j', (text, metals) => { expect(readMetals(text)).toEqual(metals) })

test.each([
  ['Mine', ['mine']], ['Open Pit', ['mine']], ['Smelter;Refinery', ['smelter', 'refinery']], ['Mine;Plant', ['mine']], ['Plant', ['processing']],
  ['Open pit, SX-EW', ['sx-ew', 'mine']], ['Fundición', ['smelter']], ['冶炼厂', ['smelter']], ['copper rod plant', ['rod-mill']], ['Region', []],
])('types of %j', (text, types) => { expect(readTypes(text)).toEqual(types) })

test.each([
  ['Production', 'operating'], ['Active', 'operating'], ['care and maintenance', 'suspended'], ['stopped 31.12.2013', 'suspended'], ['Closed', 'closed'],
  ['Under construction', 'planned'], ['en explotación', 'operating'], ['停产', 'suspended'], ['inactive', undefined], ['?', undefined],
])('activity of %j', (text, activity) => { expect(readActivity(text)).toBe(activity) })
