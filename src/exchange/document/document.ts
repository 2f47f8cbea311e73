// What is printed: a title and blocks, as a plain value. PDF, web page and plain text are made from the same value, so
// that all of them say the same; a block is a thing a screen reader knows (heading, table, list), never a position.
import { z } from 'zod'

export const Block = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('heading'), text: z.string() }),
  z.object({ kind: z.literal('paragraph'), text: z.string(), tone: z.enum(['plain', 'lead', 'status', 'quiet']) }),
  z.object({ kind: z.literal('facts'), facts: z.array(z.object({ name: z.string(), value: z.string() })) }),
  z.object({ kind: z.literal('table'), caption: z.string(), head: z.array(z.string()), rows: z.array(z.array(z.string())) }),
  z.object({ kind: z.literal('list'), isNumbered: z.boolean(), lines: z.array(z.string()) }),
  /** Text that is compared character by character, such as a hash. */
  z.object({ kind: z.literal('code'), name: z.string(), text: z.string() }),
  /** An address, as a link and as a code for a camera. */
  z.object({ kind: z.literal('address'), text: z.string(), url: z.string(), alt: z.string() }),
])
export type Block = z.infer<typeof Block>

export const PrintedDocument = z.object({
  title: z.string(),
  subtitle: z.string(),
  language: z.string(),
  /** The day whose state it tells; the date of the file, so that the same facts give the same bytes. */
  asOf: z.string(),
  /** Printed at the foot of every page, before the page's number. */
  foot: z.string(),
  /** "Page {page} of {pages}", in the language. */
  pageOf: z.string(),
  blocks: z.array(Block),
})
export type PrintedDocument = z.infer<typeof PrintedDocument>

export const heading = (text: string): Block => ({ kind: 'heading', text })
export const paragraph = (text: string, tone: 'plain' | 'lead' | 'status' | 'quiet' = 'plain'): Block => ({ kind: 'paragraph', text, tone })
export const list = (lines: readonly string[], isNumbered = false): Block => ({ kind: 'list', isNumbered, lines: [...lines] })
export const table = (caption: string, head: readonly string[], rows: readonly (readonly string[])[]): Block =>
  ({ kind: 'table', caption, head: [...head], rows: rows.map((row) => [...row]) })
/** Facts without a value are left out: absent is not blank. */
export const facts = (pairs: readonly (readonly [name: string, value: string | null])[]): Block =>
  ({ kind: 'facts', facts: pairs.flatMap(([name, value]) => value === null || value === '' ? [] : [{ name, value }]) })

function linesOf(block: Block): string[] {
  switch (block.kind) {
    case 'heading': return ['', `## ${block.text}`]
    case 'paragraph': return [block.text]
    case 'facts': return block.facts.map(({ name, value }) => `${name}: ${value}`)
    case 'table': return [block.caption, block.head.join(' | '), ...block.rows.map((row) => row.join(' | '))]
    case 'list': return block.lines.map((line, i) => `${block.isNumbered ? `${i + 1}.` : '-'} ${line}`)
    case 'code': return [`${block.name}: ${block.text}`]
    case 'address': return [block.text, block.url]
  }
}

/** As plain text: for goldens, and for whoever reads without a page. */
export const textOf = ({ title, subtitle, foot, blocks }: PrintedDocument): string =>
  `${[`# ${title}`, subtitle, ...blocks.flatMap(linesOf), '', foot].join('\n')}\n`
