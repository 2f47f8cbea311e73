// The real server as a process, on a free port and an empty data folder, as `npm start` runs it.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type Served = {
  readonly url: string
  /** The operator's local token, as the command line uses it. */
  readonly token: string
  /** The one-time link printed at the first start; empty in a demonstration. */
  readonly welcome: string
  stop(): Promise<void>
}

const root = join(import.meta.dirname, '..', '..')
const LONGEST_START_MS = 120_000

const freePort = (): Promise<number> => new Promise((resolve, reject) => {
  const probe = createServer()
  probe.once('error', reject)
  probe.listen(0, '127.0.0.1', () => {
    const address = probe.address()
    probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
  })
})

type Started = {
  /** `localhost` where a browser wants a name, as for passkeys. */
  readonly hostname?: '127.0.0.1' | 'localhost'
  /** The demonstration, with its year told and a clock that can be moved. It has an operator, so no welcome link is printed. */
  readonly isDemo?: boolean
}

/** @throws Error what the server said when it did not start */
export async function startServer({ hostname = '127.0.0.1', isDemo = false }: Started = {}): Promise<Served> {
  if (!existsSync(join(root, 'dist', 'web', '.vite', 'manifest.json'))) throw new Error('The pages are not built. Run "npm run build", then this again.')
  const folder = mkdtempSync(join(tmpdir(), 'cupel-e2e-'))
  const port = await freePort()
  const url = `http://${hostname}:${port}`
  const { DATABASE_URL: _database, SMTP_URL: _mail, CUPEL_SECRET: _secret, ...inherited } = process.env
  // The channel ties the server to this process: it stops by itself when a run is killed.
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(root, 'src', 'platform', 'main.ts'), ...(isDemo ? ['--demo'] : [])], {
    cwd: folder, stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...inherited, PORT: String(port), HOST: '127.0.0.1', PUBLIC_URL: url, CUPEL_DATA: join(folder, 'data'), LOG_LEVEL: 'error' },
  })
  let said = ''
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  let isReady = false
  const stop = async (): Promise<void> => {
    const hasEnded = child.exitCode !== null || child.signalCode !== null
    child.kill('SIGTERM')
    await ended
    rmSync(folder, { recursive: true, force: true })
    if (isReady && hasEnded) throw new Error(`The server ended by itself (${child.exitCode ?? child.signalCode}). It said: ${said}`)
  }
  child.stderr!.on('data', (part: Buffer) => { said += part.toString() })
  try {
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`The server was not ready in ${LONGEST_START_MS / 1000} s. It said: ${said}`)), LONGEST_START_MS)
      child.stdout!.on('data', (part: Buffer) => {
        said += part.toString()
        if (said.includes('Ready in')) { clearTimeout(late); isReady = true; resolve() }
      })
      child.once('exit', (code) => { clearTimeout(late); reject(new Error(`The server ended with code ${code}. It said: ${said}`)) })
    })
  } catch (error) {
    await stop()
    throw error
  }
  const welcome = isDemo ? '' : said.match(/http\S+\/welcome\?token=\S+/)?.[0]
  if (welcome === undefined) { await stop(); throw new Error(`The server printed no welcome link. It said: ${said}`) }
  return { url, token: readFileSync(join(folder, 'data', 'token'), 'utf8'), welcome, stop }
}
