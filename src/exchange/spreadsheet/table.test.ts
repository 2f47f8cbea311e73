import fc from 'fast-check'
import { strToU8, unzipSync, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { writeCsv } from '../csv/write-csv.ts'
import { tableLimits } from './limits.ts'
import { spreadsheetRefusals } from './refusals.ts'
import { readTable, type Table } from './table.ts'
import { writeXlsx } from './write.ts'

const tableOf = async (bytes: Uint8Array | string, limits = tableLimits): Promise<Table> => {
  const read = await readTable(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, 'list', limits)
  if (!read.accepted) throw new Error(`${read.refusal.code}: ${read.refusal.detail}`)
  return read.value
}

const refusalOf = async (bytes: Uint8Array | string, limits = tableLimits): Promise<{ code: string; detail: string }> => {
  const read = await readTable(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, 'list', limits)
  if (read.accepted) return { code: 'accepted', detail: '' }
  expect([...Object.keys(spreadsheetRefusals), 'upload-too-large']).toContain(read.refusal.code)
  return read.refusal
}

/** A workbook with its sheet or other parts exchanged. */
const tampered = async (parts: Record<string, Uint8Array>, level: 0 | 9 = 9): Promise<Uint8Array> =>
  zipSync({ ...unzipSync(await writeXlsx('Sites', ['name', 'country'], [['Aurubis Pirdop', 'Bulgaria']])), ...parts }, { level })

const sheet = (rows: string): Uint8Array => strToU8(
  `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`)
const SHEET = 'xl/worksheets/sheet1.xml'

describe('what is written is what is read', () => {
  const cell = fc.oneof(fc.string(), fc.constantFrom('=1+1', "'=1", '-', '@x', '\t', 'a;b', '"', 'x\r\ny', ' lead', '＝1'))
  // What begins as JSON or a web page does is refused as such.
  const columns = fc.uniqueArray(fc.string({ minLength: 1 }).filter((name) => name === name.trim() && /^[^{[<%]/.test(name)), { minLength: 1, maxLength: 5 })
  const table = columns.chain((names) => fc.record({
    columns: fc.constant(names),
    rows: fc.array(fc.array(cell, { minLength: names.length, maxLength: names.length })
      .filter((cells) => cells.some((text) => text.trim() !== '')), { minLength: 1, maxLength: 8 }),
  }))

  test('as CSV', () => fc.assert(fc.asyncProperty(table, async ({ columns: names, rows }) => {
    const read = await tableOf(writeCsv(names, rows))
    expect(read.columns).toEqual(names)
    expect(read.rows.map(({ cells }) => cells)).toEqual(rows)
  })))

  test('as XLSX, whose text and numbers stay apart', async () => {
    const read = await tableOf(await writeXlsx('A/B: sites', ['name', 'lat', 'open'], [['=HYPERLINK("x")', -33.45, true], ['_x0041_ <b>', null, false]]))
    expect(read).toEqual({
      columns: ['name', 'lat', 'open'],
      rows: [{ line: 2, cells: ['=HYPERLINK("x")', '-33.45', 'true'] }, { line: 3, cells: ['_x0041_ <b>', '', 'false'] }],
    })
  })
})

test('column names stand below titles, are told apart, and get a name where they have none', async () => {
  const read = await tableOf('Our suppliers 2024,,,\n,,,\nName,Name,,Country\nA,B,C,Chile\n')
  expect(read.columns).toEqual(['Name', 'Name (2)', 'column 3', 'Country'])
  expect(read.rows).toEqual([{ line: 4, cells: ['A', 'B', 'C', 'Chile'] }])
})

test('a short row is filled up, a long one kept whole', async () => {
  expect((await tableOf('a,b\n1\n1,2,3\n')).rows.map(({ cells }) => cells)).toEqual([['1', ''], ['1', '2', '3']])
})

test('a sheet date is a day, a formula is what it showed', async () => {
  const bytes = await tampered({
    [SHEET]: sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c></row><row r="2"><c r="A2" t="str"><f>1+1</f><v>shown</v></c></row>'),
  })
  expect((await tableOf(bytes)).rows).toEqual([{ line: 2, cells: ['shown'] }])
})

describe('refuses, and says which', () => {
  const few = { ...tableLimits, bytes: 5000, rows: 5, columns: 3, cellCharacters: 20, tableCharacters: 60 }

  test.each([
    ['200 MB, unread', new Uint8Array(200_000_000), tableLimits, 'upload-too-large'],
    ['too many rows', 'a\n' + 'x\n'.repeat(6), few, 'table-too-long'],
    ['too many columns', 'a,b,c,d\n1,2,3,4\n', few, 'table-too-wide'],
    ['a row too wide', 'a,b\n1,2,3,4\n', few, 'table-too-wide'],
    ['a long cell', `a\n${'x'.repeat(21)}\n`, few, 'cell-too-long'],
    ['much text', `a\n${(`${'x'.repeat(20)}\n`).repeat(4)}`, few, 'table-too-large'],
    ['no bytes', '', tableLimits, 'table-empty'],
    ['column names alone', 'name,country\n', tableLimits, 'table-empty'],
    ['an open quotation mark', 'name\n"Chuqui\n', tableLimits, 'table-malformed'],
    ['Latin-1', Buffer.from('name\nChañaral', 'latin1'), tableLimits, 'encoding-unknown'],
    ['PDF', '%PDF-1.7', tableLimits, 'file-format-unknown'],
    ['a web page named .xls', '<html><table>', tableLimits, 'file-format-unknown'],
    ['.xls', Buffer.from('d0cf11e0a1b11ae1', 'hex'), tableLimits, 'file-format-unknown'],
    ['an encrypted workbook', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from('EncryptedPackage', 'utf16le')]), tableLimits, 'file-protected'],
    ['a zip that is no workbook', zipSync({ 'content.xml': strToU8('<office/>') }), tableLimits, 'file-format-unknown'],
    ['half a zip', zipSync({ 'xl/workbook.xml': strToU8('<a/>') }).subarray(0, 40), tableLimits, 'archive-damaged'],
  ])('%s', async (_name, bytes, limits, code) => {
    expect((await refusalOf(bytes, limits)).code).toBe(code)
  })

  test('a zip bomb, without unpacking it', async () => {
    const bomb = await tampered({ [SHEET]: new Uint8Array(40_000_000).fill(0x20) })
    expect(bomb.length).toBeLessThan(1_000_000)
    expect((await refusalOf(bomb)).code).toBe('archive-too-large')
  })

  test('a zip bomb that lies about its size', async () => {
    const bomb = await tampered({ [SHEET]: new Uint8Array(40_000_000).fill(0x20) })
    const view = new DataView(bomb.buffer, bomb.byteOffset, bomb.length)
    for (let at = 0; at + 46 < bomb.length; at++) {
      if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 1000, true)
    }
    expect((await refusalOf(bomb)).code).toBe('archive-too-large')
  })

  test('many parts that are each just small enough', async () => {
    const part = new Uint8Array(400_000).map((_, i) => 97 + (i * i) % 7)
    const bomb = await tampered(Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`xl/part${i}.xml`, part])))
    expect((await refusalOf(bomb, { ...tableLimits, unpackedBytes: 2_000_000 })).code).toBe('archive-too-large')
  })

  test.each([
    ['<row r="1048576"><c r="A1048576"><v>1</v></c></row>', 'table-too-long'],
    ['<row a=">" r = \'1000000\'><c r="A1000000"><v>1</v></c></row>', 'table-too-long'],
    ['<row r="1"><c r="XFD1"><v>1</v></c></row>', 'table-too-wide'],
    ['<row r="1"><c r="AAAAAAA1"><v>1</v></c></row>', 'archive-damaged'],
    ['<row r="&#49;000000"><c r="A1000000"><v>1</v></c></row>', 'archive-damaged'],
    ['<row r="1"><c><v>1</v></c></row>', 'archive-damaged'],
    ['<row r="1"><c r="A1" t="s"><v>99</v></c></row>', 'archive-damaged'],
  ])('a sheet of one far or false cell: %s', async (rows, code) => {
    expect((await refusalOf(await tampered({ [SHEET]: sheet(rows) }))).code).toBe(code)
  })

  test('one long text named a million times', async () => {
    const cells = (r: number): string => Array.from({ length: 100 }, (_, c) => `<c r="${columnOf(c)}${r}" t="s"><v>0</v></c>`).join('')
    const rows = Array.from({ length: 100 }, (_, r) => `<row r="${r + 1}">${cells(r + 1)}</row>`).join('')
    const bomb = await tampered({ [SHEET]: sheet(rows), 'xl/sharedStrings.xml': strToU8(`<sst><si><t>${'long '.repeat(5000)}</t></si></sst>`) })
    expect((await refusalOf(bomb)).code).toBe('table-too-large')
  })

  test('an encrypted zip entry', async () => {
    const bytes = await tampered({})
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    for (let at = 0; at + 46 < bytes.length; at++) {
      if (view.getUint32(at, true) === 0x02014b50) view.setUint16(at + 8, view.getUint16(at + 8, true) | 1, true)
    }
    expect((await refusalOf(bytes)).code).toBe('file-protected')
  })
})

const columnOf = (index: number): string => index < 26 ? String.fromCharCode(65 + index) : columnOf(Math.floor(index / 26) - 1) + columnOf(index % 26)

test('any bytes are read or refused, never thrown at', () => fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
  await refusalOf(bytes)
  await refusalOf(Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), bytes]))
})))

test('a workbook with bytes changed anywhere is read or refused, never thrown at', async () => {
  const good = await tampered({}, 0)
  await fc.assert(fc.asyncProperty(fc.nat(good.length - 1), fc.nat(255), async (at, byte) => {
    const bytes = good.slice()
    bytes[at] = byte
    await refusalOf(bytes)
  }))
})

