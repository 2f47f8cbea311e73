// A document as PDF 1.7, tagged for screen readers (PDF/UA-1): every block is an element of the structure tree, what is
// decoration is an artifact, the language and the title are set, fonts are embedded as subsets with their characters.
// The same document gives the same bytes: the file carries the document's own day, never the clock.
import { barsOf, codeOf } from './code.ts'
import type { Block, PrintedDocument } from './document.ts'
import { openFont, type Font, type FontFile, type FontShelf } from './font.ts'
import { drawFacts, drawTable } from './pdf-table.ts'
import { linesOf, type Line, type Run } from './text-lines.ts'

export type Structure = PDFKit.PDFStructureElement
export type Style = { readonly size: number; readonly isBold?: boolean; readonly colour: string }
type Paper = PDFKit.PDFDocument

export const INK = '#2B2019'
const QUIET = '#5C4A3E'
export const COPPER = '#A8552B'
export const RULE = '#D9CCC3'
const MARGIN = 56
const FOOT = 40
const STYLES = {
  title: { size: 20, isBold: true, colour: INK }, subtitle: { size: 11, colour: QUIET }, heading: { size: 13, isBold: true, colour: INK },
  plain: { size: 10, colour: INK }, lead: { size: 12, colour: INK }, status: { size: 15, isBold: true, colour: COPPER }, quiet: { size: 8.5, colour: QUIET },
} as const satisfies Record<string, Style>

/** What draws on the paper: where it stands, and how a text becomes lines there. */
export type Pen = {
  readonly paper: Paper
  readonly root: Structure
  readonly left: number
  readonly width: number
  y: number
  readonly bottom: number
  lines(text: string, style: Style, width: number): Line[]
  /** Draws lines from `y` down, without moving the pen. */
  draw(lines: readonly Line[], style: Style, x: number, y: number): void
  newPage(): void
}

export const lineHeight = ({ size }: Style): number => Math.round(size * 1.45 * 100) / 100

type Opened = { readonly regular: (codePoint: number) => Font | undefined; readonly bold: (codePoint: number) => Font | undefined }
const opened = new WeakMap<FontShelf, Opened>()

/** Fonts are unwrapped once for the life of the process, when the first character asks for them. */
function openShelf(shelf: FontShelf): Opened {
  const lookup = (files: readonly FontFile[]) => {
    const fonts = new Map<FontFile, Font>()
    const kept = new Map<number, Font | undefined>()
    const open = (file: FontFile): Font => {
      const font = fonts.get(file) ?? openFont(file)
      fonts.set(file, font)
      return font
    }
    return (codePoint: number): Font | undefined => {
      if (kept.has(codePoint)) return kept.get(codePoint)
      const found = files.find((file) => (file.ranges?.some(([from, to]) => codePoint >= from && codePoint <= to) ?? true) && open(file).has(codePoint))
      const font = found === undefined ? undefined : open(found)
      kept.set(codePoint, font)
      return font
    }
  }
  const known = opened.get(shelf) ?? { regular: lookup(shelf.regular), bold: lookup(shelf.bold) }
  opened.set(shelf, known)
  return known
}

/** A character that no font draws is written by its number: exact, where an empty box would hide it. */
export function drawable(text: string, fontFor: (codePoint: number) => Font | undefined): string {
  const whole = text.toWellFormed().replace(/[\t\u00A0\u202F\u2009]/g, ' ').replace(/[\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\u00AD]/g, '')
  // oxlint-disable-next-line no-control-regex
  return [...whole.replace(/[\u0000-\u0009\u000B-\u001F\u007F]/g, '')].map((character) =>
    character === '\n' || fontFor(character.codePointAt(0)!) !== undefined ? character
      : `(U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')})`).join('')
}

