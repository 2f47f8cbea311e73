// Signing in and out, at the addresses of the accounts library. Its words are not shown: ours say what to do.
import { Problem } from '../api/problem.ts'

/** `wrong` for an unknown address or password, `often` when there were too many tries. */
export type SignInFailure = 'wrong' | 'often' | 'failed'

async function post(path: string, body: Readonly<Record<string, string>>): Promise<Response> {
  try {
    return await fetch(`/api/auth${path}`, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  } catch {
    throw new Problem({ type: '/problems/unreachable', title: 'The server did not answer', status: 0 })
  }
}

/** @throws Problem whose code is a `SignInFailure` */
export async function signIn(email: string, password: string): Promise<void> {
  const response = await post('/sign-in/email', { email, password })
  if (response.ok) return
  const failure: SignInFailure = response.status === 401 ? 'wrong' : response.status === 429 ? 'often' : 'failed'
  throw new Problem({ type: `/problems/${failure}`, title: failure, status: response.status })
}

/** @throws Problem */
export async function signOut(): Promise<void> {
  const response = await post('/sign-out', {})
  if (!response.ok) throw new Problem({ type: '/problems/failed', title: 'failed', status: response.status })
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

export type Person = { readonly name: string; readonly email: string }

/** The name and address of whoever is signed in; nothing without a session. */
export async function whoIsSignedIn(): Promise<Person | null> {
  const response = await fetch('/api/auth/get-session', { credentials: 'same-origin' })
  if (!response.ok) return null
  const session = (await response.json()) as { readonly user?: Person } | null
  return session?.user ?? null
}
