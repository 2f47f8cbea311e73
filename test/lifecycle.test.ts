// The program as a process: one line and exit 2 where it cannot start, everything stopped by a signal, nothing lost and
// nothing left in the way after kill -9.
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'cupel-life-'))
const data = join(folder, 'data')
const children: ChildProcess[] = []
let port = 0

type Run = { readonly child: ChildProcess; out(): string; err(): string; ended: Promise<number | null> }
function run(file: string, args: readonly string[], env: Record<string, string> = {}): Run {
  const { DATABASE_URL: _, ...inherited } = process.env
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(root, file), ...args], { cwd: folder, env: { ...inherited, PORT: String(port), CUPEL_DATA: data, LOG_LEVEL: 'error', ...env } })
  children.push(child)
  let out = '', err = ''
  child.stdout!.on('data', (part: Buffer) => { out += part.toString() })
  child.stderr!.on('data', (part: Buffer) => { err += part.toString() })
  return { child, out: () => out, err: () => err, ended: new Promise((resolve) => child.on('exit', (code) => resolve(code))) }
}
const serve = (env: Record<string, string> = {}) => run('src/platform/main.ts', [], env)
const cupel = (...args: string[]) => run('src/cli/main.ts', args)

async function ready(one: Run): Promise<void> {
  for (let i = 0; i < 600; i++) {
    if (one.out().includes('Ready in')) return
    if (one.child.exitCode !== null) throw new Error(`it ended: ${one.err()}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`not ready: ${one.out()} ${one.err()}`)
}
const databasePid = () => Number(readFileSync(join(data, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])
// A process that has ended but was not collected by its parent does not run.
const isAlive = (pid: number) => { try { return !/\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8')) } catch { return false } }
const api = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${port}/api/v1${path}`, init)
const asOperator = () => ({ authorization: `Bearer ${readFileSync(join(data, 'token'), 'utf8')}` })

beforeAll(async () => {
  port = await new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => { const address = probe.address(); probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0)) })
  })
})
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  if (existsSync(join(data, 'postgres', 'postmaster.pid'))) { const pid = databasePid(); if (isAlive(pid)) process.kill(pid, 'SIGINT'); for (let i = 0; i < 100 && isAlive(pid); i++) await new Promise((resolve) => setTimeout(resolve, 50)) }
  rmSync(folder, { recursive: true, force: true })
})

