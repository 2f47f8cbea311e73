import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createServer as createSocketServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readConfig } from './config.ts'
import { openBucket, openFiles, openFolder } from './files.ts'
import { openScanner } from './virus-scan.ts'

const bytes = new Uint8Array(Buffer.from('a file'))
const sha256 = createHash('sha256').update(bytes).digest('hex')
const absent = createHash('sha256').update('none').digest('hex')

describe('a folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cupel-files-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('keeps the same bytes once under their hash, and gives them up for good', async () => {
    const files = openFolder(folder)
    expect(await files.put(bytes)).toBe(sha256)
    expect(await files.put(bytes)).toBe(sha256)
    expect(new Uint8Array((await files.read(sha256))!)).toEqual(bytes)
    await files.remove(sha256)
    await files.remove(sha256)
    expect(await files.read(sha256)).toBeUndefined()
  })

  test('takes nothing but a hash for a name', async () => {
    await expect(openFolder(folder).read('../secret')).rejects.toThrow(/not a SHA-256/)
  })
})

/** As much of S3 as is used: whole objects by path, signed by version 4 of its signatures. */
function fakeS3(): { server: Server; objects: Map<string, Buffer>; seen: { method: string; authorization: string; hash: string }[] } {
  const objects = new Map<string, Buffer>()
  const seen: { method: string; authorization: string; hash: string }[] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      seen.push({ method: request.method!, authorization: request.headers.authorization ?? '', hash: String(request.headers['x-amz-content-sha256'] ?? '') })
      if (!/^AWS4-HMAC-SHA256 Credential=access\/\d{8}\/eu-central-1\/s3\/aws4_request, SignedHeaders=[\w;-]+, Signature=[0-9a-f]{64}$/.test(request.headers.authorization ?? '')) { response.writeHead(403).end(); return }
      const object = objects.get(request.url!)
      if (request.method === 'PUT') { objects.set(request.url!, Buffer.concat(parts)); response.writeHead(200).end(); return }
      if (request.method === 'DELETE') { objects.delete(request.url!); response.writeHead(204).end(); return }
      if (object === undefined) { response.writeHead(404).end(); return }
      response.writeHead(200, { 'content-length': object.length })
      if (request.method === 'HEAD') response.end()
      else response.end(object)
    })
  })
  return { server, objects, seen }
}

describe('a store that speaks S3', () => {
  const fake = fakeS3()
  let endpoint = ''
  const bucket = (secret = 'secret') => openBucket({ endpoint, bucket: 'evidence', region: 'eu-central-1', accessKey: secret === 'secret' ? 'access' : 'wrong', secretKey: secret })
  beforeAll(async () => {
    await new Promise<void>((listening) => { fake.server.listen(0, '127.0.0.1', listening) })
    endpoint = `http://127.0.0.1:${(fake.server.address() as AddressInfo).port}`
  })
  afterAll(() => { fake.server.close(); fake.server.closeAllConnections() })

  test('keeps the same bytes once under their hash, and gives them up for good', async () => {
    expect(await bucket().put(bytes)).toBe(sha256)
    expect([...fake.objects.keys()]).toEqual([`/evidence/${sha256.slice(0, 2)}/${sha256}`])
    expect(await bucket().put(bytes)).toBe(sha256)
    expect(fake.seen.filter(({ method }) => method === 'PUT')).toMatchObject([{ hash: sha256 }])
    expect(await bucket().read(sha256)).toEqual(bytes)
    expect(await bucket().read(absent)).toBeUndefined()
    await bucket().remove(sha256)
    expect(fake.objects.size).toBe(0)
  })

  test('is not believed when it answers other bytes, and a refusal of it is a fault and no absence', async () => {
    fake.objects.set(`/evidence/${absent.slice(0, 2)}/${absent}`, Buffer.from('something else'))
    await expect(bucket().read(absent)).rejects.toThrow(/other bytes/)
    await expect(bucket('other').read(sha256)).rejects.toThrow(/403/)
  })
})

