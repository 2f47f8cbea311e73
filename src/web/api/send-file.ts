// Sends a file and tells how far it is: fetch cannot say so of what it sends, so the older request is used.
import { routes } from 'virtual:routes'
import { currentLanguage } from '../messages/language.ts'
import type { InputFor, OperationName, Result } from './client.ts'
import { problemOf, unreachable } from './problem.ts'
import { addressOf, type Input } from './request.ts'

export type Upload<T> = { readonly done: Promise<T>; readonly stop: () => void }

/** @param onProgress 0 to 1; 1 when all is sent and the file is being looked at */
export function sendFile<N extends OperationName>(
  name: N,
  input: InputFor<N>,
  file: File,
  onProgress: (share: number) => void,
  contentType = 'application/octet-stream',
): Upload<Result<N>> {
  const route = routes[name]
  if (route === undefined) throw new Error(`no operation is called ${name}`)
  const request = new XMLHttpRequest()
  const done = new Promise<Result<N>>((resolve, reject) => {
    request.open('POST', addressOf({ ...route, method: 'GET' }, input as Input))
    request.setRequestHeader('content-type', contentType)
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
