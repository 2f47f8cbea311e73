// Makes the house ready on a machine that has npm and some Node from 20.19 on: installs what is missing, builds the web
// pages when their sources changed, and runs everything on the Node that package.json pins. Plain JavaScript, no
// imports but Node's own, because nothing is installed yet when it starts.
import { createHash } from 'node:crypto'
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
const onWindows = process.platform === 'win32'

const fail = (line) => { process.stderr.write(`${line}\n`); process.exit(2) }

/** The pinned Node. npm's own `.bin/node` may be a wrapper, so the binary itself is asked for first. */
export function pinnedNode() {
  const binary = join(root, 'node_modules', 'node', 'bin', onWindows ? 'node.exe' : 'node')
  return existsSync(binary) ? binary : join(root, 'node_modules', '.bin', onWindows ? 'node.cmd' : 'node')
}

/** Installs from the lock file unless this very lock file was installed before. */
export function ensureInstalled() {
  const lock = createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).digest('hex')
  const stamp = join(root, 'node_modules', '.cupel-installed')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock && existsSync(pinnedNode())) return
  process.stderr.write('Installing what is missing (once, about half a minute)…\n')
  const npm = process.env.npm_execpath
  const [command, args] = npm ? [process.execPath, [npm, 'ci']] : [onWindows ? 'npm.cmd' : 'npm', ['ci']]
  const installed = spawnSync(command, [...args, '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
  if (installed.status !== 0) fail('npm ci did not finish: see the lines above. Check the network and the free space, then start again.')
  if (!existsSync(pinnedNode())) fail('The pinned Node was not installed: allow the install script of the package "node", then start again.')
  writeFileSync(stamp, lock)
}

const sources = ['src', 'languages', 'vite.config.ts', 'package-lock.json']
function* filesUnder(path) {
  if (!existsSync(path)) return
  if (!statSync(path).isDirectory()) { yield path; return }
  for (const name of readdirSync(path).sort()) if (!name.includes('.test.')) yield* filesUnder(join(path, name))
}

/** Builds the pages when their sources changed since the last build. */
export function ensureBuilt() {
  const hash = createHash('sha256')
  for (const source of sources) for (const file of filesUnder(join(root, source))) hash.update(file.slice(root.length)).update(readFileSync(file))
  const digest = hash.digest('hex')
  const stamp = join(root, 'dist', 'web', '.built')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return
  process.stderr.write('Building the pages (once after a change, about half a minute)…\n')
  const built = spawnSync(pinnedNode(), [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn'], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
  if (built.status !== 0) fail('The pages could not be built: see the lines above.')
  writeFileSync(stamp, digest)
}

/** The index of provenance is read all over its memory: large pages spare the processor half of the way there. Read by glibc alone. */
const largePages = process.platform === 'linux' && process.env.GLIBC_TUNABLES === undefined ? { GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1' } : {}

/** Room for what has only been made, in MiB: with twice as much, which is what Node takes by itself, the server is 30 MB larger and no faster. */
const young = process.env.NODE_OPTIONS?.includes('semi-space') ? {} : { NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --max-semi-space-size=16`.trim() }

/** What the server is started with, and what is measured as it runs. */
export const serverEnv = { ...largePages, ...young }

/** Runs the pinned Node and becomes it as far as a parent can: same streams, same signals, same exit code. */
export function runPinned(args, env = {}) {
  const child = spawn(pinnedNode(), args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env, PATH: `${join(root, 'node_modules', '.bin')}${onWindows ? ';' : ':'}${process.env.PATH ?? ''}` } })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => { if (!process.stdin.isTTY || signal !== 'SIGINT') child.kill(signal) })
  return new Promise((resolve) => child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143))))
}
