// A real Chromium: the one of the system, or the one that the npm package `@sparticuz/chromium` carries. No journey may
// reach another host, so the browser resolves none, and what it tries is recorded by `visit.ts`.
import { chromium, type Browser } from 'playwright-core'
import { execFile } from 'node:child_process'
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** What a browser is started with. `fonts` is a folder of fonts, for a machine that has none. */
export type Chromium = { readonly path: string; readonly fonts?: string }

const INSTALLED = [
  '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe', 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

/** @throws Error one line that says how to get a browser */
export async function findChromium(): Promise<Chromium> {
  const named = process.env['CHROME_PATH']
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new Error(`CHROME_PATH names ${named}, which is not there. Name a Chromium, or unset it.`)
    return { path: named }
  }
  const path = INSTALLED.find((one) => existsSync(one))
  if (path !== undefined) return { path }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`No Chromium was found, and none comes for ${process.platform}-${process.arch}. Install one, or name it by CHROME_PATH.`)
  }
  return carried()
}

const allows = (path: string, mode: number): boolean => { try { accessSync(path, mode); return true } catch { return false } }

/** Where an unpacked browser is kept: beside the modules, or in a folder of one's own where those belong to somebody else. */
function keptIn(modules: string): string {
  const beside = join(modules, '.cache', 'cupel')
  if (allows(modules, constants.W_OK) && (!existsSync(beside) || allows(beside, constants.W_OK))) return beside
  const uid = process.getuid?.() ?? 0
  const own = join(tmpdir(), `cupel-browser-${uid}`)
  mkdirSync(own, { recursive: true, mode: 0o700 })
  if (statSync(own).uid !== uid) throw new Error(`The folder ${own} belongs to somebody else. Name a Chromium by CHROME_PATH.`)
  return own
}

/**
 * The package unpacks into the temporary folder under a fixed name, where another user's copy, or half of one, stops it.
 * So it is unpacked by a process whose temporary folder is our own, which takes its final name only when it is whole.
 */
async function carried(): Promise<Chromium> {
  const modules = join(import.meta.dirname, '..', '..', 'node_modules')
  const { version } = JSON.parse(readFileSync(join(modules, '@sparticuz', 'chromium', 'package.json'), 'utf8')) as { version: string }
  const kept = keptIn(modules)
  const unpacked = join(kept, `chromium-${version}`)
  const found: Chromium = { path: join(unpacked, 'chromium'), ...(existsSync('/etc/fonts/fonts.conf') ? {} : { fonts: join(unpacked, 'fonts') }) }
  if (allows(found.path, constants.X_OK)) return found
  mkdirSync(kept, { recursive: true })
  const draft = mkdtempSync(join(kept, 'unpacking-'))
  try {
    await promisify(execFile)(process.execPath, ['--input-type=module', '-e', "await (await import('@sparticuz/chromium')).default.executablePath()"], {
      cwd: import.meta.dirname, env: { ...process.env, TMPDIR: draft },
    })
    if (!existsSync(unpacked)) renameSync(draft, unpacked)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
  return found
}

const ARGS = [
  // WebGL 2 by software, so that the map is drawn on a machine without a graphics card.
  '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader',
  '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic', '--disable-domain-reliability',
  '--no-first-run', '--no-default-browser-check', '--no-pings', '--force-color-profile=srgb', '--font-render-hinting=none',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
]

/** Web security and process isolation stay on, so that CSP and CORS are really met. */
export async function launch({ path, fonts }: Chromium): Promise<Browser> {
  const start = (chromiumSandbox: boolean) => chromium.launch({
    executablePath: path, args: ARGS, chromiumSandbox,
    env: { ...process.env as Record<string, string>, ...(fonts === undefined ? {} : { FONTCONFIG_PATH: fonts }) },
  })
  if (process.getuid?.() === 0) return start(false) // Chromium refuses its sandbox to root
  // Some kernels forbid the sandbox's namespaces to ordinary users. Only our own pages are opened here.
  return start(true).catch(() => start(false))
}
