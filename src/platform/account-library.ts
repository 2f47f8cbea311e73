// How better-auth is set up: what it may do, and what it may not. Of its many addresses only those that the screens use
// are open; what it keeps of a sign-in elsewhere is the bare link to that account.
import { apiKey } from '@better-auth/api-key'
import { passkey } from '@better-auth/passkey'
import { betterAuth, type BetterAuthOptions } from 'better-auth'
import { APIError, createAuthMiddleware } from 'better-auth/api'
import { genericOAuth, twoFactor } from 'better-auth/plugins'
import type pg from 'pg'
import type { AccountMail } from './account-mail.ts'
import type { Config } from './config.ts'

/** Set by the server from the connection, so that nobody escapes the sign-in limit by a forged forwarding header. */
export const ADDRESS_HEADER = 'x-cupel-address'
/** The account elsewhere; part of the address that its operator must allow: `/api/auth/callback/oidc`. */
export const ELSEWHERE = 'oidc'

const open: readonly RegExp[] = [
  /^POST \/(sign-in\/email|sign-in\/social|sign-out|change-password|request-password-reset|reset-password)$/,
  /^GET \/reset-password\/[\w-]+$/,
  /^GET \/callback\/oidc$/,
  /^POST \/two-factor\/(enable|disable|verify-totp|verify-backup-code|generate-backup-codes)$/,
  /^GET \/passkey\/(generate-register-options|generate-authenticate-options|list-user-passkeys)$/,
  /^POST \/passkey\/(verify-registration|verify-authentication|delete-passkey|update-passkey)$/,
]

/** Whether an address of the library is open. The others hand out tokens, or make accounts and keys past our own rules. */
export const isOpenAddress = (method: string, path: string): boolean => open.some((one) => one.test(`${method} ${path}`))

/** A password and a code, or a sign-in elsewhere and a code: whoever turned codes on is asked for one either way. */
function codesForEverySignIn() {
  const plugin = twoFactor({ issuer: 'Cupel' })
  const [challenge] = plugin.hooks.after
  const isCallback = (path: string | undefined): boolean => path === '/callback/:id'
  const toTheCode = createAuthMiddleware(async (ctx) => {
    const answer = ctx.context.returned as { twoFactorRedirect?: boolean } | undefined
    if (answer?.twoFactorRedirect === true) throw ctx.redirect('/sign-in?step=code')
  })
  return {
    ...plugin,
    hooks: { after: [
      { ...challenge!, matcher: (ctx: Parameters<NonNullable<typeof challenge>['matcher']>[0]) => isCallback(ctx.path) || challenge!.matcher(ctx) },
      { matcher: (ctx: { path?: string | undefined }) => isCallback(ctx.path), handler: toTheCode },
    ] },
  }
}

/** A passkey stands for possession and person, so the device must have checked who holds it. */
const passkeys = () => passkey({
  rpName: 'Cupel',
  authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  registration: { afterVerification: ({ verification }) => { if (verification.registrationInfo?.userVerified !== true) throw new APIError('UNAUTHORIZED', { code: 'PERSON_NOT_VERIFIED' }) } },
  authentication: { afterVerification: ({ verification }) => { if (!verification.authenticationInfo.userVerified) throw new APIError('UNAUTHORIZED', { code: 'PERSON_NOT_VERIFIED' }) } },
})

const elsewhere = ({ oidc }: Config) => oidc === undefined ? [] : [genericOAuth({ config: [{
  providerId: ELSEWHERE, name: oidc.name, discoveryUrl: oidc.discoveryUrl, clientId: oidc.clientId, clientSecret: oidc.clientSecret,
  scopes: ['openid', 'email', 'profile'], requireIdTokenVerification: true, disableSignUp: true, disableProviderLogout: true,
}] })]

/** The addresses of a sign-in elsewhere. */
export const isElsewhere = (path: string): boolean => path === '/sign-in/social' || path === `/callback/${ELSEWHERE}`

const withoutTokens = async <T extends object>(account: T) =>
  ({ data: { ...account, accessToken: null, refreshToken: null, idToken: null, accessTokenExpiresAt: null, refreshTokenExpiresAt: null } })

export type AccountDoors = {
  readonly mail: AccountMail
  /** The address an account stands under. */
  readonly emailOf: (userId: string) => Promise<string | undefined>
}

type Validation = NonNullable<NonNullable<BetterAuthOptions['user']>['validateUserInfo']>

/** A sign-in elsewhere opens an account that is there, under the same address, verified on both sides; it makes none. */
const sameVerifiedAddress = ({ emailOf }: AccountDoors): Validation => async ({ user, source }) => {
  if (source.method !== 'oauth') return
  if (source.action === 'create-user' || user.emailVerified !== true) return { error: 'signup_disabled' }
  if (user.id !== undefined && await emailOf(user.id) !== user.email?.toLowerCase()) return { error: 'address_changed' }
}

/** @param withElsewhere asks the other side for its addresses at once; so it has an instance of its own, and waits alone */
export const createAuth = (pool: pg.Pool, config: Config, doors: AccountDoors, withElsewhere = false) => {
  const linking: BetterAuthOptions['account'] = { accountLinking: { enabled: true, trustedProviders: [], requireLocalEmailVerified: true }, updateAccountOnSignIn: false }
  return betterAuth({
    database: pool,
    secret: config.secret,
    baseURL: config.publicUrl,
    basePath: '/api/auth',
    appName: 'Cupel',
    trustedOrigins: [config.publicUrl, `http://localhost:${config.port}`, `http://127.0.0.1:${config.port}`],
    emailAndPassword: {
      enabled: true, disableSignUp: true, minPasswordLength: 12, maxPasswordLength: 200, revokeSessionsOnPasswordReset: true,
      ...(doors.mail.isOn ? { sendResetPassword: ({ user, url }) => doors.mail.newPassword(user.id, user.email, url) } : {}),
    },
    account: linking,
    ...(withElsewhere ? { user: { validateUserInfo: sameVerifiedAddress(doors) } } : {}),
    databaseHooks: { account: { create: { before: withoutTokens } } },
    session: { expiresIn: 60 * 60 * 24 * 7, updateAge: 60 * 60 * 24 },
    rateLimit: { enabled: true, window: 60, max: 60 },
    advanced: { cookiePrefix: 'cupel', useSecureCookies: config.publicUrl.startsWith('https://'), ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] } },
    onAPIError: { errorURL: `${config.publicUrl}/sign-in` },
    telemetry: { enabled: false },
    logger: { disabled: true },
    // The plugin's own daily limit would stop an importer at ten calls; ours is per minute and for everyone.
    plugins: [apiKey({ defaultPrefix: 'cupel_', rateLimit: { enabled: false }, enableMetadata: false }), codesForEverySignIn(), passkeys(), ...(withElsewhere ? elsewhere(config) : [])],
  })
}
export type Auth = ReturnType<typeof createAuth>
