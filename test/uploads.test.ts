// Files of strangers, over HTTP as a browser or a program would send them: what is refused, by which code, that nothing of
// it is kept, and that whatever is handed out again is a file to be saved and never something that a browser runs.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { insertParticipant } from '#src/parties/participant.store.ts'
import { docx, joined, pdf, png, text, zip } from './files.ts'
import { addPerson, giveGrants, grant } from './people.ts'
import { testWorld, type World } from './world.ts'

let world: World
let key: string
const organisationId = 'org_upload'
const place = { organisationId, title: 'A file' }

const api = (path: string, init: RequestInit = {}): Promise<Response> =>
  world.fetch(`/api/v1${path}`, { ...init, headers: { authorization: `Bearer ${key}`, ...init.headers as Record<string, string> } })
const send = (bytes: Uint8Array | ReadableStream, more: Record<string, string> = {}, headers: Record<string, string> = {}): Promise<Response> =>
  api(`/evidence?${new URLSearchParams({ ...place, filename: 'report.pdf', ...more })}`, {
    method: 'POST', body: bytes as BodyInit, headers: { 'content-type': 'application/octet-stream', ...headers }, ...(bytes instanceof ReadableStream ? { duplex: 'half' } : {}),
  } as RequestInit)
const codeOf = async (response: Response): Promise<string> => response.ok ? `taken ${response.status}` : (await response.json() as { code: string }).code
const kept = (): string[] => {
  const folder = join(dataFolder(), 'files')
  try { return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).map(({ name }) => name) } catch { return [] }
}
const dataFolder = (): string => world.application.kernel.config.dataFolder
const rows = async (): Promise<number> => (await world.house.database.pool.query<{ n: number }>('select count(*)::int as n from evidence')).rows[0]!.n

beforeAll(async () => {
  world = await testWorld()
  await insertParticipant(world.house.database.sql, { organisationId, name: 'Upload Metals', country: 'CHL', allSitesBy: null, createdAt: world.house.clock.now() })
  const person = await addPerson(world, 'Una Invented', [grant('site-owner', 'organisation', organisationId)])
  await giveGrants(world, person.userId, [grant('partner', 'organisation', organisationId)])
  key = (await world.house.accounts.createKey(person.userId, { name: 'uploads', expiresInDays: undefined, reach: 'write' })).key
}, 120_000)
afterAll(async () => {
  expect(world.faults).toEqual([])
  await world.close()
})

describe('a file', () => {
  const bomb = docx({ name: 'word/media/a.bin', content: new Uint8Array(60_000_000) })
  test.each<[string, Uint8Array, string, number, string]>([
    ['that is a program', joined('MZ', new Uint8Array(200)), 'report.pdf', 422, 'file-executable'],
    ['that is a script', text('#!/usr/bin/env python\nprint(1)\n'), 'report.txt', 422, 'file-executable'],
    ['that is a page', text('<!doctype html><script>document.cookie</script>'), 'report.txt', 422, 'file-active'],
    ['that is a page under the name of a picture', text('<html><script>1</script>'), 'report.png', 422, 'file-active'],
    ['that is a drawing with a script', text('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'), 'plan.csv', 422, 'file-active'],
    ['that is a picture and a page', joined(png().slice(0, -12), '<script>alert(1)</script>', png().slice(-12)), 'map.png', 422, 'file-ambiguous'],
    ['that is a PDF and an archive', joined(pdf(), zip([{ name: 'x.js', content: 'alert(1)' }])), 'report.pdf', 422, 'file-ambiguous'],
    ['that is a bomb', bomb, 'report.docx', 413, 'archive-bomb'],
    ['whose parts climb out', docx({ name: '../../../root/.ssh/authorized_keys', content: 'x' }), 'report.docx', 422, 'archive-unsafe'],
    ['with macros', docx({ name: 'word/vbaProject.bin', content: 'x' }), 'report.docx', 422, 'file-has-macros'],
    ['that is an archive', zip([{ name: 'a.txt', content: 'x' }]), 'report.zip', 422, 'file-type-refused'],
    ['with a path in its name', pdf(), '../../../etc/cron.d/job.pdf', 422, 'file-name-unfit'],
    ['with a path of Windows', pdf(), '..\\..\\startup.pdf', 422, 'file-name-unfit'],
    ['that hides its ending', pdf(), 'report\u202efdp.exe', 422, 'file-name-unfit'],
    ['that splits a header', pdf(), 'a.pdf"\r\nset-cookie: x=1', 422, 'file-name-unfit'],
    ['with no bytes', new Uint8Array(), 'report.pdf', 422, 'upload-missing'],
    ['of more than the limit', joined(pdf(), new Uint8Array(21 * 1024 * 1024)), 'report.pdf', 413, 'upload-too-large'],
  ])('%s is refused and not kept', async (_, bytes, filename, status, code) => {
    const [files, items] = [kept(), await rows()]
    const response = await send(bytes, { filename })
    expect([response.status, await codeOf(response)]).toEqual([status, code])
    expect(kept()).toEqual(files)
    expect(await rows()).toBe(items)
  })

  test('of 2 GB is refused by what it says of its length, before anything is read', async () => {
    let isRead = false
    const body = new ReadableStream({ pull(controller) { isRead = true; controller.enqueue(new Uint8Array(65536)) } }, { highWaterMark: 0 })
    const response = await send(body, {}, { 'content-length': String(2 * 1024 ** 3) })
    expect([response.status, await codeOf(response)]).toEqual([413, 'upload-too-large'])
    expect(isRead).toBe(false)
  })

  test('of 2 GB that hides its length is cut off at the limit', async () => {
    let sent = 0
    const body = new ReadableStream({ pull(controller) { sent += 1_000_000; if (sent > 2 * 1024 ** 3) controller.close(); else controller.enqueue(new Uint8Array(1_000_000)) } }, { highWaterMark: 0 })
    const response = await send(body)
    expect(await codeOf(response)).toBe('upload-too-large')
    expect(sent).toBeLessThan(24_000_000)
  })

  test('is not taken from somebody who may not, whatever it is', async () => {
    const anonymous = await world.fetch(`/api/v1/evidence?${new URLSearchParams({ ...place, filename: 'a.pdf' })}`, { method: 'POST', body: pdf() as BodyInit })
    expect([anonymous.status, await codeOf(anonymous)]).toEqual([401, 'sign-in-required'])
    expect(await codeOf(await send(pdf(), { organisationId: 'org_other' }))).toBe('library-absent')
  })
})

