// Signing in and out and guarding the account, at the addresses of the accounts library. Its words are not shown: ours say
// what to do.
import { Problem } from '../api/problem.ts'

/** `wrong` for an unknown address or password, `often` when there were too many tries. */
export type SignInFailure = 'wrong' | 'often' | 'failed'

const unreachable = () => new Problem({ type: '/problems/unreachable', title: 'The server did not answer', status: 0 })
const failure = (code: string, status: number) => new Problem({ type: `/problems/${code}`, title: code, status })

async function ask(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(`/api/auth${path}`, { credentials: 'same-origin', ...init })
  } catch {
    throw unreachable()
  }
}

export const post = (path: string, body: object = {}): Promise<Response> =>
  ask(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

export const get = (path: string): Promise<Response> => ask(path, {})

/** The code by which the library says no. */
export const codeOf = async (response: Response): Promise<string> =>
  ((await response.json().catch(() => ({}))) as { code?: string }).code ?? ''

const failed = (response: Response, wrong: readonly number[] = [401]): Problem =>
  failure(
    response.status === 429 ? 'often' : wrong.includes(response.status) ? 'wrong' : 'failed',
    response.status,
  )

/**
 * @returns `code` where a code is asked for before one is in
 * @throws Problem whose code is a `SignInFailure`
 */
export async function signIn(email: string, password: string): Promise<'in' | 'code'> {
  const response = await post('/sign-in/email', { email, password })
  if (!response.ok) throw failed(response)
  const answer = (await response.json()) as { twoFactorRedirect?: boolean }
  return answer.twoFactorRedirect === true ? 'code' : 'in'
}

/** @throws Problem `wrong`, `late` where the password was too long ago, `often` */
export async function enterCode(code: string, isRecovery: boolean): Promise<void> {
  const response = await post(isRecovery ? '/two-factor/verify-backup-code' : '/two-factor/verify-totp', { code })
  if (response.ok) return
  const said = await codeOf(response)
  throw said === 'INVALID_TWO_FACTOR_COOKIE' ? failure('late', response.status) : failed(response, [400, 401])
}

/** Leaves for the sign-in elsewhere; it comes back by itself. */
export async function signInElsewhere(back: string): Promise<void> {
  const response = await post('/sign-in/social', { callbackURL: back, errorCallbackURL: '/sign-in' })
  if (!response.ok) throw failed(response)
  const { url } = (await response.json()) as { url: string }
  location.assign(url)
}

/** @throws Problem */
export async function signOut(): Promise<void> {
  const response = await post('/sign-out')
  if (!response.ok) throw failed(response)
}

/** `off` where the installation sends no mail. Whether there is such an account is not told. */
export async function askForNewPassword(email: string): Promise<'sent' | 'off' | 'often'> {
  const response = await post('/request-password-reset', { email, redirectTo: '/new-password' })
  return response.ok ? 'sent' : response.status === 429 ? 'often' : 'off'
}

/** False where the link was used or has expired. */
export async function saveNewPassword(token: string, newPassword: string): Promise<boolean> {
  return (await post('/reset-password', { token, newPassword })).ok
}

/** @throws Problem `wrong` where the current password is not right */
export async function changePassword(currentPassword: string, newPassword: string): Promise<void> {
  const response = await post('/change-password', { currentPassword, newPassword, revokeOtherSessions: true })
  if (!response.ok) throw failed(response, [400])
}

export type NewCodes = { readonly totpURI: string; readonly backupCodes: readonly string[] }

/** @throws Problem `wrong` where the password is not right */
async function withPassword<T>(path: string, password: string): Promise<T> {
  const response = await post(path, { password })
  if (!response.ok) throw failed(response, [400])
  return (await response.json()) as T
}
export const beginCodes = (password: string): Promise<NewCodes> => withPassword('/two-factor/enable', password)
export const endCodes = (password: string): Promise<unknown> => withPassword('/two-factor/disable', password)
export const newRecoveryCodes = (password: string): Promise<{ backupCodes: readonly string[] }> =>
  withPassword('/two-factor/generate-backup-codes', password)
