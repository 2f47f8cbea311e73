// Public reads are pure functions of (build, request, language, day, last public log position), so their bytes are kept
// under that key: byte-bounded, least recently used out first, compressed once per coding (architecture section 5).
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

export type Kept = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: Uint8Array<ArrayBuffer> }
export type Coding = 'br' | 'gzip' | 'identity'
type Entry = Kept & { readonly etag: string; readonly coded: Map<Coding, Uint8Array<ArrayBuffer>>; bytes: number }

const toBrotli = promisify(brotliCompress)
const toGzip = promisify(gzip)
const WORTH_COMPRESSING = 1024
const COMPRESSIBLE = /^(text\/|application\/(json|problem\+json|geo\+json|atom\+xml|javascript)|image\/svg)/

export const etagOf = (key: string): string => `W/"${createHash('sha256').update(key).digest('base64url').slice(0, 22)}"`

export const isCompressible = (type: string | undefined): boolean => type !== undefined && COMPRESSIBLE.test(type)

/** The best coding both sides know. */
export function codingFor(acceptEncoding: string | undefined): Coding {
  if (acceptEncoding === undefined) return 'identity'
  return /\bbr\b/.test(acceptEncoding) ? 'br' : /\bgzip\b/.test(acceptEncoding) ? 'gzip' : 'identity'
}

export async function compress(body: Uint8Array, coding: Coding): Promise<Uint8Array<ArrayBuffer>> {
  if (coding === 'br') return new Uint8Array(await toBrotli(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: body.length } }))
  return new Uint8Array(await toGzip(body))
}

export type AnswerCache = {
  /** Answers from memory, or makes the answer once however many ask at the same time. */
  take(key: string, make: () => Promise<Kept>): Promise<Entry>
  peek(key: string): Entry | undefined
  coded(entry: Entry, coding: Coding): Promise<{ body: Uint8Array<ArrayBuffer>; coding: Coding }>
}

export function answerCache(maxBytes: number): AnswerCache {
  const entries = new Map<string, Entry>()
  const making = new Map<string, Promise<Entry>>()
  let bytes = 0
  const trim = () => {
    for (const [key, entry] of entries) {
      if (bytes <= maxBytes) return
      entries.delete(key)
      bytes -= entry.bytes
    }
  }
  const peek = (key: string): Entry | undefined => {
    const entry = entries.get(key)
    if (entry !== undefined) { entries.delete(key); entries.set(key, entry) }
    return entry
  }
  return {
    peek,
    take: async (key, make) => {
      const kept = peek(key)
      if (kept !== undefined) return kept
      const running = making.get(key)
      if (running !== undefined) return running
      const made = make().then((answer) => {
        const entry: Entry = { ...answer, etag: etagOf(key), coded: new Map(), bytes: answer.body.byteLength }
        if (answer.status === 200 && entry.bytes <= maxBytes / 4) { entries.set(key, entry); bytes += entry.bytes; trim() }
        return entry
      }).finally(() => making.delete(key))
      making.set(key, made)
      return made
    },
    coded: async (entry, coding) => {
      if (coding === 'identity' || entry.body.byteLength < WORTH_COMPRESSING || !isCompressible(entry.headers['content-type'])) return { body: entry.body, coding: 'identity' }
      let body = entry.coded.get(coding)
      if (body === undefined) {
        body = await compress(entry.body, coding)
        entry.coded.set(coding, body)
        entry.bytes += body.byteLength
        bytes += body.byteLength
        trim()
      }
      return { body, coding }
    },
  }
}
