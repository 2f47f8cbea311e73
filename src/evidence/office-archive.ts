// The zip archive that a Word, Excel or PowerPoint file is, looked through without trusting it (APPNOTE 6.3.9): every entry
// is inflated under a bound, the names lead nowhere, and nothing stands before, between or after what the directory lists.
import { constants, inflateRawSync } from 'node:zlib'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse } from '#src/kernel/refusal.ts'

export type ArchiveLimits = { readonly entries: number; readonly unpackedBytes: number; readonly ratio: number }

type Entry = { readonly name: string; readonly method: number; readonly packed: number; readonly unpacked: number; readonly offset: number; readonly isEncrypted: boolean }

const END = 0x06054b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50
/** Small parts may pack well: a bound by ratio means something from here on. */
const ALWAYS_ALLOWED_BYTES = 1_000_000

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** Where the end record stands, if the file ends as a zip archive does: its comment reaches exactly to the last byte. */
function endRecord(bytes: Uint8Array): number | undefined {
  const view = viewOf(bytes)
  for (let at = bytes.length - 22; at >= Math.max(0, bytes.length - 22 - 65_535); at--) {
    if (view.getUint32(at, true) === END && at + 22 + view.getUint16(at + 20, true) === bytes.length) return at
  }
  return undefined
}

/** Whether a reader of archives would take the file for one, whatever stands at its beginning. */
export function endsAsArchive(bytes: Uint8Array): boolean {
  const end = bytes.length < 22 ? undefined : endRecord(bytes)
  if (end === undefined) return false
  const view = viewOf(bytes)
  const size = view.getUint32(end + 12, true)
  // What was put before an archive shifts its offsets; its directory still ends where the end record begins.
  return view.getUint16(end + 10, true) > 0 && size >= 46 && end - size >= 0 && view.getUint32(end - size, true) === CENTRAL
}

const damaged = (what: string) => deny(refuse('archive-unsafe', `The document was not taken: ${what}. Open it in the program that made it, save it anew and send that.`))
const bomb = (what: string) => deny(refuse('archive-bomb', `The document was not taken: ${what}. Take out what is large in it, or save it as PDF.`))

function directory(bytes: Uint8Array): Entry[] | undefined {
  const end = endRecord(bytes)
  if (end === undefined) return undefined
  const view = viewOf(bytes)
  const entries: Entry[] = []
  let at = view.getUint32(end + 16, true)
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    if (at + 46 > end || view.getUint32(at, true) !== CENTRAL) return undefined
    const nameLength = view.getUint16(at + 28, true)
    if (at + 46 + nameLength > end) return undefined
    entries.push({
      name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength)), isEncrypted: (view.getUint16(at + 8, true) & 1) === 1,
      method: view.getUint16(at + 10, true), packed: view.getUint32(at + 20, true), unpacked: view.getUint32(at + 24, true), offset: view.getUint32(at + 42, true),
    })
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return at === end ? entries : undefined
}

/** A name inside the archive that stays inside whatever folder it is unpacked into. */
const isTame = (name: string): boolean =>
  name !== '' && !/^[\\/]|^[a-z]:|\\|[\u0000-\u001f]/i.test(name) && !name.split('/').includes('..')

function inflated(bytes: Uint8Array, entry: Entry, most: number): Uint8Array | 'damaged' | 'too-large' {
  const view = viewOf(bytes)
  if (entry.offset + 30 > bytes.length || view.getUint32(entry.offset, true) !== LOCAL) return 'damaged'
  const start = entry.offset + 30 + view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true)
  if (start + entry.packed > bytes.length) return 'damaged'
  const packed = bytes.subarray(start, start + entry.packed)
  if (entry.method === 0) return packed.length > most ? 'too-large' : packed
  if (entry.method !== 8) return 'damaged'
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, most), finishFlush: constants.Z_FINISH })
  } catch (error) {
    return (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'damaged'
  }
}

/** The bytes between entries hold nothing: each begins where the one before, with its descriptor, ended. */
function hasHiddenBytes(bytes: Uint8Array, entries: readonly Entry[]): boolean {
  const view = viewOf(bytes)
  let at = 0
  for (const entry of [...entries].sort((a, b) => a.offset - b.offset)) {
    // A data descriptor after the bytes before is 12 or 16 long, 24 in zip64.
    if (entry.offset < at || entry.offset - at > 24) return true
    if (entry.offset + 30 > bytes.length) return true
    at = entry.offset + 30 + view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true) + entry.packed
  }
  const end = endRecord(bytes)!
  return view.getUint32(end + 16, true) - at > 24
}

export type OfficeKind = 'docx' | 'xlsx' | 'pptx'
const folders: readonly [OfficeKind, string][] = [['docx', 'word/'], ['xlsx', 'xl/'], ['pptx', 'ppt/']]
const isActivePart = (name: string): boolean => /vbaProject|vbaData|\/activeX\/|oleObject|macrosheets\//i.test(name) || /\.(exe|dll|js|vbs|bat|cmd|ps1|jar|hta|scr|lnk)$/i.test(name)

/**
 * Looks through an office document.
 * @returns which one it is, or why it is not taken: `archive-unsafe`, `archive-bomb`, `file-has-macros`, `file-type-refused`
 */
export function officeKind(bytes: Uint8Array, limits: ArchiveLimits, allowsMacros: boolean): Outcome<OfficeKind> {
  const entries = directory(bytes)
  if (entries === undefined) return damaged('its directory cannot be read, or holds something behind it')
  if (entries.length > limits.entries) return bomb(`it holds ${entries.length} parts, and ${limits.entries} are allowed`)
  const odd = entries.find(({ name }) => !isTame(name))
  if (odd !== undefined) return damaged(`a part of it is called "${odd.name.slice(0, 80)}", which leads out of its folder`)
  if (new Set(entries.map(({ name }) => name.toLowerCase())).size !== entries.length) return damaged('two of its parts have one name')
  if (entries.some(({ isEncrypted }) => isEncrypted)) return damaged('it is encrypted')
  const declared = entries.reduce((sum, { unpacked }) => sum + unpacked, 0)
  if (declared > limits.unpackedBytes) return bomb(`its parts say they unpack to ${declared} bytes`)
  let left = limits.unpackedBytes
  let types = ''
  for (const entry of entries) {
    const most = Math.min(left, Math.max(ALWAYS_ALLOWED_BYTES, entry.packed * limits.ratio))
    const part = inflated(bytes, entry, most)
    if (part === 'damaged') return damaged(`the part ${entry.name.slice(0, 80)} does not unpack`)
    if (part === 'too-large') return bomb(`the part ${entry.name.slice(0, 80)} unpacks to more than ${most} bytes`)
    left -= part.length
    if (entry.name === '[Content_Types].xml') types = new TextDecoder().decode(part)
  }
  if (hasHiddenBytes(bytes, entries)) return damaged('there are bytes in it that belong to no part')
  const kind = folders.find(([, folder]) => entries.some(({ name }) => name.startsWith(folder)))?.[0]
  if (kind === undefined || types === '') return deny(refuse('file-type-refused', 'The file is a zip archive and no Word, Excel or PowerPoint document. Send the files in it one by one.'))
  if (!allowsMacros && (entries.some(({ name }) => isActivePart(name)) || /macroEnabled|vbaProject|activeX/i.test(types))) {
    return deny(refuse('file-has-macros', 'The document holds macros or embedded programs. Save it without them, as .docx, .xlsx or .pptx, or as PDF.'))
  }
  return accept(kind)
}
