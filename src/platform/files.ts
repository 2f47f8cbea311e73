// Where the bytes of files lie: a folder by default, content-addressed by SHA-256. A file is written beside its place and
// renamed, so that a name never stands for half of its bytes.
import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { FileStore } from '#src/access/context.ts'
import type { Config } from './config.ts'

const isHash = (sha256: string): boolean => /^[0-9a-f]{64}$/.test(sha256)
const isAbsent = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT'

export function openFolder(folder: string): FileStore {
  const placeOf = (sha256: string): string => {
    if (!isHash(sha256)) throw new Error('not a SHA-256 in hex')
    return join(folder, sha256.slice(0, 2), sha256)
  }
  return {
    put: async (bytes) => {
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      const place = placeOf(sha256)
      const isKept = await stat(place).then(({ size }) => size === bytes.byteLength, () => false)
      if (isKept) return sha256
      await mkdir(dirname(place), { recursive: true, mode: 0o700 })
      const beside = `${place}.${randomBytes(6).toString('hex')}`
      await writeFile(beside, bytes, { mode: 0o600, flush: true })
      await rename(beside, place)
      return sha256
    },
    read: async (sha256) => readFile(placeOf(sha256)).catch((error: unknown) => { if (isAbsent(error)) return undefined; throw error }),
    remove: async (sha256) => rm(placeOf(sha256), { force: true }),
  }
}

export const openFiles = (config: Config): FileStore => openFolder(join(config.dataFolder, 'files'))
