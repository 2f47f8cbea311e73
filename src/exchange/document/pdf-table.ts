// Tables on paper: head cells name their column or row for a screen reader, a row stays together where a page holds it,
// and the head is drawn again on the next page, as decoration, since it was already said.
import type { Block } from './document.ts'
import { artifact, lineHeight, RULE, type Pen, type Structure, type Style } from './pdf.ts'
import type { Line } from './text-lines.ts'

type Cell = { readonly element: Structure | null; readonly lines: readonly Line[]; readonly style: Style }
const PAD = 3.5
const GAP = 8

function rule(pen: Pen): void {
  const y = pen.y
  artifact(pen, () => pen.paper.moveTo(pen.left, y).lineTo(pen.left + pen.width, y).lineWidth(0.5).stroke(RULE))
}

/** @param onNewPage draws what stands above the rows of each page */
function drawRow(pen: Pen, cells: readonly Cell[], widths: readonly number[], onNewPage: () => void): void {
  const high = Math.max(...cells.map(({ style }) => lineHeight(style)))
  const longest = Math.max(...cells.map(({ lines }) => lines.length))
  let from = 0
  let isFresh = false
  while (from < longest) {
    const room = Math.floor((pen.bottom - pen.y - 2 * PAD) / high)
    // A row that fits a whole page is not cut; one that is longer begins where it stands.
    if (!isFresh && room < longest - from) { pen.newPage(); onNewPage(); isFresh = true; continue }
    const [first, last, top] = [from, from + Math.max(1, room), pen.y + PAD]
    let x = pen.left
    for (const [i, { element, lines, style }] of cells.entries()) {
      const [part, at] = [lines.slice(first, last), x]
      if (part.length > 0) {
        if (element === null) pen.draw(part, style, at, top)
        else element.add(() => pen.draw(part, style, at, top))
      }
      x += widths[i]! + GAP
    }
    pen.y += Math.min(last, longest) * high - first * high + 2 * PAD
    from = last
    isFresh = false
  }
  for (const { element } of cells) element?.end()
}

const cellIn = (pen: Pen, row: Structure, tag: 'TH' | 'TD', scope?: 'Column' | 'Row'): Structure => {
  const element = pen.paper.struct(tag, scope === undefined ? {} : { scope } as PDFKit.Mixins.StructureElementOptions)
  row.add(element)
  return element
}

export function drawFacts(pen: Pen, facts: Extract<Block, { kind: 'facts' }>['facts'], style: Style): void {
  if (facts.length === 0) return
  const widths = [Math.round(pen.width * 0.34), Math.round(pen.width * 0.66) - GAP]
  const table = pen.paper.struct('Table')
  pen.root.add(table)
  rule(pen)
  for (const { name, value } of facts) {
    const row = pen.paper.struct('TR')
    table.add(row)
    const [bold, plain] = [{ ...style, isBold: true }, style]
    drawRow(pen, [
      { element: cellIn(pen, row, 'TH', 'Row'), lines: pen.lines(name, bold, widths[0]!), style: bold },
      { element: cellIn(pen, row, 'TD'), lines: pen.lines(value, plain, widths[1]!), style: plain },
    ], widths, () => rule(pen))
    row.end()
    rule(pen)
  }
  table.end()
}

/** Columns take what their longest text needs, within limits: no column starves another. */
function widthsOf(pen: Pen, head: readonly string[], rows: readonly (readonly string[])[], style: Style): number[] {
  const wanted = head.map((name, i) => Math.min(46, Math.max(5, name.length, ...rows.map((row) => wide(row[i] ?? '')))) * style.size * 0.55)
  const room = pen.width - GAP * (head.length - 1)
  const sum = wanted.reduce((total, one) => total + one, 0)
  return wanted.map((one) => one * room / sum)
}

/** Characters of Chinese are twice as wide as those of Latin. */
const wide = (text: string): number => [...text].reduce((sum, character) => sum + (character > '\u2E80' ? 1.8 : 1), 0)

export function drawTable(pen: Pen, { head, rows }: Extract<Block, { kind: 'table' }>, style: Style): void {
  const bold = { ...style, isBold: true }
  const widths = widthsOf(pen, head, rows, style)
  const heads = head.map((name, i) => pen.lines(name, bold, widths[i]!))
  const table = pen.paper.struct('Table')
  pen.root.add(table)
  const drawHead = (row: Structure | null): void =>
    drawRow(pen, heads.map((lines) => ({ element: row === null ? null : cellIn(pen, row, 'TH', 'Column'), lines, style: bold })), widths, () => {})
  const above = (): void => {
    artifact(pen, () => drawHead(null))
    rule(pen)
  }
  if (pen.y + 3 * lineHeight(style) > pen.bottom) pen.newPage()
  const first = pen.paper.struct('TR')
  table.add(first)
  drawHead(first)
  first.end()
  rule(pen)
  for (const texts of rows) {
    const row = pen.paper.struct('TR')
    table.add(row)
    drawRow(pen, head.map((_, i) => ({ element: cellIn(pen, row, 'TD'), lines: pen.lines(texts[i] ?? '', style, widths[i]!), style })), widths, above)
    row.end()
    rule(pen)
  }
  table.end()
}
