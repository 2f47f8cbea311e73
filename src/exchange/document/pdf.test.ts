import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fontShelf } from '#src/platform/fonts.ts'
import { readPdf } from '#test/pdf-text.ts'
import { codeOf, barsOf } from './code.ts'
import { facts, heading, list, paragraph, table, type Block, type PrintedDocument } from './document.ts'
import { pdfOf } from './pdf.ts'
import { linesOf, piecesOf } from './text-lines.ts'

const documentOf = (blocks: readonly Block[], language = 'en'): PrintedDocument =>
  ({ title: 'A paper of Søndal', subtitle: 'Łódź, Αθήνα, Сибирь', language, asOf: '2026-05-01', foot: 'paper-1', pageOf: 'Page {page} of {pages}', blocks: [...blocks] })
const address: Block = { kind: 'address', text: 'Read it live:', url: 'https://registry.example.org/awards/awd_1', alt: 'QR code of the address' }
const everything = [
  paragraph('Awarded', 'status'), facts([['Site', 'Río Claro'], ['Absent', null]]), heading('A part'), list(['one', 'two'], true),
  table('Ratings', ['No.', 'Criterion'], [['1', 'First'], ['2', 'Second']]), { kind: 'code', name: 'SHA-256', text: 'ab'.repeat(32) } as Block, address,
]
const read = async (blocks: readonly Block[], language = 'en') => readPdf(await pdfOf(documentOf(blocks, language), fontShelf))

describe('a printed document', () => {
  test('is tagged for screen readers: language, title, tree, and an element for every block', async () => {
    const { plain, tags } = await read(everything)
    for (const part of ['/MarkInfo', '/Marked true', '/StructTreeRoot', '/ParentTree', '/Lang (en)', '/DisplayDocTitle true', '/Tabs /S']) expect(plain).toContain(part)
    expect(tags).toEqual({ Document: 1, H1: 1, H2: 1, P: 6, Table: 2, TR: 4, TH: 3, TD: 5, L: 1, LI: 2, Lbl: 2, LBody: 2, Figure: 1, Link: 1 })
    expect(plain).toMatch(/\/Scope \/Column/)
    expect(plain).toMatch(/\/Scope \/Row/)
    expect(plain).toContain('/Alt (QR code of the address)')
    expect(plain).toContain('/URI (https://registry.example.org/awards/awd_1)')
  })

  test('is PDF 1.7 and says that it is PDF/UA-1', async () => {
    const bytes = Buffer.from(await pdfOf(documentOf(everything), fontShelf)).toString('latin1')
    expect(bytes.startsWith('%PDF-1.7')).toBe(true)
    expect(bytes).toContain('<pdfuaid:part>1</pdfuaid:part>')
  })

  test('embeds every font it uses, and its words can be read back', async () => {
    const { plain, text, fonts } = await read([paragraph('Efficient filtration, 5 × 3 m²')])
    expect(text).toContain('A paper of Søndal')
    expect(text).toContain('Łódź, Αθήνα, Сибирь')
    expect(text).toContain('Efficient filtration, 5 × 3 m²')
    expect(text).toContain('Page 1 of 1')
    expect(fonts.length).toBeGreaterThan(3)
    expect(plain.match(/\/FontFile2/g)?.length).toBe(plain.match(/\/Type \/FontDescriptor/g)?.length)
  })

  test('writes Chinese with its own characters, the rare ones too, and stays small', async () => {
    const bytes = await pdfOf(documentOf([paragraph('铜标志：有条件授予，暂停、撤销、到期。铼（稀有金属）')], 'zh'), fontShelf)
    expect(readPdf(bytes).text).toContain('铜标志：有条件授予，暂停、撤销、到期。铼（稀有金属）')
    expect(bytes.byteLength).toBeLessThan(300_000)
  })

  test('writes a character that no font draws by its number', async () => {
    expect((await read([paragraph('한')])).text).toContain('(U+D55C)')
  })

  test('takes bidirectional and control characters out: what is printed is what is read', async () => {
    expect((await read([paragraph('a\u202Eb\u0007c\u200Bd')])).text).toContain('abcd')
  })

  test('goes over as many pages as it needs, losing no row and repeating no element', async () => {
    const rows = Array.from({ length: 120 }, (_, i) => [String(i + 1), `Criterion ${i + 1} ${'with a long remark '.repeat(i % 9)}`])
    const { tags, text, pages } = await read([table('All', ['No.', 'What'], rows), paragraph('word '.repeat(2000))])
    expect(pages).toBeGreaterThan(4)
    expect(tags).toMatchObject({ TR: 121, TH: 2, TD: 240 })
    for (const [number] of rows) expect(text).toContain(`Criterion ${number} `)
    expect(text.match(/word /g)?.length).toBe(2000)
  })

  test('cuts a row that is longer than a page instead of losing it', async () => {
    const { text, pages } = await read([table('All', ['No.', 'What'], [['1', 'remark '.repeat(3000)]])])
    expect(pages).toBeGreaterThan(2)
    expect(text.match(/remark/g)?.length).toBe(3000)
  })

  test('is the same bytes for the same document', async () => {
    const [one, two] = [await pdfOf(documentOf(everything), fontShelf), await pdfOf(documentOf(everything), fontShelf)]
    expect(Buffer.from(one).equals(Buffer.from(two))).toBe(true)
  })
})

describe('lines', () => {
  const font = { name: 'f', bytes: new Uint8Array(), has: () => true }
  const broken = (text: string, width: number) => linesOf(text, width, () => font, ({ text: run }) => [...run].length).map((runs) => runs.map((run) => run.text).join(''))

  test('break at spaces in Latin and between characters in Chinese, never before a closing mark', () => {
    expect(broken('one two three', 8)).toEqual(['one two ', 'three'])
    expect(broken('暂停撤销到期。', 6)).toEqual(['暂停撤销到', '期。'])
    expect(piecesOf('（铜）')).toEqual(['（铜）'])
  })

  test('hold every character of the text, in order, and none is wider than asked', () => {
    const alphabet = fc.constantFrom('a', 'bc', ' ', '铜', '。', '（', '-', 'long', '\u{20000}')
    fc.assert(fc.property(fc.array(alphabet, { maxLength: 60 }).map((parts) => parts.join('')), fc.integer({ min: 4, max: 30 }), (text, width) => {
      const lines = broken(text, width)
      expect(lines.join('')).toBe(text)
      for (const line of lines) expect([...line.trimEnd()].length).toBeLessThanOrEqual(width)
    }))
  })
})

test('the bars of a code are its dark squares', () => {
  const code = codeOf('https://registry.example.org/awards/awd_1')
  const dark = code.rows.flat().filter(Boolean).length
  expect(barsOf(code).reduce((sum, { width }) => sum + width, 0)).toBe(dark)
})
