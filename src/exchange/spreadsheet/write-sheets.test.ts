import { strFromU8, unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { tableLimits } from './limits.ts'
import { readSheets } from './workbook.ts'
import { writeSheets } from './write-sheets.ts'

const book = () => writeSheets([
  { name: 'Notes', columns: [{ title: 'Read this', width: 60 }], rows: [['One'], ['Two']] },
  {
    name: 'Standard: A/B', rows: [['=1+1', 'Fully & more', 'k1'], [' lead\nnext ', null, 'k2']],
    columns: [{ title: 'Text', width: 40 }, { title: 'Rating', width: 12, choices: ['Fully & more', 'Partly'] }, { title: 'Base', width: 4, isHidden: true }],
  },
])

test('sheets come back with their names and their text, formulas as text', async () => {
  expect(await readSheets(await book(), tableLimits)).toEqual({ accepted: true, value: [
    { name: 'Notes', rows: [['Read this'], ['One'], ['Two']] },
    { name: 'Standard  A B', rows: [['Text', 'Rating', 'Base'], ['=1+1', 'Fully & more', 'k1'], [' lead\nnext ', '', 'k2']] },
  ] })
})

test('a column has its drop-down, and a hidden one is hidden; nothing in the file is a formula', async () => {
  const xml = strFromU8(unzipSync(await book())['xl/worksheets/sheet2.xml']!)
  expect(xml).toContain('<dataValidation type="list" allowBlank="1" showErrorMessage="0" sqref="B2:B3"><formula1>"Fully &amp; more,Partly"</formula1></dataValidation>')
  expect(xml).toMatch(/<col [^>]*min="3"[^>]*hidden="1"/)
  expect(xml).not.toContain('<f>')
})

test('a file that is no workbook is refused as such', async () => {
  const read = await readSheets(new TextEncoder().encode('PK'), tableLimits)
  expect(read).toMatchObject({ accepted: false, refusal: { code: 'archive-damaged' } })
})
