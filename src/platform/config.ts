// Configuration by environment: read once, checked once, printed without secrets. A wrong value is one clear line and exit 2.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { isAbsolute, join, resolve } from 'node:path'
import { z } from 'zod'
import { fileConfigOf, fileEnvironment, type FileConfig } from './config-files.ts'

/** Ends the program with one line on standard error; `main` is the only one to catch it. */
export class StartRefused extends Error {}

const boolean = z.enum(['true', 'false', '1', '0', '']).transform((text) => text === 'true' || text === '1')
const Environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(8080),
  HOST: z.string().regex(/^[\w.:-]+$/, 'a host name or address').default('127.0.0.1'),
  CUPEL_DATA: z.string().min(1).default('.cupel'),
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'begins with postgres://').optional(),
  PUBLIC_URL: z.string().url('an address such as https://registry.example.org').regex(/^https?:\/\//, 'begins with http:// or https://').optional(),
  TRUST_PROXY: boolean.default(false),
  CUPEL_SECRET: z.string().min(32, 'at least 32 characters').optional(),
  SMTP_URL: z.string().regex(/^smtps?:\/\//, 'begins with smtp:// or smtps://').optional(),
  MAIL_FROM: z.string().default('Cupel <cupel@localhost>'),
  LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
  OIDC_ISSUER: z.string().url('an address such as https://login.example.org').regex(/^(https:|http:\/\/(localhost|127\.0\.0\.1)[:/])/, 'begins with https://').optional(),
  OIDC_CLIENT_ID: z.string().min(1).max(500).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).max(2000).optional(),
  OIDC_NAME: z.string().min(1).max(60).default('your organisation'),
  ...fileEnvironment,
  CUPEL_TIME_ZONE: z.string().refine(isTimeZone, 'a time zone such as Europe/London').default('UTC'),
})

export type Config = {
  readonly port: number
  readonly host: string
  readonly dataFolder: string
  readonly databaseUrl: string | undefined
  readonly publicUrl: string
  readonly trustProxy: boolean
  readonly secret: string
  readonly smtpUrl: string | undefined
  readonly mailFrom: string
  readonly logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug'
  readonly timeZone: string
  /** Where files are kept, and who looks at them first. */
  readonly files: FileConfig
  /** Sign-in by accounts kept elsewhere (OpenID Connect). */
  readonly oidc: OidcConfig | undefined
}
export type OidcConfig = { readonly discoveryUrl: string; readonly clientId: string; readonly clientSecret: string; readonly name: string }

function isTimeZone(name: string): boolean {
  try { new Intl.DateTimeFormat('en', { timeZone: name }); return true } catch { return false }
}

/**
 * Reads the environment. Empty values count as absent.
 * @param calledFrom relative folders are taken from here
 * @throws StartRefused one line that names the variable, what is wrong and what is wanted
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>, calledFrom: string): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = Environment.safeParse(given)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!
    const name = String(issue.path[0])
    const shown = /SECRET|URL|KEY/.test(name) ? '' : ` is "${given[name]}"`
    throw new StartRefused(`${name}${shown}: ${issue.message}. Correct it in the environment and start again.`)
  }
  const e = parsed.data
  const files = fileConfigOf(e)
  if (typeof files === 'string') throw new StartRefused(`${files} Correct it in the environment and start again.`)
  const dataFolder = isAbsolute(e.CUPEL_DATA) ? e.CUPEL_DATA : resolve(calledFrom, e.CUPEL_DATA)
  return {
    port: e.PORT, host: e.HOST, dataFolder, databaseUrl: e.DATABASE_URL,
    publicUrl: (e.PUBLIC_URL ?? `http://localhost:${e.PORT}`).replace(/\/$/, ''),
    trustProxy: e.TRUST_PROXY, secret: e.CUPEL_SECRET ?? keptSecret(dataFolder),
    smtpUrl: e.SMTP_URL, mailFrom: e.MAIL_FROM, logLevel: e.LOG_LEVEL, timeZone: e.CUPEL_TIME_ZONE, files,
    oidc: oidcOf(e),
  }
}

const WELL_KNOWN = '/.well-known/openid-configuration'

/** @throws StartRefused where one of the three is missing */
function oidcOf(e: z.infer<typeof Environment>): OidcConfig | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = e
  if (issuer === undefined && clientId === undefined && clientSecret === undefined) return undefined
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) {
    const missing = issuer === undefined ? 'OIDC_ISSUER' : clientId === undefined ? 'OIDC_CLIENT_ID' : 'OIDC_CLIENT_SECRET'
    throw new StartRefused(`${missing}: is missing. A sign-in elsewhere needs OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET; set all three or none.`)
  }
  return { discoveryUrl: issuer.endsWith(WELL_KNOWN) ? issuer : `${issuer.replace(/\/$/, '')}${WELL_KNOWN}`, clientId, clientSecret, name: e.OIDC_NAME }
}

/** The installation's secret, made at the first start and readable by its owner alone. */
function keptSecret(dataFolder: string): string {
  const file = join(dataFolder, 'secret')
  try {
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
    if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' })
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new StartRefused(`CUPEL_DATA: the folder ${dataFolder} cannot be used (${(error as NodeJS.ErrnoException).code ?? String(error)}). Name a folder that can be written.`)
  }
}

/** What is printed at the start: everything but secrets. */
export const shownConfig = (config: Config): string => [
  `data ${config.dataFolder}`,
  `database ${config.databaseUrl === undefined ? 'embedded PostgreSQL' : config.databaseUrl.replace(/\/\/[^@/]*@/, '//…@')}`,
  `public address ${config.publicUrl}`,
  `mail ${config.smtpUrl === undefined ? 'off' : 'by SMTP'}`,
  `proxy ${config.trustProxy ? 'trusted' : 'not trusted'}`,
  `sign-in elsewhere ${config.oidc === undefined ? 'off' : new URL(config.oidc.discoveryUrl).host}`,
  `files ${config.files.s3 === undefined ? 'in the data folder' : `at ${new URL(config.files.s3.endpoint).host}`}`,
  `virus scanner ${config.files.scanner?.kind ?? 'off'}`,
  `time zone ${config.timeZone}`,
  `log level ${config.logLevel}`,
].join(' · ')
