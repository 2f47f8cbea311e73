// Which letters the bytes mean. UTF-8 and, with its mark, UTF-16 can be told with certainty; anything else would be a guess
// at the letters of names, so it is refused with the place where it shows.
import { isUtf8 } from 'node:buffer'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse } from '#src/kernel/refusal.ts'

const startsWith = (bytes: Uint8Array, ...mark: readonly number[]): boolean =>
  mark.every((byte, i) => bytes[i] === byte)

export function decodeText(bytes: Uint8Array): Outcome<string> {
  if (startsWith(bytes, 0xff, 0xfe, 0, 0) || startsWith(bytes, 0, 0, 0xfe, 0xff)) {
    return unknown('It begins with the mark of UTF-32.')
  }
  if (startsWith(bytes, 0xff, 0xfe)) return decodeUtf16(bytes, 'utf-16le')
  if (startsWith(bytes, 0xfe, 0xff)) return decodeUtf16(bytes, 'utf-16be')
  if (looksLikeUtf16(bytes)) return unknown('It looks like UTF-16 without its byte order mark.')
  if (!isUtf8(bytes)) return unknown(describeFirstFault(bytes))
  return accept(new TextDecoder('utf-8').decode(bytes))
}

function decodeUtf16(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): Outcome<string> {
  if (bytes.length % 2 === 1) {
    return unknown(`It begins with the mark of ${encoding.toUpperCase()} and has half a character at its end.`)
  }
  // Lone surrogates are kept out by the strict decoder; the row they stand in cannot be told, so the file is refused.
  try {
    return accept(new TextDecoder(encoding, { fatal: true }).decode(bytes))
  } catch {
    return unknown(`It begins with the mark of ${encoding.toUpperCase()} and holds characters that do not exist in it.`)
  }
}

const unknown = (what: string): Outcome<never> =>
  deny(refuse('encoding-unknown', `The file cannot be read as UTF-8. ${what} Save it as "CSV UTF-8" and upload it again.`))

/** Every other byte NUL: the ASCII part of UTF-16. A NUL here and there is left to the row it stands in. */
function looksLikeUtf16(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, 2000)
  let nuls = 0
  for (const byte of sample) if (byte === 0) nuls++
  return sample.length >= 8 && nuls > sample.length / 4
}

function describeFirstFault(bytes: Uint8Array): string {
  let line = 1
  let start = 0
  while (start < bytes.length) {
    const feed = bytes.indexOf(0x0a, start)
    const end = feed < 0 ? bytes.length : feed + 1
    const text = bytes.subarray(start, end)
    if (!isUtf8(text)) return `${placeOf(text, line)}${guessOf(text)}`
    start = end
    line++
  }
  return ''
}

function placeOf(text: Uint8Array, line: number): string {
  let good = 0
  while (good < text.length && isUtf8(text.subarray(0, good + 1)) || isSplit(text, good)) good++
  return `Line ${line}, byte ${good + 1} (0x${text[good]?.toString(16).toUpperCase().padStart(2, '0') ?? '00'}) is not UTF-8. `
}

/** True where a prefix ends inside a character that is good as a whole. */
function isSplit(text: Uint8Array, end: number): boolean {
  for (let more = 1; more <= 3 && end + more < text.length; more++) if (isUtf8(text.subarray(0, end + 1 + more))) return true
  return false
}

/** A hint for the reader, never used to decode. */
function guessOf(text: Uint8Array): string {
  const high = text.filter((byte) => byte >= 0x80).length
  const lone = text.filter((byte, i) => byte >= 0x80 && (text[i - 1] ?? 0) < 0x80 && (text[i + 1] ?? 0) < 0x80).length
  if (lone * 2 > high) return 'It looks like Latin-1 or Windows-1252.'
  for (const [encoding, name] of [['gb18030', 'GBK or GB 18030'], ['shift_jis', 'Shift JIS']] as const) {
    try {
      new TextDecoder(encoding, { fatal: true }).decode(text)
      return `It looks like ${name}.`
    } catch { /* another guess */ }
  }
  return 'Its encoding is not known.'
}
