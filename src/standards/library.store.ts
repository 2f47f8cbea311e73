// The standards as they stand in the database, parsed. Parsing is remembered by content hash: the same bytes are the same
// standard, so nothing has to be forgotten but what is no longer asked for.
import { orRefuse } from '#src/kernel/outcome.ts'
import type { Sql } from '#src/kernel/sql.ts'
import type { Instant } from '#src/kernel/time.ts'
import { readStandardFile, type StandardFile } from './load.ts'
import type { LoadedStandard } from './standard-view.ts'
import { fileText, standingFiles, type FileRevision } from './standard.store.ts'

/** Far more than any installation has at once; reached only by many revisions of drafts. */
const MOST_REMEMBERED = 500

export type StandardLibrary = {
  /** Every version that stood at an instant, now where none is given; by standard, the newest version first. */
  read(sql: Sql, knownAt?: Instant): Promise<LoadedStandard[]>
}

export function standardLibrary(): StandardLibrary {
  const remembered = new Map<string, StandardFile>()
  const parse = async (sql: Sql, { path, revision, contentHash }: FileRevision): Promise<StandardFile> => {
    const key = `${path} ${contentHash}`
    const known = remembered.get(key)
    if (known !== undefined) return known
    const file = orRefuse(readStandardFile(path, await fileText(sql, path, revision)))
    remembered.set(key, file)
    if (remembered.size > MOST_REMEMBERED) remembered.delete(remembered.keys().next().value!)
    return file
  }
  return {
    async read(sql, knownAt) {
      const standing = await standingFiles(sql, knownAt)
      const files: { at: FileRevision; file: StandardFile }[] = []
      for (const at of standing) files.push({ at, file: await parse(sql, at) })
      const packs = files.flatMap(({ file }) => file.kind === 'language-pack' ? [file.pack] : [])
      return files.flatMap(({ at, file }): LoadedStandard[] => file.kind === 'language-pack' ? [] : [{
        standard: file.standard, contentHash: file.contentHash, loadedAt: at.loadedAt,
        packs: packs.filter((pack) => pack.standard === at.standard && pack.version === at.version),
      }]).sort(byStandardAndVersion)
    },
  }
}

/** `10.0` after `9.1`: runs of digits are compared as numbers. */
const natural = new Intl.Collator('en', { numeric: true })
const byStandardAndVersion = ({ standard: a }: LoadedStandard, { standard: b }: LoadedStandard): number =>
  a.standard === b.standard ? natural.compare(b.version, a.version) : a.standard < b.standard ? -1 : 1