describe('the program', { timeout: 180_000 }, () => {
  let server: Run

  it('starts from nothing, prints the one-time link and no secret', async () => {
    server = serve()
    await ready(server)
    expect(server.out()).toMatch(/\/welcome\?token=[\w-]{32}/)
    expect(server.out()).not.toContain(readFileSync(join(data, 'secret'), 'utf8'))
    for (const name of ['secret', 'token', 'server.json']) expect(statSync(join(data, name)).mode & 0o777, name).toBe(0o600)
    expect(await (await api('/ready')).json()).toMatchObject({ status: 'ready' })
  })

  it('refuses a second server on the data folder, in one line, with exit 2', async () => {
    const second = serve({ PORT: '0' })
    expect(await second.ended).toBe(2)
    expect(second.err().trim()).toMatch(/^A server already runs on the data folder .* \(process \d+, .*\)\. Stop it, or name another folder by CUPEL_DATA\.$/)
    expect((await api('/health')).status).toBe(200)
  })

  it('refuses a port that is taken, in one line, with exit 2', async () => {
    const other = serve({ CUPEL_DATA: join(folder, 'other') })
    expect(await other.ended).toBe(2)
    expect(other.err().trim()).toBe(`The port ${port} is taken. Choose another by PORT, or stop what uses it.`)
    expect(existsSync(join(folder, 'other', 'postgres', 'postmaster.pid'))).toBe(false)
  })

  it('refuses a database that cannot be reached, without its password', async () => {
    const other = serve({ PORT: '0', CUPEL_DATA: join(folder, 'third'), DATABASE_URL: 'postgres://someone:hidden@127.0.0.1:1/none' })
    expect(await other.ended).toBe(2)
    expect(other.err().trim()).toMatch(/^Cannot reach the server of DATABASE_URL: .*\. Check that it runs/)
    expect(other.err()).not.toContain('hidden')
  })

  it('lets the command line work on the running server by its token file', async () => {
    const listed = cupel('list-sites', '--limit', '1', '--json')
    expect(await listed.ended).toBe(0)
    expect((JSON.parse(listed.out()) as { items: unknown[] }).items).toHaveLength(1)
    const keys = cupel('list-api-keys', '--json')
    expect(await keys.ended).toBe(0)
    const link = cupel('welcome-link')
    expect(await link.ended, link.err()).toBe(0)
    expect(link.out()).toMatch(/\/welcome\?token=[\w-]{32}\n$/)
  })

  it('keeps everything acknowledged through kill -9, and takes the orphaned database over', async () => {
    const sites = (await (await api('/sites?limit=1')).json()) as { items: { siteId: string }[] }
    const siteId = sites.items[0]!.siteId
    const opened = await api(`/sites/${siteId}/disputes`, { method: 'POST', headers: { ...asOperator(), 'content-type': 'application/json' }, body: JSON.stringify({ text: 'The place is contested by a reader.' }) })
    expect(opened.status, await opened.clone().text()).toBeLessThan(300)
    server.child.kill('SIGKILL')
    await server.ended
    const orphan = databasePid()
    expect(isAlive(orphan)).toBe(true)
    server = serve()
    await ready(server)
    expect(server.out()).toContain('it was taken over')
    expect(JSON.stringify(await (await api(`/sites/${siteId}`)).json())).toContain('The place is contested by a reader.')
  })

  it('leaves all or none of an import that was killed on the way', async () => {
    const rows = Array.from({ length: 3000 }, (_, i) => `INV-${i},Invented Hollow ${i},Zambia,${(-8 - (i % 800) / 100).toFixed(4)},${(24 + (i % 900) / 100).toFixed(4)},Mine,copper`)
    const file = `id,name,country,latitude,longitude,type,commodity\n${rows.join('\n')}\n`
    const total = async () => ((await (await api('/sites?limit=1')).json()) as { total: number }).total
    const before = await total()
    const staged = await api('/imports?filename=invented.csv', { method: 'POST', headers: { ...asOperator(), 'content-type': 'application/octet-stream' }, body: file })
    expect(staged.status, await staged.clone().text()).toBe(201)
    const { importId } = await staged.json() as { importId: string }
    for (const wait of [30, 150, 400]) {
      const running = api(`/imports/${importId}/publication`, { method: 'POST', headers: { ...asOperator(), 'content-type': 'application/json' }, body: JSON.stringify({ undecided: 'new' }) }).catch(() => undefined)
      await new Promise((resolve) => setTimeout(resolve, wait))
      server.child.kill('SIGKILL')
      await Promise.all([running, server.ended])
      server = serve()
      await ready(server)
      const added = await total() - before
      expect([0, 3000]).toContain(added)
      const checked = cupel('fsck', '--json')
      expect(await checked.ended, checked.err()).toBe(0)
    }
    const published = await api(`/imports/${importId}/publication`, { method: 'POST', headers: { ...asOperator(), 'content-type': 'application/json' }, body: JSON.stringify({ undecided: 'new' }) })
    expect(published.status, await published.clone().text()).toBe(200)
    expect(await total() - before).toBe(3000)
  })

  it('stops everything on SIGTERM, the database included, and then passes fsck', async () => {
    const pid = databasePid()
    server.child.kill('SIGTERM')
    // A terminal signals the whole group, and the parents pass it on: it comes twice.
    await new Promise((resolve) => setTimeout(resolve, 15))
    server.child.kill('SIGTERM')
    const answersHealth = async () => { try { return (await api('/health', { headers: { connection: 'close' } })).ok } catch { return false } }
    while (await answersHealth()) await new Promise((resolve) => setTimeout(resolve, 5))
    expect(isAlive(pid), 'the database, once the server is gone').toBe(false)
    expect(await server.ended).toBe(0)
    expect(existsSync(join(data, 'server.json')) || existsSync(join(data, 'token'))).toBe(false)
    const checked = cupel('fsck', '--json')
    expect(await checked.ended, checked.err()).toBe(0)
    expect(JSON.parse(checked.out())).toMatchObject({ findings: [] })
  })

  it('restores a backup into an empty folder, and refuses one that is not empty', async () => {
    const file = join(folder, 'backup.gz')
    const saved = cupel('backup', file)
    expect(await saved.ended, saved.err()).toBe(0)
    const over = cupel('restore', file)
    expect(await over.ended).toBe(2)
    expect(over.err()).toMatch(/holds a registry already/)
    const restored = cupel('--data', join(folder, 'restored'), 'restore', file, '--json')
    expect(await restored.ended, restored.err()).toBe(0)
    const report = JSON.parse(restored.out()) as { rows: number; fsck: { findings: unknown[]; entries: number } }
    expect(report.fsck.findings).toEqual([])
    expect(report.fsck.entries).toBeGreaterThan(0)
  })

  it('refuses a backup that was cut short, and keeps nothing of it', async () => {
    const { gunzipSync, gzipSync } = await import('node:zlib')
    const { writeFileSync } = await import('node:fs')
    const whole = gunzipSync(readFileSync(join(folder, 'backup.gz'))).toString('utf8').trimEnd().split('\n')
    const cut = join(folder, 'cut.gz')
    writeFileSync(cut, gzipSync(`${whole.slice(0, -1).join('\n')}\n`))
    const refused = cupel('--data', join(folder, 'cut'), 'restore', cut)
    expect(await refused.ended).toBe(2)
    expect(refused.err()).toMatch(/damaged: its end is missing/)
    const checked = cupel('--data', join(folder, 'cut'), 'fsck', '--json')
    expect(await checked.ended).toBe(0)
    expect(JSON.parse(checked.out())).toMatchObject({ entries: 0 })
  })
})
