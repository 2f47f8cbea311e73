// Bodies from outside, read with a limit before they are understood: a body that lies about its length is cut off, not kept.
import { Refused, refuse } from '#src/kernel/refusal.ts'

const MOST_JSON_BYTES = 1024 * 1024

async function readBounded(request: Request, maxBytes: number, tooLarge: () => Refused): Promise<Uint8Array> {
  const declared = Number(request.headers.get('content-length') ?? '0')
  if (declared > maxBytes) throw tooLarge()
  if (request.body === null) return new Uint8Array()
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of request.body as unknown as AsyncIterable<Uint8Array>) {
    length += part.byteLength
    if (length > maxBytes) throw tooLarge()
    parts.push(part)
  }
  return Buffer.concat(parts)
}

/** @throws Refused `body-malformed`, `body-too-large` */
export async function readJson(request: Request): Promise<Record<string, unknown>> {
  const bytes = await readBounded(request, MOST_JSON_BYTES, () => new Refused(refuse('body-too-large', 'A JSON body may have one megabyte.')))
  if (bytes.byteLength === 0) return {}
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/([\w.+-]+\+)?json\b/i.test(type)) throw new Refused(refuse('body-malformed', `The body is of type "${type || 'none'}"; application/json is wanted.`))
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    const value: unknown = JSON.parse(text)
    if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new TypeError('the body is not an object')
    return value as Record<string, unknown>
  } catch (error) {
    throw new Refused(refuse('body-malformed', `The body is not a JSON object in UTF-8: ${(error as Error).message.slice(0, 200)}.`))
  }
}

/** Reads an upload once, on demand, however often it is asked for. @throws Refused `upload-too-large`, `upload-missing` */
export function readUpload(request: Request): (maxBytes: number) => Promise<Uint8Array> {
  let bytes: Promise<Uint8Array> | undefined
  return (maxBytes) => bytes ??= readBounded(request, maxBytes, () => new Refused(refuse('upload-too-large', `The file has more than ${Math.floor(maxBytes / 1024 / 1024)} MB. Split it, or export only the columns that are needed.`)))
    .then((read) => { if (read.byteLength === 0) throw new Refused(refuse('upload-missing', 'The body is empty. Send the bytes of the file as the body.')); return read })
}
