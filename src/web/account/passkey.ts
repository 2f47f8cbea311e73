// The ceremony of a passkey in the browser: options from the server, an answer from the device, a check by the server. The
// device must verify who holds it, since a passkey stands for password and code together.
import { Problem } from '../api/problem.ts'
import { codeOf, get, post } from './session.ts'

export type Passkey = { readonly id: string; readonly name?: string | null; readonly createdAt?: string | null }

/** Where there is no secure place, or the address is a number, browsers have no passkeys. */
export const hasPasskeys = (): boolean =>
  typeof PublicKeyCredential !== 'undefined' && window.isSecureContext && !/^[\d.:[\]]+$/.test(location.hostname)

const failure = (code: string, status = 0) => new Problem({ type: `/problems/${code}`, title: code, status })

async function optionsFrom<T>(path: string): Promise<T> {
  const response = await get(path)
  if (!response.ok) throw failure((await codeOf(response)) === 'SESSION_NOT_FRESH' ? 'stale' : 'failed', response.status)
  return (await response.json()) as T
}

/** Null where the person closed the window, or the device has none. */
async function fromDevice(work: Promise<Credential | null>): Promise<object> {
  let credential: Credential | null
  try {
    credential = await work
  } catch {
    throw failure('failed')
  }
  if (credential === null) throw failure('failed')
  return (credential as PublicKeyCredential).toJSON() as object
}

/** @throws Problem `failed`, `stale` where one signed in too long ago */
export async function addPasskey(name: string): Promise<void> {
  const options = await optionsFrom<PublicKeyCredentialCreationOptionsJSON>('/passkey/generate-register-options')
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options)
  const response = await fromDevice(navigator.credentials.create({ publicKey }))
  const answer = await post('/passkey/verify-registration', { response, name })
  if (!answer.ok) throw failure('failed', answer.status)
}

/** @throws Problem `failed` */
export async function signInByPasskey(): Promise<void> {
  const options = await optionsFrom<PublicKeyCredentialRequestOptionsJSON>('/passkey/generate-authenticate-options')
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON({ ...options, userVerification: 'required' })
  const response = await fromDevice(navigator.credentials.get({ publicKey }))
  const answer = await post('/passkey/verify-authentication', { response })
  if (!answer.ok) throw failure('failed', answer.status)
}

export async function listPasskeys(): Promise<readonly Passkey[]> {
  return await optionsFrom<readonly Passkey[]>('/passkey/list-user-passkeys')
}

export async function removePasskey(id: string): Promise<void> {
  const answer = await post('/passkey/delete-passkey', { id })
  if (!answer.ok) throw failure('failed', answer.status)
}