function penOn(paper: Paper, root: Structure, shelf: FontShelf): Pen {
  const fonts = openShelf(shelf)
  const registered = new Set<Font>()
  const use = (font: Font, size: number) => {
    if (!registered.has(font)) { paper.registerFont(font.name, font.bytes as unknown as string); registered.add(font) }
    return paper.font(font.name).fontSize(size)
  }
  const widths = new Map<string, number>()
  const measure = (size: number) => ({ font, text }: Run): number => {
    const key = `${font.name} ${size} ${text}`
    const known = widths.get(key)
    if (known !== undefined) return known
    const width = use(font, size).widthOfString(text)
    widths.set(key, width)
    return width
  }
  const pen: Pen = {
    paper, root, left: MARGIN, width: paper.page.width - 2 * MARGIN, y: MARGIN, bottom: paper.page.height - MARGIN - FOOT,
    lines: (text, style, width) => {
      const find = style.isBold === true ? fonts.bold : fonts.regular
      return linesOf(drawable(text, find), width, (codePoint) => find(codePoint)!, measure(style.size))
    },
    draw: (lines, style, x, y) => {
      for (const [i, line] of lines.entries()) {
        let at = x
        for (const { font, text } of line) {
          use(font, style.size).fillColor(style.colour)
          paper.text(text, at, y + i * lineHeight(style) + style.size * 1.05, { lineBreak: false, baseline: 'alphabetic' })
          at += paper.widthOfString(text)
        }
      }
    },
    newPage: () => { paper.addPage(); pen.y = MARGIN },
  }
  return pen
}

/** Lines under one tag, over as many pages as they need. */
export function flow(pen: Pen, element: Structure, lines: readonly Line[], style: Style, x = pen.left): void {
  const high = lineHeight(style)
  let rest = lines
  while (rest.length > 0) {
    const room = Math.floor((pen.bottom - pen.y) / high)
    if (room < Math.min(2, rest.length)) { pen.newPage(); continue }
    const [now, at] = [rest.slice(0, room), pen.y]
    element.add(() => pen.draw(now, style, x, at))
    pen.y += now.length * high
    rest = rest.slice(now.length)
  }
  element.end()
}

export function artifact({ paper }: Pen, draw: () => void): void {
  paper.markContent('Artifact', { type: 'Layout' })
  draw()
  paper.endMarkedContent()
}

const child = (pen: Pen, parent: Structure, tag: string, options: PDFKit.Mixins.StructureElementOptions = {}): Structure => {
  const element = pen.paper.struct(tag, options)
  parent.add(element)
  return element
}

function drawList(pen: Pen, { isNumbered, lines }: Extract<Block, { kind: 'list' }>): void {
  const style = STYLES.plain
  const element = child(pen, pen.root, 'L')
  for (const [i, text] of lines.entries()) {
    const broken = pen.lines(text, style, pen.width - 20)
    if (pen.y + Math.min(2, broken.length) * lineHeight(style) > pen.bottom) pen.newPage()
    const line = child(pen, element, 'LI')
    const [label, at] = [pen.lines(isNumbered ? `${i + 1}.` : '•', style, 20), pen.y]
    child(pen, line, 'Lbl').add(() => pen.draw(label, style, pen.left, at)).end()
    flow(pen, child(pen, line, 'LBody'), broken, style, pen.left + 20)
    line.end()
    pen.y += 3
  }
  element.end()
}

const CODE_WIDTH = 96

function drawAddress(pen: Pen, { text, url, alt }: Extract<Block, { kind: 'address' }>): void {
  if (pen.y + CODE_WIDTH > pen.bottom) pen.newPage()
  const [top, code] = [pen.y, codeOf(url)]
  const unit = CODE_WIDTH / code.size
  const box: [number, number, number, number] = [pen.left, top, pen.left + CODE_WIDTH, top + CODE_WIDTH]
  child(pen, pen.root, 'Figure', { alt, bbox: box, placement: 'Block' } as PDFKit.Mixins.StructureElementOptions).add(() => {
    for (const { x, y, width } of barsOf(code)) pen.paper.rect(pen.left + x * unit, top + y * unit, width * unit, unit)
    pen.paper.fill('#000000')
  }).end()
  const [x, width] = [pen.left + CODE_WIDTH + 18, pen.width - CODE_WIDTH - 18]
  flow(pen, child(pen, pen.root, 'P'), pen.lines(text, STYLES.plain, width), STYLES.plain, x)
  const lines = pen.lines(url, STYLES.plain, width)
  const at = pen.y
  const high = lines.length * lineHeight(STYLES.plain)
  const place = child(pen, pen.root, 'P')
  const link = child(pen, place, 'Link', { alt: url })
  link.add(() => {
    pen.draw(lines, { ...STYLES.plain, colour: COPPER }, x, at)
    pen.paper.link(x, at, width, high, url, { Contents: new String(url) } as never)
  }).end()
  place.end()
  pen.y = Math.max(top + CODE_WIDTH, at + high) + 8
}

