// Where files are kept and who looks at them first, by environment: a folder unless a store that speaks S3 is named, and no
// scanner unless one is.
import { z } from 'zod'

export const fileEnvironment = {
  S3_ENDPOINT: z.string().url('an address such as https://s3.example.org').regex(/^https?:\/\//, 'begins with http:// or https://').optional(),
  S3_BUCKET: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,62}$/, 'the name of a bucket').optional(),
  S3_REGION: z.string().regex(/^[a-z0-9-]{1,60}$/, 'a region such as eu-central-1').default('us-east-1'),
  S3_ACCESS_KEY: z.string().min(1).max(200).optional(),
  S3_SECRET_KEY: z.string().min(1).max(500).optional(),
  /** `host:port`, or the path of a socket. */
  CUPEL_CLAMD: z.string().regex(/^([\w.-]+:\d{1,5}|\/.+)$/, 'host:port, or the path of a socket').optional(),
  /** A program and its arguments; it reads the file and answers by its exit: 0 clean, 1 found. */
  CUPEL_SCAN_COMMAND: z.string().min(1).max(500).optional(),
}
const Environment = z.object(fileEnvironment)

export type S3Config = { readonly endpoint: string; readonly bucket: string; readonly region: string; readonly accessKey: string; readonly secretKey: string }
export type ScannerConfig = { readonly kind: 'clamd'; readonly address: string } | { readonly kind: 'command'; readonly command: readonly string[] }
export type FileConfig = { readonly s3: S3Config | undefined; readonly scanner: ScannerConfig | undefined }

/** @returns the configuration, or what is wrong in one line */
export function fileConfigOf(e: z.output<typeof Environment>): FileConfig | string {
  if (e.CUPEL_CLAMD !== undefined && e.CUPEL_SCAN_COMMAND !== undefined) return 'CUPEL_CLAMD: is given beside CUPEL_SCAN_COMMAND. Name one scanner.'
  const scanner: ScannerConfig | undefined = e.CUPEL_CLAMD !== undefined ? { kind: 'clamd', address: e.CUPEL_CLAMD }
    : e.CUPEL_SCAN_COMMAND !== undefined ? { kind: 'command', command: e.CUPEL_SCAN_COMMAND.split(/\s+/).filter((part) => part !== '') } : undefined
  const wanted = { S3_ENDPOINT: e.S3_ENDPOINT, S3_BUCKET: e.S3_BUCKET, S3_ACCESS_KEY: e.S3_ACCESS_KEY, S3_SECRET_KEY: e.S3_SECRET_KEY }
  const missing = Object.entries(wanted).find(([, value]) => value === undefined)
  if (missing !== undefined) {
    return Object.values(wanted).every((value) => value === undefined) ? { s3: undefined, scanner }
      : `${missing[0]}: is missing. A store of files needs S3_ENDPOINT, S3_BUCKET, S3_ACCESS_KEY and S3_SECRET_KEY; set all four or none.`
  }
  return { s3: { endpoint: e.S3_ENDPOINT!.replace(/\/$/, ''), bucket: e.S3_BUCKET!, region: e.S3_REGION, accessKey: e.S3_ACCESS_KEY!, secretKey: e.S3_SECRET_KEY! }, scanner }
}
