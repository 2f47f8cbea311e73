import { expect, test } from 'vitest'
import { writeCsv } from './write-csv.ts'

test('quotes what RFC 4180 quotes, and ends lines with CRLF', () => {
  expect(writeCsv(['name', 'note'], [['Sar "Chesmeh"', 'a,b'], ['two\nlines', null]]))
    .toBe('name,note\r\n"Sar ""Chesmeh""","a,b"\r\n"two\nlines",\r\n')
})

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '＝1+1'])('text that a spreadsheet would run is made inert: %j', (text) => {
  const cell = writeCsv(['x'], [[text]]).split('\r\n').slice(1).join('\r\n')
  expect(cell.replace(/^"/, '').startsWith("'")).toBe(true)
})

test('a negative number is a number, not a formula', () => {
  expect(writeCsv(['lat'], [[-33.45], [true]])).toBe('lat\r\n-33.45\r\ntrue\r\n')
})
