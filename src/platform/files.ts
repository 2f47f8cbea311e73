// Where the bytes of files lie: a folder by default, or a store that speaks S3; content-addressed by SHA-256 in both. In a
// folder a file is written beside its place and renamed, so that a name never stands for half of its bytes; from a store
// the bytes are checked against their name when they come back.
import { AwsClient } from 'aws4fetch'
import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { FileStore } from '#src/access/context.ts'
import type { Config } from './config.ts'
import type { S3Config } from './config-files.ts'
import { openScanner } from './virus-scan.ts'

type Bytes = Omit<FileStore, 'scan'>

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const isAbsent = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT'

/** Two letters, then the hash: no folder and no listing grows without end. */
function placeOf(sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error('not a SHA-256 in hex')
  return `${sha256.slice(0, 2)}/${sha256}`
}

export function openFolder(folder: string): Bytes {
  const pathOf = (sha256: string): string => join(folder, placeOf(sha256))
  return {
    put: async (bytes) => {
      const sha256 = hashOf(bytes)
      const place = pathOf(sha256)
      const isKept = await stat(place).then(({ size }) => size === bytes.byteLength, () => false)
      if (isKept) return sha256
      await mkdir(dirname(place), { recursive: true, mode: 0o700 })
      const beside = `${place}.${randomBytes(6).toString('hex')}`
      await writeFile(beside, bytes, { mode: 0o600, flush: true })
      await rename(beside, place)
      return sha256
    },
    read: async (sha256) => readFile(pathOf(sha256)).catch((error: unknown) => { if (isAbsent(error)) return undefined; throw error }),
    remove: async (sha256) => rm(pathOf(sha256), { force: true }),
  }
}

/** A bucket addressed by path, as every store that speaks S3 knows it. */
export function openBucket(config: S3Config): Bytes {
  const client = new AwsClient({ accessKeyId: config.accessKey, secretAccessKey: config.secretKey, region: config.region, service: 's3', retries: 3 })
  const addressOf = (sha256: string): string => `${config.endpoint}/${config.bucket}/${placeOf(sha256)}`
  const asked = async (method: 'PUT' | 'GET' | 'HEAD' | 'DELETE', sha256: string, body?: Uint8Array): Promise<Response | undefined> => {
    const response = await client.fetch(addressOf(sha256), {
      method, signal: AbortSignal.timeout(60_000),
      ...(body === undefined ? {} : { body: new Uint8Array(body), headers: { 'content-type': 'application/octet-stream', 'x-amz-content-sha256': sha256 } }),
    })
    if (response.ok) return response
    await response.body?.cancel()
    if (response.status === 404 && method !== 'PUT') return undefined
    throw new Error(`the store of files answered ${response.status} to ${method}`)
  }
  return {
    put: async (bytes) => {
      const sha256 = hashOf(bytes)
      const kept = await asked('HEAD', sha256)
      if (Number(kept?.headers.get('content-length') ?? '-1') === bytes.byteLength) return sha256
      await asked('PUT', sha256, bytes)
      return sha256
    },
    read: async (sha256) => {
      const response = await asked('GET', sha256)
      if (response === undefined) return undefined
      const bytes = new Uint8Array(await response.arrayBuffer())
      if (hashOf(bytes) !== sha256) throw new Error(`the store of files answered other bytes for ${sha256}`)
      return bytes
    },
    remove: async (sha256) => { await asked('DELETE', sha256) },
  }
}

export function openFiles(config: Config): FileStore {
  const { s3, scanner } = config.files
  return { ...(s3 === undefined ? openFolder(join(config.dataFolder, 'files')) : openBucket(s3)), scan: openScanner(scanner) }
}
