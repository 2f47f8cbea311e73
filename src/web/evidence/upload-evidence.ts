// Sends a file of evidence and tells how far it is: fetch cannot say so of what it sends, so the older request is used.
import { routes } from 'virtual:routes'
import type { InputFor, Result } from '../api/client.ts'
import { problemOf, unreachable } from '../api/problem.ts'
import { addressOf } from '../api/request.ts'
import { currentLanguage } from '../messages/language.ts'

export type Upload<T> = { readonly done: Promise<T>; readonly stop: () => void }
type Uploading = 'uploadEvidence' | 'addEvidenceRevision'

/** @param onProgress 0 to 1; 1 when all is sent and the file is being looked at */
export function sendFile<N extends Uploading>(
  name: N,
  input: InputFor<N>,
  file: File,
  onProgress: (share: number) => void,
): Upload<Result<N>> {
  const route = routes[name]
  if (route === undefined) throw new Error(`no operation is called ${name}`)
  const request = new XMLHttpRequest()
  const done = new Promise<Result<N>>((resolve, reject) => {
    request.open('POST', addressOf({ ...route, method: 'GET' }, input))
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.setRequestHeader('accept', 'application/json')
    request.setRequestHeader('accept-language', currentLanguage())
    request.setRequestHeader('idempotency-key', crypto.randomUUID())
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total)
    request.upload.onload = () => onProgress(1)
    request.onerror = () => reject(unreachable())
    request.onabort = () => reject(new DOMException('stopped', 'AbortError'))
    request.onload = () => {
      const response = new Response(request.responseText, {
        status: request.status,
        headers: { 'content-type': request.getResponseHeader('content-type') ?? '' },
      })
      if (response.ok) resolve(response.json() as Promise<Result<N>>)
      else void problemOf(response).then(reject, reject)
    }
    request.send(file)
  })
  return { done, stop: () => request.abort() }
}

/** As the file dialog takes it. What a file is, the server tells by its bytes. */
export const ACCEPTED = '.pdf,.png,.jpg,.jpeg,.webp,.tif,.tiff,.docx,.xlsx,.pptx,.csv,.txt,.eml,.mp3,.mp4'

export const sizeOf = (bytes: number): { key: 'size.kb' | 'size.mb'; values: { size: number } } =>
  bytes < 1_000_000
    ? { key: 'size.kb', values: { size: Math.max(1, Math.round(bytes / 1000)) } }
    : { key: 'size.mb', values: { size: Math.round(bytes / 100_000) / 10 } }

/** The name of a file as a first title: without its ending, with blanks for underscores. */
export const titleFrom = (filename: string): string =>
  filename.replace(/\.[^.]+$/, '').replace(/[_\s]+/g, ' ').trim().slice(0, 200)
