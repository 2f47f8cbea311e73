// What a file is, told by its bytes and never by what its sender calls it. Only kinds that show or say something are taken:
// what can run, what a browser would run, and what is two things at once are refused by name (uploads of strangers).
import { z } from 'zod'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse } from '#src/kernel/refusal.ts'
import { endsAsArchive, officeKind, type ArchiveLimits } from './office-archive.ts'

export const FileType = z.enum(['pdf', 'png', 'jpeg', 'webp', 'tiff', 'docx', 'xlsx', 'pptx', 'csv', 'txt', 'eml', 'mp3', 'mp4'])
export type FileType = z.infer<typeof FileType>

const office = 'application/vnd.openxmlformats-officedocument'
const known: Readonly<Record<FileType, { readonly mediaType: string; readonly endings: readonly string[] }>> = {
  pdf: { mediaType: 'application/pdf', endings: ['pdf'] },
  png: { mediaType: 'image/png', endings: ['png'] },
  jpeg: { mediaType: 'image/jpeg', endings: ['jpg', 'jpeg'] },
  webp: { mediaType: 'image/webp', endings: ['webp'] },
  tiff: { mediaType: 'image/tiff', endings: ['tif', 'tiff'] },
  docx: { mediaType: `${office}.wordprocessingml.document`, endings: ['docx'] },
  xlsx: { mediaType: `${office}.spreadsheetml.sheet`, endings: ['xlsx'] },
  pptx: { mediaType: `${office}.presentationml.presentation`, endings: ['pptx'] },
  csv: { mediaType: 'text/csv', endings: ['csv'] },
  txt: { mediaType: 'text/plain', endings: ['txt', 'md', 'log'] },
  eml: { mediaType: 'message/rfc822', endings: ['eml'] },
  mp3: { mediaType: 'audio/mpeg', endings: ['mp3'] },
  mp4: { mediaType: 'video/mp4', endings: ['mp4', 'm4a', 'm4v'] },
}
export const mediaTypeOf = (type: FileType): string => known[type].mediaType
export const endingsOf = (type: FileType): readonly string[] => known[type].endings

export type FileLimits = { readonly types: readonly FileType[]; readonly allowsMacros: boolean; readonly archive: ArchiveLimits }

const latin = new TextDecoder('latin1')
const startsWith = (bytes: Uint8Array, start: readonly number[], at = 0): boolean => start.every((byte, i) => bytes[at + i] === byte)
const textAt = (bytes: Uint8Array, from: number, length: number): string => latin.decode(bytes.subarray(from, from + length))

const programs: readonly (readonly number[])[] = [
  [0x4d, 0x5a], [0x7f, 0x45, 0x4c, 0x46], [0xca, 0xfe, 0xba, 0xbe], [0xfe, 0xed, 0xfa, 0xce], [0xfe, 0xed, 0xfa, 0xcf], [0xcf, 0xfa, 0xed, 0xfe], [0xce, 0xfa, 0xed, 0xfe],
  [0x00, 0x61, 0x73, 0x6d], [0x4c, 0x00, 0x00, 0x00, 0x01, 0x14, 0x02, 0x00], [0x23, 0x21],
]
const isProgram = (bytes: Uint8Array): boolean => programs.some((start) => startsWith(bytes, start))

const activeMark = /<(script|html|svg|iframe|!doctype\s+html|\?php)\b/i
const isMarkup = (head: string): boolean => /^(?:\u00ef\u00bb\u00bf)?\s*<[a-z!?/]/i.test(head)

/** Bytes by which text in 8-bit or UTF-8 form is told from everything else. */
function isText(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x0c || byte === 0x7f) return false
  return true
}
const isUtf16 = (bytes: Uint8Array): boolean => (startsWith(bytes, [0xff, 0xfe]) || startsWith(bytes, [0xfe, 0xff])) && bytes.length % 2 === 0
const isMail = (head: string): boolean => /^(?:[!-9;-~]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){2,}/.test(head) && /^(from|to|date|subject|received|message-id|return-path):/im.test(head)

/** PNG is a row of chunks that ends with IEND; bytes behind it are not of the picture. */
function isWholePng(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = view.getUint32(at)
    const name = textAt(bytes, at + 4, 4)
    at += 12 + length
    if (name === 'IEND') return at === bytes.length
  }
  return false
}
const isWholeWebp = (bytes: Uint8Array): boolean => {
  const said = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(4, true) + 8
  return said === bytes.length || said + 1 === bytes.length
}
/** Nothing but blanks stands behind the last end mark. */
const isWholePdf = (bytes: Uint8Array): boolean => /%%EOF[\s\0]*$/.test(textAt(bytes, Math.max(0, bytes.length - 1024), 1024))

const ambiguous = (what: string) => deny(refuse('file-ambiguous', `The file was not taken: ${what}. Save it anew in the program that made it, and send that.`))