describe('a scanner', () => {
  /** clamd by its INSTREAM command: chunks with their lengths, an empty one at the end. */
  const clamd = (answer: (received: string) => string | null) => new Promise<{ address: string; close(): void }>((ready) => {
    const server = createSocketServer((socket) => {
      let all: Buffer = Buffer.alloc(0)
      socket.on('error', () => {})
      socket.on('data', (part: Buffer) => {
        all = Buffer.concat([all, part])
        const start = all.indexOf(0) + 1
        let at = start, received = ''
        while (at > 0 && at + 4 <= all.length) {
          const length = all.readUInt32BE(at)
          if (length === 0) { const said = answer(received); if (said === null) socket.destroy(); else socket.end(`${said}\0`); return }
          received += all.subarray(at + 4, at + 4 + length).toString('latin1')
          at += 4 + length
        }
      })
    })
    server.listen(0, '127.0.0.1', () => ready({ address: `127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() }))
  })

  test('that there is none of says so', async () => { expect(await openScanner(undefined)(bytes)).toEqual({ state: 'not-scanned' }) })

  test.each<[string, string | null, unknown]>([
    ['finds nothing', 'stream: OK', { state: 'clean' }], ['finds something', 'stream: Win.Test.EICAR_HDB-1 FOUND', { state: 'refused', found: 'Win.Test.EICAR_HDB-1' }],
    ['finds it too large', 'INSTREAM size limit exceeded. ERROR', { state: 'unavailable' }], ['goes away', null, { state: 'unavailable' }],
  ])('clamd that %s', async (_, said, expected) => {
    const large = new Uint8Array(200_000).fill(65)
    const daemon = await clamd((received) => received.length === large.length ? said : 'stream: cut ERROR')
    expect(await openScanner({ kind: 'clamd', address: daemon.address })(large)).toEqual(expected)
    daemon.close()
  })

  test('that is not there lets nothing in', async () => {
    expect(await openScanner({ kind: 'clamd', address: '127.0.0.1:1' })(bytes)).toEqual({ state: 'unavailable' })
    expect(await openScanner({ kind: 'command', command: ['/nowhere/scanner'] })(bytes)).toEqual({ state: 'unavailable' })
  })

  test.each<[string, string, unknown]>([
    ['0', 'cat > /dev/null', { state: 'clean' }], ['1', 'cat > /dev/null; echo "stdin: Bad.Thing FOUND"; exit 1', { state: 'refused', found: 'stdin: Bad.Thing FOUND' }],
    ['2', 'exit 2', { state: 'unavailable' }],
  ])('that is a program and ends with %s', async (_, script, expected) => {
    expect(await openScanner({ kind: 'command', command: ['/bin/sh', '-c', script] })(bytes)).toEqual(expected)
  })
})

describe('the environment', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cupel-config-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const s3 = { S3_ENDPOINT: 'https://s3.example.org/', S3_BUCKET: 'evidence', S3_ACCESS_KEY: 'a', S3_SECRET_KEY: 'secret-of-the-store' }
  const read = (env: Record<string, string>) => readConfig({ CUPEL_DATA: folder, CUPEL_SECRET: 'a secret of at least 32 characters', ...env }, folder)

  test('names a folder unless it names a store, whole', () => {
    expect(read({}).files).toEqual({ s3: undefined, scanner: undefined })
    expect(read(s3).files.s3).toEqual({ endpoint: 'https://s3.example.org', bucket: 'evidence', region: 'us-east-1', accessKey: 'a', secretKey: 'secret-of-the-store' })
    for (const missing of Object.keys(s3)) {
      expect(() => read(Object.fromEntries(Object.entries(s3).filter(([name]) => name !== missing)))).toThrow(new RegExp(`^${missing}: is missing`))
    }
  })

  test('names one scanner', () => {
    expect(read({ CUPEL_CLAMD: 'clamav:3310' }).files.scanner).toEqual({ kind: 'clamd', address: 'clamav:3310' })
    expect(read({ CUPEL_SCAN_COMMAND: 'clamdscan  --fdpass -' }).files.scanner).toEqual({ kind: 'command', command: ['clamdscan', '--fdpass', '-'] })
    expect(() => read({ CUPEL_CLAMD: 'clamav:3310', CUPEL_SCAN_COMMAND: 'x' })).toThrow(/one scanner/)
    expect(() => read({ CUPEL_CLAMD: 'clamav' })).toThrow(/host:port/)
  })

  test('opens what it names', async () => {
    const files = openFiles(read({}))
    expect(await files.scan(bytes)).toEqual({ state: 'not-scanned' })
    expect(await files.put(bytes)).toBe(sha256)
  })
})
