// The way of a file into the house and out of it: looked at by its bytes, scanned, kept by its hash; and handed out as an
// attachment that no browser runs.
import type { Context } from '#src/access/context.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import type { EvidenceFile } from './evidence.ts'
import { inspected } from './file-type.ts'
import { archiveLimits, evidenceMacrosSetting, evidenceMegabytesSetting, evidenceTypesSetting } from './settings-evidence.ts'

/**
 * Takes the body of the request as a file.
 * @throws Refused why it is not taken
 */
export async function takenFile(ctx: Context, filename: string, revision: number, addedBy: string): Promise<EvidenceFile> {
  const bytes = await ctx.upload(await ctx.setting(evidenceMegabytesSetting) * 1024 * 1024)
  const limits = { types: await ctx.setting(evidenceTypesSetting), allowsMacros: await ctx.setting(evidenceMacrosSetting), archive: archiveLimits }
  const file = orRefuse(inspected(bytes, filename, limits))
  const scan = await ctx.files.scan(bytes)
  if (scan.state === 'refused') throw new Refused(refuse('virus-found', `The scanner found ${scan.found} in the file. It was not kept.`))
  if (scan.state === 'unavailable') throw new Refused(refuse('virus-scan-unavailable', 'The virus scanner does not answer, so the file was not kept. Try again shortly.'))
  return {
    revision, sha256: await ctx.files.put(bytes), byteCount: bytes.byteLength, mediaType: file.mediaType, filename: file.filename, scan: scan.state,
    erasedOn: null, addedAt: ctx.now, addedBy,
  }
}

/** A name in a header: ASCII for old readers, the whole of it for all others (RFC 6266). */
const disposition = (filename: string): string =>
  `attachment; filename="${filename.replace(/[^ -~]|["\\%]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(filename).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)}`

/** @throws Refused `file-missing` */
export async function handedOut(ctx: Context, file: Pick<EvidenceFile, 'sha256' | 'filename'>): Promise<Response> {
  const bytes = await ctx.files.read(file.sha256)
  if (bytes === undefined) throw new Refused(refuse('file-missing', `The store of files does not hold ${file.sha256}.`))
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': 'application/octet-stream', 'content-disposition': disposition(file.filename), 'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'", 'content-digest': `sha-256=:${Buffer.from(file.sha256, 'hex').toString('base64')}:`,
      'content-length': String(bytes.byteLength),
    },
  })
}
