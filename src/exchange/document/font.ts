// Fonts for printing: a WOFF file unwrapped to the tables it holds, and which characters those tables draw. A family
// comes as several files by script; each run of text takes the first that draws it.
import { unzlibSync } from 'fflate'

/** One file of a family, read when the first character needs it. */
export type FontFile = {
  readonly name: string
  /** The characters its package says it draws; without them the file itself is asked. */
  readonly ranges?: readonly (readonly [from: number, to: number])[]
  read(): Uint8Array
}

/** In the order in which they are tried. */
export type FontShelf = { readonly regular: readonly FontFile[]; readonly bold: readonly FontFile[] }

export type Font = { readonly name: string; readonly bytes: Uint8Array; has(codePoint: number): boolean }

const WOFF = 0x774f4646
const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/**
 * WOFF 1.0 keeps each table compressed by itself; unwrapped once, a subset can be cut without inflating it again.
 * @throws Error when it is no WOFF file
 */
export function unwrapped(woff: Uint8Array): Uint8Array {
  const from = viewOf(woff)
  if (from.getUint32(0) !== WOFF) throw new Error('not a WOFF 1.0 font')
  const count = from.getUint16(12)
  const tables = Array.from({ length: count }, (_, i) => {
    const at = 44 + i * 20
    const [offset, packed, size] = [from.getUint32(at + 4), from.getUint32(at + 8), from.getUint32(at + 12)]
    const raw = woff.subarray(offset, offset + packed)
    return { tag: woff.subarray(at, at + 4), checksum: from.getUint32(at + 16), bytes: packed < size ? unzlibSync(raw) : raw }
  })
  const size = tables.reduce((sum, { bytes }) => sum + padded(bytes.length), 12 + 16 * count)
  const font = new Uint8Array(size)
  const to = viewOf(font)
  const power = 2 ** Math.floor(Math.log2(count))
  to.setUint32(0, from.getUint32(4))
  for (const [i, value] of [count, power * 16, Math.log2(power), (count - power) * 16].entries()) to.setUint16(4 + i * 2, value)
  let at = 12 + 16 * count
  for (const [i, { tag, checksum, bytes }] of tables.entries()) {
    const entry = 12 + 16 * i
    font.set(tag, entry)
    for (const [j, value] of [checksum, at, bytes.length].entries()) to.setUint32(entry + 4 + j * 4, value)
    font.set(bytes, at)
    at += padded(bytes.length)
  }
  return font
}

const padded = (length: number): number => (length + 3) & ~3

/** Ranges of characters that the font maps to a glyph: formats 4 and 12 of its `cmap`. */
function rangesOf(font: Uint8Array): (readonly [number, number])[] {
  const view = viewOf(font)
  const cmap = tableAt(view, 0x636d6170)
  const ranges: (readonly [number, number])[] = []
  for (let i = 0; i < view.getUint16(cmap + 2); i++) {
    const at = cmap + view.getUint32(cmap + 4 + i * 8 + 4)
    const format = view.getUint16(at)
    if (format === 12) {
      for (let g = 0; g < view.getUint32(at + 12); g++) ranges.push([view.getUint32(at + 16 + g * 12), view.getUint32(at + 20 + g * 12)])
    } else if (format === 4) {
      const segments = view.getUint16(at + 6)
      for (let s = 0; s < segments; s += 2) ranges.push([view.getUint16(at + 16 + segments + s), view.getUint16(at + 14 + s)])
    }
  }
  return ranges.filter(([from]) => from !== 0xffff)
}

function tableAt(view: DataView, tag: number): number {
  for (let i = 0; i < view.getUint16(4); i++) if (view.getUint32(12 + 16 * i) === tag) return view.getUint32(12 + 16 * i + 8)
  throw new Error('the font lacks a table')
}

export function openFont({ name, read }: FontFile): Font {
  const bytes = unwrapped(read())
  const ranges = rangesOf(bytes)
  return { name, bytes, has: (codePoint) => ranges.some(([from, to]) => codePoint >= from && codePoint <= to) }
}
