// One server per data folder. The lock file names the process that holds it and where it answers; the CLI reads the
// token beside it and talks to that server instead of opening the folder a second time.
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { StartRefused } from './config.ts'

export type Holder = { readonly pid: number; readonly began: string | null; readonly url: string }

const lockFile = (dataFolder: string) => join(dataFolder, 'server.json')
const tokenFile = (dataFolder: string) => join(dataFolder, 'token')

/** When a process began, in the system's own words; null where the system does not tell. A number given to another process has another beginning. */
function beganOf(pid: number): string | null {
  try { return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')[19] ?? null } catch { return null }
}

function isRunning(holder: Holder): boolean {
  try { process.kill(holder.pid, 0) } catch (error) { if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false }
  return holder.began === null || beganOf(holder.pid) === holder.began
}

/** The server that holds this folder now, undefined where none does. */
export function holderOf(dataFolder: string): Holder | undefined {
  if (!existsSync(lockFile(dataFolder))) return undefined
  try {
    const holder = JSON.parse(readFileSync(lockFile(dataFolder), 'utf8')) as Holder
    return isRunning(holder) ? holder : undefined
  } catch { return undefined } // half written by a process that was killed
}

/** @throws StartRefused when another server holds the folder */
export function holdFolder(dataFolder: string, url: string): { token: string; release(): void } {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  const held = holderOf(dataFolder)
  if (held !== undefined && held.pid !== process.pid) {
    throw new StartRefused(`A server already runs on the data folder ${dataFolder} (process ${held.pid}, ${held.url}). Stop it, or name another folder by CUPEL_DATA.`)
  }
  rmSync(lockFile(dataFolder), { force: true })
  const me: Holder = { pid: process.pid, began: beganOf(process.pid), url }
  const draft = `${lockFile(dataFolder)}.${process.pid}`
  writeFileSync(draft, JSON.stringify(me), { mode: 0o600 })
  try { closeSync(openSync(lockFile(dataFolder), 'wx', 0o600)) } catch { throw new StartRefused(`Another server is starting on the data folder ${dataFolder} at this moment.`) }
  renameSync(draft, lockFile(dataFolder))
  const token = `local_${randomBytes(24).toString('base64url')}`
  rmSync(tokenFile(dataFolder), { force: true })
  writeFileSync(tokenFile(dataFolder), token, { mode: 0o600 })
  return {
    token,
    release: () => {
      if (holderOf(dataFolder)?.pid !== process.pid) return
      rmSync(lockFile(dataFolder), { force: true })
      rmSync(tokenFile(dataFolder), { force: true })
    },
  }
}

/** The token of the running server; only the owner of the folder can read it. */
export const localToken = (dataFolder: string): string => readFileSync(tokenFile(dataFolder), 'utf8')