/** Refuses a picture, sound or film that is something else as well. */
function onlyThat(bytes: Uint8Array, type: FileType): Outcome<FileType> {
  if (endsAsArchive(bytes)) return ambiguous(`it begins as ${type} and ends as a zip archive`)
  if (activeMark.test(latin.decode(bytes))) return ambiguous(`it begins as ${type} and holds markup that a browser would run`)
  if (textAt(bytes, 0, 1024).includes('%PDF-')) return ambiguous(`it begins as ${type} and as PDF`)
  if (type === 'png' && !isWholePng(bytes)) return ambiguous('there are bytes behind the end of the picture, or its end is missing')
  if (type === 'webp' && !isWholeWebp(bytes)) return ambiguous('it is longer or shorter than it says')
  return accept(type)
}

function pdfType(bytes: Uint8Array): Outcome<FileType> {
  if (endsAsArchive(bytes)) return ambiguous('it begins as PDF and ends as a zip archive')
  if (activeMark.test(textAt(bytes, 0, 1024))) return ambiguous('it begins as PDF and as markup')
  return isWholePdf(bytes) ? accept('pdf') : ambiguous('something stands behind the end of the PDF, or its end is missing')
}

function textType(bytes: Uint8Array, ending: string): Outcome<FileType> {
  const isWide = isUtf16(bytes)
  const whole = isWide ? new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes) : latin.decode(bytes)
  if (endsAsArchive(bytes)) return ambiguous('it begins as text and ends as a zip archive')
  if (ending === 'eml' && !isWide && isMail(whole.slice(0, 20_000))) return accept('eml')
  if (isMarkup(whole.slice(0, 1000)) || activeMark.test(whole)) {
    return deny(refuse('file-active', 'The file is HTML, SVG, XML or a script, which a browser would run. Save it as PDF or as plain text and send that.'))
  }
  return accept(ending === 'csv' ? 'csv' : 'txt')
}

const pictures: readonly [FileType, (bytes: Uint8Array) => boolean][] = [
  ['png', (bytes) => startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
  ['jpeg', (bytes) => startsWith(bytes, [0xff, 0xd8, 0xff])],
  ['webp', (bytes) => textAt(bytes, 0, 4) === 'RIFF' && textAt(bytes, 8, 4) === 'WEBP'],
  ['tiff', (bytes) => startsWith(bytes, [0x49, 0x49, 0x2a, 0x00]) || startsWith(bytes, [0x4d, 0x4d, 0x00, 0x2a])],
  ['mp4', (bytes) => textAt(bytes, 4, 4) === 'ftyp'],
  ['mp3', (bytes) => textAt(bytes, 0, 3) === 'ID3' || (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe6) === 0xe2)],
]

function typeOf(bytes: Uint8Array, ending: string, limits: FileLimits): Outcome<FileType> {
  if (isProgram(bytes)) return deny(refuse('file-executable', 'The file is a program or a script. Evidence shows or says something; a program is never taken.'))
  if (startsWith(bytes, [0x25, 0x50, 0x44, 0x46, 0x2d])) return pdfType(bytes)
  const picture = pictures.find(([, is]) => is(bytes))?.[0]
  if (picture !== undefined) return onlyThat(bytes, picture)
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04])) return officeKind(bytes, limits.archive, limits.allowsMacros)
  if (bytes.length > 0 && (isText(bytes) || isUtf16(bytes))) return textType(bytes, ending)
  return deny(refuse('file-type-refused', `The bytes are of none of the kinds that are taken (${limits.types.join(', ')}). Save it as one of these and send that.`))
}

/** A name for people: no folder, nothing that a file system or a header would read as more than a name. */
export function soundName(filename: string): Outcome<string> {
  const name = filename.normalize('NFC').trim()
  const fault = (what: string) => deny(refuse('file-name-unfit', `The name of the file ${what}. Rename it and send it again.`))
  if (name === '' || name.length > 200) return fault('has between 1 and 200 characters')
  if (/[\\/]/.test(name) || /^[a-z]:/i.test(name) || name.startsWith('.')) return fault('is a path, or begins with a dot')
  if (/[\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069<>:"|?*]/.test(name)) return fault('holds a character that file systems do not take, or that hides its ending')
  return /\.[a-z0-9]{2,5}$/i.test(name) ? accept(name) : fault('has no ending such as .pdf')
}

export type Inspected = { readonly type: FileType; readonly mediaType: string; readonly filename: string }

/**
 * What a file is.
 * @returns its type and a name that is fit, or the refusal: `file-name-unfit`, `file-executable`, `file-active`,
 * `file-ambiguous`, `file-type-refused`, `file-has-macros`, `archive-unsafe`, `archive-bomb`
 */
export function inspected(bytes: Uint8Array, filename: string, limits: FileLimits): Outcome<Inspected> {
  const name = soundName(filename)
  if (!name.accepted) return name
  const ending = name.value.split('.').at(-1)!.toLowerCase()
  const found = typeOf(bytes, ending, limits)
  if (!found.accepted) return found
  const type = found.value
  if (!limits.types.includes(type)) return deny(refuse('file-type-refused', `Files of type ${type} are not taken by this scheme. It takes ${limits.types.join(', ')}.`))
  if (!endingsOf(type).includes(ending)) {
    return deny(refuse('file-name-unfit', `The file is ${type} by its bytes, and its name ends with .${ending}. Rename it so that it ends with .${endingsOf(type)[0]}.`))
  }
  return accept({ type, mediaType: mediaTypeOf(type), filename: name.value })
}
