// Where a command runs: on a server named by --server, on the server that holds the local data folder, or on the data
// folder itself, opened for the length of the command. All three answer the same requests.
import { StartRefused, readConfig, type Config } from '#src/platform/config.ts'
import { holderOf, holdFolder, localToken } from '#src/platform/data-folder.ts'
import { openHouse } from '#src/platform/house.ts'
import { createApplication } from '#src/platform/server.ts'

export type Target = { readonly server?: string | undefined; readonly key?: string | undefined; readonly data?: string | undefined }
export type HouseClient = { request(path: string, init?: RequestInit): Promise<Response>; readonly where: string; close(): Promise<void> }

export const cliConfig = (target: Target): Config => {
  const from = process.env['CUPEL_CALLED_FROM'] ?? process.cwd()
  return readConfig({ ...process.env, LOG_LEVEL: 'silent', ...(target.data === undefined ? {} : { CUPEL_DATA: target.data }) }, from)
}

const bearer = (key: string | undefined): Record<string, string> => key === undefined ? {} : { authorization: `Bearer ${key}` }

function remote(server: string, key: string | undefined): HouseClient {
  const base = server.replace(/\/$/, '')
  return {
    where: base,
    request: async (path, init = {}) => {
      try {
        return await fetch(`${base}/api/v1${path}`, { ...init, headers: { ...bearer(key), ...init.headers as Record<string, string> } })
      } catch (error) {
        throw new StartRefused(`Cannot reach ${base}: ${((error as Error).cause as Error | undefined)?.message ?? (error as Error).message}. Check the address, and that the server runs.`)
      }
    },
    close: async () => {},
  }
}

/** @throws StartRefused */
export async function openHouseClient(target: Target): Promise<HouseClient> {
  const key = target.key ?? process.env['CUPEL_KEY']
  if (target.server !== undefined) return remote(target.server, key)
  const config = cliConfig(target)
  const holder = holderOf(config.dataFolder)
  if (holder !== undefined) return remote(holder.url, key ?? localToken(config.dataFolder))
  const folder = holdFolder(config.dataFolder, 'a command')
  try {
    const open = await openHouse(config, { token: folder.token })
    const faults: unknown[] = []
    const application = await createApplication(open.house, open.accounts, config, (_, error) => { faults.push(error) })
    return {
      where: config.dataFolder,
      request: async (path, init = {}) => {
        const response = await application.fetch(new Request(`http://localhost/api/v1${path}`, { ...init, headers: { ...bearer(folder.token), ...init.headers as Record<string, string> } }))
        for (const fault of faults.splice(0)) process.stderr.write(`${fault instanceof Error ? fault.stack : String(fault)}\n`)
        return response
      },
      close: async () => { await open.close(); folder.release() },
    }
  } catch (error) { folder.release(); throw error }
}
