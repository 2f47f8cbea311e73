// Sends a directory and tells how far it is: fetch cannot say so of what it sends, so the older request is used.
import { routes } from 'virtual:routes'
import type { InputFor, Result } from '../api/client.ts'
import { problemOf, unreachable } from '../api/problem.ts'
import { addressOf } from '../api/request.ts'
import { currentLanguage } from '../messages/language.ts'

export type Upload = { readonly done: Promise<Result<'createImport'>>; readonly stop: () => void }

/** @param onProgress 0 to 1; 1 when all is sent and the rows are being read */
export function uploadDirectory(
  input: InputFor<'createImport'>,
  file: File,
  onProgress: (share: number) => void,
): Upload {
  const route = routes.createImport
  if (route === undefined) throw new Error('no operation is called createImport')
  const request = new XMLHttpRequest()
  const done = new Promise<Result<'createImport'>>((resolve, reject) => {
    request.open('POST', addressOf({ ...route, method: 'GET' }, input))
    request.setRequestHeader('content-type', file.type || 'application/octet-stream')
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
      if (response.ok) resolve(response.json() as Promise<Result<'createImport'>>)
      else void problemOf(response).then(reject, reject)
    }
    request.send(file)
  })
  return { done, stop: () => request.abort() }
}
