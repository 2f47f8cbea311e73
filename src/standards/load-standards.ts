// The single writer of standards. Idempotent by standard, version and content hash; a released version never changes,
// a draft and a language pack may. All of the files are taken, or none.
import type { Context } from '#src/access/context.ts'
import { accept, deny, orRefuse, type Outcome } from '#src/kernel/outcome.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { strayPredecessors, unaccounted } from './difference.ts'
import { LOADED } from './file-check.ts'
import { packFaults } from './language-pack.ts'
import { invalid, locator, readStandardFile, type StandardFile } from './load.ts'
import type { Standard } from './standard.ts'
import { addRevision, fileText, lockVersion, releaseVersion, revisionsOf, standingFiles, type Revision } from './standard.store.ts'

/** `passed-over`: an earlier revision that was loaded before, while a newer one stands. */
export type LoadEffect = 'loaded' | 'unchanged' | 'passed-over'
export type LoadedFile = { readonly file: StandardFile; readonly effect: LoadEffect }

export type LoadOptions = {
  /**
   * Shipped files are loaded at every start: one that was loaded once is passed over when something newer stands, so that
   * a reviewed translation of the operator is not undone by the start after it.
   */
  readonly returnsToEarlier?: boolean
}

/**
 * Loads standard files and language packs by path relative to `standards/`.
 * @throws Refused `standard-file-invalid` with file, line and path of every fault; `standard-version-changed`
 */
export async function loadStandards(ctx: Context, files: Readonly<Record<string, string>>, options: LoadOptions = {}): Promise<LoadedFile[]> {
  const parsed = orRefuse(readAll(files))
  await checkTogether(ctx, parsed)
  const loaded: LoadedFile[] = []
  for (const file of parsed) loaded.push({ file, effect: await store(ctx, file, options) })
  return loaded
}

/** Standards before the packs that speak of them, each in order of path. */
function readAll(files: Readonly<Record<string, string>>): Outcome<StandardFile[]> {
  const outcomes = Object.keys(files).sort().map((path) => readStandardFile(path, files[path]!))
  const denied = outcomes.flatMap((outcome) => outcome.accepted ? [] : [outcome.refusal])
  const [first] = denied
  if (first !== undefined) return deny(refuse(first.code, first.detail, denied.flatMap((refusal) => refusal.errors ?? [])))
  const read = outcomes.flatMap((outcome) => outcome.accepted ? [outcome.value] : [])
  return accept([...read.filter((file) => file.kind === 'standard'), ...read.filter((file) => file.kind === 'language-pack')])
}

/** What only shows beside another file: words for a standard that is not there, relations to criteria that are not. */
async function checkTogether(ctx: Context, files: readonly StandardFile[]): Promise<void> {
  const standing = await standingFiles(ctx.sql, undefined)
  const find = async (standard: string, version: string): Promise<Standard | undefined> => {
    const path = `${standard}/${version}.yaml`
    const given = files.find((file) => file.path === path)
    if (given?.kind === 'standard') return given.standard
    const at = standing.find((file) => file.path === path)
    const stored = at === undefined ? undefined : orRefuse(readStandardFile(path, await fileText(ctx.sql, path, at.revision)))
    return stored?.kind === 'standard' ? stored.standard : undefined
  }
  for (const file of files) {
    const faults = file.kind === 'standard' ? await relationFaults(file.standard, find) : await wordFaults(file, find)
    if (faults.length === 0) continue
    const lineOf = locator(file.text)
    orRefuse(invalid(file.path, faults.map((fault) => ({ line: lineOf(fault.path), path: fault.path, detail: fault.message }))))
  }
}

type Find = (standard: string, version: string) => Promise<Standard | undefined>
type Fault = { readonly path: readonly (string | number)[]; readonly message: string }

async function wordFaults(file: StandardFile & { kind: 'language-pack' }, find: Find): Promise<Fault[]> {
  const { standard, version, language } = file.pack
  const spoken = await find(standard, version)
  if (spoken === undefined) return [{ path: ['standard'], message: `${standard} ${version} is not loaded; load the standard first` }]
  if (spoken.language === language) {
    return [{ path: ['language'], message: `${language} is the language of the standard itself; its words stand in the standard file` }]
  }
  return packFaults(file.pack, spoken)
}

async function relationFaults(standard: Standard, find: Find): Promise<Fault[]> {
  const { predecessor } = standard
  const before = predecessor === undefined ? undefined : await find(standard.standard, predecessor.version)
  if (before === undefined) return []
  return [
    ...strayPredecessors(before, standard).map((slug) => ({ path: ['predecessor'], message: `version ${before.version} has no criterion ${slug}` })),
    ...unaccounted(before, standard).map((slug) => ({
      path: ['predecessor', 'discontinued'],
      message: `nothing says what became of ${slug} of version ${before.version}; name it in a relation or here`,
    })),
  ]
}

async function store(ctx: Context, file: StandardFile, { returnsToEarlier = false }: LoadOptions): Promise<LoadEffect> {
  const { standard, version } = file.kind === 'standard' ? file.standard : file.pack
  const status = file.kind === 'standard' ? file.standard.status : 'draft'
  const before = await lockVersion(ctx.sql, standard, version, status)
  const revisions = await revisionsOf(ctx.sql, file.path)
  const effect = effectOf(file, revisions, returnsToEarlier)
  if (effect !== 'loaded') return effect
  if (file.kind === 'standard' && revisions.length > 0 && before === 'released') {
    throw new Refused(refuse('standard-version-changed',
      `${file.path} differs from the released ${standard} ${version} that is loaded (${revisions.at(-1)!.contentHash.slice(0, 12)}). `
      + 'A released version never changes: restore the file, or give the change a new version.'))
  }
  const revision = (revisions.at(-1)?.revision ?? 0) + 1
  const language = file.kind === 'standard' ? null : file.pack.language
  const { path, contentHash, text } = file
  await addRevision(ctx.sql, { path, revision, standard, version, language, contentHash, text, loadedAt: ctx.now })
  if (status === 'released' && before === 'draft') await releaseVersion(ctx.sql, standard, version)
  ctx.record({
    kind: LOADED, subject: `${standard}/${version}`, isPublic: true,
    body: { path, standard, version, revision, contentHash, ...(language === null ? { status } : { language }) },
  })
  return 'loaded'
}

function effectOf(file: StandardFile, revisions: readonly Revision[], returnsToEarlier: boolean): LoadEffect {
  if (revisions.at(-1)?.contentHash === file.contentHash) return 'unchanged'
  return !returnsToEarlier && revisions.some((one) => one.contentHash === file.contentHash) ? 'passed-over' : 'loaded'
}
