import { expect, test } from 'vitest'
import { guessDelimiter, readCsv } from './read-csv.ts'

const records = (text: string, max = 1000) => {
  const read = readCsv(text, max)
  if (!read.accepted) throw new Error(read.refusal.code)
  return read.value
}

test.each([
  ['a,b\n1,2\n', ','],
  ['a;b\n"1;0";2\n', ';'],
  ['name\tlat\nx, y\t3\n', '\t'],
  ['Name;Lat;Lon\nA;1,5;2,5\nB;1,25;2,75\n', ';'],
  ['names\nEl Teniente\n', ','],
])('guesses the delimiter of %j', (text, delimiter) => {
  expect(guessDelimiter(text)).toBe(delimiter)
})

test('a record is reported by the line it begins on', () => {
  expect(records('a,b\r\n\r\n"x\r\ny\nz",2\n3,4\r5,6').map(({ line, cells }) => [line, cells[0]]))
    .toEqual([[1, 'a'], [3, 'x\r\ny\nz'], [6, '3'], [7, '5']])
})

test('the first line `sep=;` names the delimiter and is no row', () => {
  expect(records('sep=;\na;b\n1;2')).toEqual([{ line: 2, cells: ['a', 'b'] }, { line: 3, cells: ['1', '2'] }])
})

test('a quotation mark inside a word stays', () => {
  expect(records('a,b\n5" pipe,x')[1]?.cells).toEqual(['5" pipe', 'x'])
})

test('an open quotation mark is refused', () => {
  const read = readCsv('a,b\n"x,2\n3,4', 10)
  expect(read.accepted ? '' : read.refusal.code).toBe('table-malformed')
})

test('reading stops one record after the limit', () => {
  expect(records('a\n'.repeat(1000), 10)).toHaveLength(11)
})