function drawBlock(pen: Pen, block: Block): void {
  const textAs = (tag: string, text: string, style: Style) => flow(pen, child(pen, pen.root, tag), pen.lines(text, style, pen.width), style)
  switch (block.kind) {
    case 'heading':
      pen.y += 12
      if (pen.y + 60 > pen.bottom) pen.newPage()
      textAs('H2', block.text, STYLES.heading)
      pen.y += 4
      return
    case 'paragraph': textAs('P', block.text, STYLES[block.tone]); pen.y += 6; return
    case 'facts': drawFacts(pen, block.facts, STYLES.plain); pen.y += 8; return
    case 'table': textAs('P', block.caption, STYLES.quiet); drawTable(pen, block, { ...STYLES.plain, size: 9 }); pen.y += 8; return
    case 'list': drawList(pen, block); pen.y += 5; return
    case 'code': textAs('P', `${block.name}: ${block.text}`, STYLES.quiet); pen.y += 6; return
    case 'address': drawAddress(pen, block)
  }
}

/** Written last, when the number of pages is known. */
function drawFeet(pen: Pen, { foot, pageOf }: PrintedDocument): void {
  const { paper } = pen
  const { start, count } = paper.bufferedPageRange()
  for (let i = 0; i < count; i++) {
    paper.switchToPage(start + i)
    const page = pageOf.replace('{page}', String(i + 1)).replace('{pages}', String(count))
    const y = paper.page.height - MARGIN - 16
    paper.markContent('Artifact', { type: 'Pagination' })
    paper.moveTo(pen.left, y - 6).lineTo(pen.left + pen.width, y - 6).lineWidth(0.5).stroke(RULE)
    pen.draw(pen.lines(foot, STYLES.quiet, pen.width - 90).slice(0, 2), STYLES.quiet, pen.left, y)
    pen.draw(pen.lines(page, STYLES.quiet, 90), STYLES.quiet, pen.left + pen.width - 80, y)
    paper.endMarkedContent()
  }
}

export async function pdfOf(document: PrintedDocument, shelf: FontShelf): Promise<Uint8Array> {
  const day = new Date(`${document.asOf}T00:00:00Z`)
  // Read for the first document: with its fonts and tables it is a tenth of what a server keeps in memory, and many print none.
  const { default: Pdf } = await import('pdfkit')
  const paper = new Pdf({
    size: 'A4', margin: 0, bufferPages: true, pdfVersion: '1.7', subset: 'PDF/UA' as PDFKit.Mixins.PDFSubsets, tagged: true, lang: document.language, displayTitle: true,
    info: { Title: document.title, Subject: document.subtitle, Creator: 'Cupel', Producer: 'Cupel', CreationDate: day, ModDate: day },
  })
  const chunks: Uint8Array[] = []
  const done = new Promise<void>((resolve, reject) => {
    paper.on('data', (chunk: Uint8Array) => chunks.push(chunk))
    paper.on('end', () => resolve())
    paper.on('error', reject)
  })
  const root = paper.struct('Document')
  paper.addStructure(root)
  const pen = penOn(paper, root, shelf)
  artifact(pen, () => paper.rect(pen.left, MARGIN - 18, 48, 4).fill(COPPER))
  flow(pen, child(pen, root, 'H1'), pen.lines(document.title, STYLES.title, pen.width), STYLES.title)
  flow(pen, child(pen, root, 'P'), pen.lines(document.subtitle, STYLES.subtitle, pen.width), STYLES.subtitle)
  pen.y += 10
  for (const block of document.blocks) drawBlock(pen, block)
  root.end()
  drawFeet(pen, document)
  paper.end()
  await done
  return Buffer.concat(chunks)
}
