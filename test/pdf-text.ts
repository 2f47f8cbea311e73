// Reads a PDF of ours back: its objects, its structure tree, and its text by way of the fonts' ToUnicode maps. Enough to
// prove what a screen reader gets; no general reader of the format.
import { unzlibSync } from 'fflate'

export type ReadPdf = {
  /** Everything outside of streams. */
  readonly plain: string
  /** How many elements of each tag the structure tree has. */
  readonly tags: Readonly<Record<string, number>>
  readonly text: string
  readonly pages: number
  readonly fonts: readonly string[]
}

const latin = new TextDecoder('latin1')

function objectsOf(bytes: Uint8Array): Map<number, { dictionary: string; stream: Uint8Array | null }> {
  const text = latin.decode(bytes)
  const objects = new Map<number, { dictionary: string; stream: Uint8Array | null }>()
  for (const match of text.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) {
    const body = match[2]!
    const at = body.indexOf('stream\n')
    const start = match.index + match[0].indexOf(body)
    const dictionary = at === -1 ? body : body.slice(0, at)
    const length = Number(/\/Length (\d+)/.exec(dictionary)?.[1])
    const raw = at === -1 ? null : bytes.subarray(start + at + 7, start + at + 7 + length)
    objects.set(Number(match[1]), { dictionary, stream: raw === null ? null : dictionary.includes('FlateDecode') ? unzlibSync(raw) : raw })
  }
  return objects
}

const utf16 = (hex: string): string => String.fromCharCode(...(hex.match(/.{4}/g) ?? []).map((unit) => Number.parseInt(unit, 16)))

function unicodeMap(cmap: string): Map<string, string> {
  const map = new Map<string, string>()
  for (const [, block] of cmap.matchAll(/beginbfrange\n([\s\S]*?)endbfrange/g)) {
    for (const [, from, , list] of block!.matchAll(/<([0-9a-f]+)> <([0-9a-f]+)> \[([^\]]*)\]/gi)) {
      for (const [i, hex] of [...list!.matchAll(/<([^>]*)>/g)].entries()) map.set((Number.parseInt(from!, 16) + i).toString(16).padStart(4, '0'), utf16(hex[1]!.replace(/ /g, '')))
    }
  }
  return map
}

export function readPdf(bytes: Uint8Array): ReadPdf {
  const objects = objectsOf(bytes)
  const fonts = new Map<number, Map<string, string>>()
  const names: string[] = []
  for (const [id, { dictionary }] of objects) {
    const map = /\/Type \/Font\b[\s\S]*\/ToUnicode (\d+) 0 R/.exec(dictionary)
    if (map === null) continue
    fonts.set(id, unicodeMap(latin.decode(objects.get(Number(map[1]))!.stream!)))
    names.push(/\/BaseFont \/(\S+)/.exec(dictionary)![1]!)
  }
  const byName = new Map<string, Map<string, string>>()
  for (const { dictionary } of objects.values()) {
    for (const [, name, id] of dictionary.matchAll(/\/(F\d+) (\d+) 0 R/g)) if (fonts.has(Number(id))) byName.set(name!, fonts.get(Number(id))!)
  }
  const parts: string[] = []
  let pages = 0
  for (const { dictionary } of objects.values()) {
    const contents = /\/Type \/Page\b[\s\S]*\/Contents (\d+) 0 R/.exec(dictionary)
    if (contents === null) continue
    pages += 1
    let map: Map<string, string> | undefined
    for (const [, font, array, tag] of latin.decode(objects.get(Number(contents[1]))!.stream!).matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ|\/(\w+) <<[^>]*>> BDC/g)) {
      if (font !== undefined) map = byName.get(font)
      if (array !== undefined) parts.push([...array.matchAll(/<([0-9a-f]+)>/gi)].flatMap(([, hex]) => hex!.match(/.{4}/g) ?? []).map((glyph) => map?.get(glyph.toLowerCase()) ?? '\uFFFD').join(''))
      if (tag !== undefined) parts.push('\n')
    }
  }
  const plain = [...objects.values()].map(({ dictionary }) => dictionary).join('\n')
  const tags: Record<string, number> = {}
  for (const [, tag] of plain.matchAll(/\/S \/(H1|H2|P|Table|TR|TH|TD|L|LI|Lbl|LBody|Figure|Link|Document)\b/g)) tags[tag!] = (tags[tag!] ?? 0) + 1
  return { plain, tags, text: parts.join('').replace(/\n+/g, '\n'), pages, fonts: names }
}
