// The profiles of balance accounts that come with the house, read from disk once (custody-profiles/<name>/<version>.yaml).
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { BalanceProfile } from '#src/custody/balance-profile.ts'

const shipped = fileURLToPath(new URL('../../custody-profiles/', import.meta.url))

/** @throws Error that names the file where a profile is not well-formed, or not named as its folder and file */
export function readProfiles(folder: string): BalanceProfile[] {
  return readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name).sort().flatMap((name) =>
    readdirSync(join(folder, name)).filter((file) => file.endsWith('.yaml')).sort().map((file) => {
      const read = BalanceProfile.safeParse(parse(readFileSync(join(folder, name, file), 'utf8')))
      if (!read.success) throw new Error(`custody-profiles/${name}/${file}: ${read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}`)
      if (read.data.name !== name || `${read.data.version}.yaml` !== file) throw new Error(`custody-profiles/${name}/${file}: it names itself ${read.data.name} ${read.data.version}`)
      return read.data
    }))
}

export const custodyProfiles: readonly BalanceProfile[] = readProfiles(shipped)