describe('what is handed out', () => {
  const hostile: Readonly<Record<string, [Uint8Array, string, string]>> = {
    mail: [text('From: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\n\r\n<script>alert(document.domain)</script>'), 'letter.eml', 'letter.eml'],
    name: [pdf('named'), '排放 "许可" 2026.pdf'.replaceAll('"', '“'), 'x'],
    text: [text('javascript:alert(1) // only words'), 'notes.txt', 'notes.txt'],
  }
  test.each(Object.keys(hostile))('of kind "%s" is a file to be saved, whole, inert and in a sandbox', async (name) => {
    const [bytes, filename] = hostile[name]!
    const taken = await (await send(bytes, { filename, layer: 'public', title: name })).json() as { evidenceId: string; file: { sha256: string } }
    const own = await api(`/evidence/${taken.evidenceId}/revisions/1/files`)
    const open = await world.fetch(`/api/v1/public-evidence/${taken.evidenceId}/files`, { headers: { accept: 'text/html', 'accept-encoding': 'gzip, br' } })
    for (const response of [own, open]) {
      expect(response.status).toBe(200)
      expect(Object.fromEntries(['content-type', 'x-content-type-options', 'content-encoding'].map((header) => [header, response.headers.get(header)])))
        .toEqual({ 'content-type': 'application/octet-stream', 'x-content-type-options': 'nosniff', 'content-encoding': null })
      expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="[ -!#-~]+"; filename\*=UTF-8''[\w.%~!-]+$/)
      expect(response.headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/)
      expect(response.headers.get('content-digest')).toBe(`sha-256=:${Buffer.from(taken.file.sha256, 'hex').toString('base64')}:`)
      expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes)
    }
    // From memory the second time, and guarded all the same.
    const again = await world.fetch(`/api/v1/public-evidence/${taken.evidenceId}/files`)
    expect(again.headers.get('content-security-policy')).toMatch(/^sandbox/)
    expect(again.headers.get('content-disposition')).toMatch(/^attachment/)
  })

  test('is nothing under any other address: the store of files has none', async () => {
    const taken = await (await send(pdf('hidden'), { layer: 'public' })).json() as { file: { sha256: string } }
    const { sha256 } = taken.file
    for (const path of [`/files/${sha256}`, `/files/${sha256.slice(0, 2)}/${sha256}`, `/api/v1/files/${sha256}`, `/..%2ffiles%2f${sha256}`, `/assets/../files/${sha256.slice(0, 2)}/${sha256}`]) {
      expect((await (await world.fetch(path)).text()).includes('%PDF-')).toBe(false)
    }
  })

  test('is the public\'s no longer once it is not public', async () => {
    const taken = await (await send(pdf('shown for a while'), { layer: 'public' })).json() as { evidenceId: string; version: number }
    const address = `/api/v1/public-evidence/${taken.evidenceId}/files`
    expect((await world.fetch(address)).status).toBe(200)
    const closed = await api(`/evidence/${taken.evidenceId}`, { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ version: taken.version, layer: 'partner' }) })
    expect(closed.status).toBe(200)
    expect(await codeOf(await world.fetch(address))).toBe('evidence-absent')
  })
})
