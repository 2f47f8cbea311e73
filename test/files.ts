// Small files made by hand: sound ones of every kind that is taken, and ones that pretend.
import { crc32, deflateRawSync, deflateSync } from 'node:zlib'

const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'))
export const joined = (...parts: readonly (Uint8Array | string)[]): Uint8Array => new Uint8Array(Buffer.concat(parts.map((part) => typeof part === 'string' ? bytesOf(part) : part)))

export const pdf = (words = 'Permit'): Uint8Array => bytesOf(`%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n% ${words}\ntrailer<</Root 1 0 R>>\n%%EOF\n`)

function chunk(name: string, content: Uint8Array): Uint8Array {
  const body = joined(name, content)
  const length = Buffer.alloc(4), sum = Buffer.alloc(4)
  length.writeUInt32BE(content.length)
  sum.writeUInt32BE(crc32(body))
  return joined(length, body, sum)
}
/** One grey pixel. */
export const png = (): Uint8Array => joined(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
  chunk('IHDR', Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0)), chunk('IDAT', new Uint8Array(deflateSync(Uint8Array.of(0, 128)))), chunk('IEND', new Uint8Array()))
export const jpeg = (): Uint8Array => joined(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16), 'JFIF\0', Uint8Array.of(1, 1, 0, 0, 1, 0, 1, 0, 0, 0xff, 0xd9))
export function webp(): Uint8Array {
  const size = Buffer.alloc(4)
  size.writeUInt32LE(16)
  return joined('RIFF', size, 'WEBPVP8 ', Uint8Array.of(4, 0, 0, 0, 1, 2, 3, 4))
}
export const tiff = (): Uint8Array => Uint8Array.of(0x49, 0x49, 0x2a, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0)
export const mp4 = (): Uint8Array => joined(Uint8Array.of(0, 0, 0, 16), 'ftypisom', Uint8Array.of(0, 0, 2, 0))
export const mp3 = (): Uint8Array => joined('ID3', Uint8Array.of(3, 0, 0, 0, 0, 0, 0, 0xff, 0xfb, 0x90, 0))

export type Part = { readonly name: string; readonly content: Uint8Array | string; readonly saysUnpacked?: number; readonly flags?: number }

/** A zip archive, entry by entry, so that a test can lie in any field. @param gap bytes between the last entry and the directory */
export function zip(parts: readonly Part[], gap: Uint8Array = new Uint8Array()): Uint8Array {
  const local: Uint8Array[] = [], central: Uint8Array[] = []
  let at = 0
  for (const part of parts) {
    const content = typeof part.content === 'string' ? bytesOf(part.content) : part.content
    const packed = deflateRawSync(content)
    const name = Buffer.from(part.name, 'utf8')
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0); fields.writeUInt16LE(part.flags ?? 0, 2); fields.writeUInt16LE(8, 4); fields.writeUInt32LE(crc32(content), 10)
    fields.writeUInt32LE(packed.length, 14); fields.writeUInt32LE(part.saysUnpacked ?? content.length, 18); fields.writeUInt16LE(name.length, 22)
    const entry = joined(Uint8Array.of(0x50, 0x4b, 3, 4), fields, name, packed)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(at, 10)
    central.push(joined(Uint8Array.of(0x50, 0x4b, 1, 2, 20, 0), fields, tail, name))
    local.push(entry)
    at += entry.length
  }
  const directory = joined(...central)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0); end.writeUInt16LE(parts.length, 8); end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(directory.length, 12); end.writeUInt32LE(at + gap.length, 16)
  return joined(...local, gap, directory, end)
}

export const types = (extra = ''): Part => ({ name: '[Content_Types].xml', content: `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">${extra}</Types>` })
export const docx = (...more: readonly Part[]): Uint8Array => zip([types(), { name: 'word/document.xml', content: '<w:document/>' }, ...more])
export const xlsx = (...more: readonly Part[]): Uint8Array => zip([types(), { name: 'xl/workbook.xml', content: '<workbook/>' }, ...more])
export const pptx = (): Uint8Array => zip([types(), { name: 'ppt/presentation.xml', content: '<p/>' }])
export const eml = (): Uint8Array => bytesOf('From: ana@example.org\r\nTo: ben@example.org\r\nSubject: Notice\r\nDate: Mon, 1 Jun 2026 10:00:00 +0000\r\n\r\n<html><body>Hello</body></html>\r\n')
export const text = (words: string): Uint8Array => new Uint8Array(Buffer.from(words, 'utf8'))
