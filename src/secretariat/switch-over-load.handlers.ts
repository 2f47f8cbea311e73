// Reads what was sent for a switch-over, against what the house knows. Preview and application go this one way, so that
// what was shown is what happens.
import type { Context } from '#src/access/context.ts'
import { casesOfSite } from '#src/assurance/case.store.ts'
import { withCohort } from '#src/assurance/cohort.ts'
import { allCohorts, cohortOf } from '#src/assurance/cohort.store.ts'
import { openStates, type CaseState } from '#src/assurance/cycle.ts'
import { awardsOfSite } from '#src/awards/award.store.ts'
import { inspected } from '#src/evidence/file-type.ts'
import { archiveLimits, evidenceMacrosSetting, evidenceMegabytesSetting, evidenceTypesSetting } from '#src/evidence/settings-evidence.ts'
import { letterFileLimits, MOST_LETTER_BYTES } from '#src/assurance/letter.ts'
import { unpackParts } from '#src/exchange/spreadsheet/archive.ts'
import { tableLimits } from '#src/exchange/spreadsheet/limits.ts'
import { readSheets } from '#src/exchange/spreadsheet/workbook.ts'
import { canonicalText } from '#src/kernel/canonical.ts'
import { sha256Hex } from '#src/kernel/merkle.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { allFirms } from '#src/parties/assessor-firm.store.ts'
import { siteIndex } from '#src/parties/site-index.ts'
import { wordingFor } from '#src/standards/language-pack.ts'
import { standardLibrary } from '#src/standards/library.store.ts'
import type { LoadedStandard } from '#src/standards/standard-view.ts'
import type { Standard } from '#src/standards/standard.ts'
import { computedClocks, dueDifferences, extendedClocks } from './switch-over-clocks.ts'
import { readAll } from './switch-over-parts.ts'
import { rowReader, type AllRead, type KnownHere, type ReadCase } from './switch-over-reading.ts'
import { folded, readSwitchOverSheets, type RowIn, type Words } from './switch-over-sheets.ts'
import { carriedRows, type CarriedRow } from './switch-over.store.ts'
import { ChosenDues, differingParts, type CarriedCase, type CaseReading, type ChosenDue, type DueChoice, type DueDifference, type CarriedProblem, type SwitchOverReading } from './switch-over.ts'

const library = standardLibrary()
const MOST_BYTES = 200 * 1024 * 1024
const limits = { ...tableLimits, rows: 50_000 }
const archive = { unpackedBytes: 400 * 1024 * 1024, unpackedRatio: 250 }
const understood = ['en', 'es', 'zh', 'fr'] as const
const CHOICES = 'choices.json'

/** Words of every language that is understood, the reader's first. */
export const wordsOfLanguages = (ctx: Context): Words[] => [...new Set([ctx.language, ...understood])].map((language) => ctx.messages('switch-over', language))

/** The clocks that moves of a case start, over all standards. */
export const clocksKnown = (all: readonly LoadedStandard[]): string[] =>
  [...new Set(all.flatMap(({ standard }) => standard.clocks.filter(({ start }) => start.event !== 'period-opened' && start.event !== 'record-made').map(({ slug }) => slug)))].sort()

export const loadedStandards = (ctx: Context): Promise<LoadedStandard[]> => library.read(ctx.sql)

type Sent = { readonly fileHash: string; readonly workbook: Uint8Array; readonly choices: readonly ChosenDue[]; readonly files: ReadonlyMap<string, Uint8Array> }
const baseName = (path: string): string => path.split(/[\\/]/).at(-1)!

/** @throws Refused `switch-over-workbook-missing`, `switch-over-choices-unreadable`, `archive-damaged`, `archive-too-large` */
async function sent(ctx: Context): Promise<Sent> {
  const bytes = await ctx.upload(MOST_BYTES)
  const names: string[] = []
  orRefuse(unpackParts(bytes, archive, (name) => { names.push(name); return false }))
  if (names.includes('xl/workbook.xml')) return { fileHash: sha256Hex(bytes), workbook: bytes, choices: [], files: new Map() }
  const parts = orRefuse(unpackParts(bytes, archive, (name) => !name.endsWith('/') && !/(^|\/)(__MACOSX\/|\.)/.test(name)))
  const workbooks = [...parts].filter(([name]) => /\.xlsx$/i.test(name) && !name.includes('/'))
  if (workbooks.length !== 1) throw new Refused(refuse('switch-over-workbook-missing', `The archive holds ${workbooks.length} workbooks at its top, and one is needed. Put the workbook beside the files, as XLSX.`))
  const chosen = parts.get(CHOICES)
  const files = new Map([...parts].filter(([name]) => name !== CHOICES && name !== workbooks[0]![0]).map(([name, content]) => [folded(baseName(name)), content]))
  return { fileHash: sha256Hex(workbooks[0]![1]), workbook: workbooks[0]![1], choices: chosen === undefined ? [] : readChoices(chosen), files }
}

function readChoices(bytes: Uint8Array): ChosenDue[] {
  try {
    const read = ChosenDues.safeParse(JSON.parse(new TextDecoder().decode(bytes)))
    if (read.success) return read.data
  } catch { /* answered below */ }
  throw new Refused(refuse('switch-over-choices-unreadable', `${CHOICES} is no list of {key, clock, choice}. Leave it out, or let the screen write it.`))
}

const siteKey = (name: string, country: string): string => `${folded(name)}|${country}`

async function knownHere(ctx: Context, all: readonly LoadedStandard[], carried: ReadonlyMap<string, string>): Promise<KnownHere> {
  const index = siteIndex(await ctx.facts())
  return {
    today: ctx.today, languages: wordsOfLanguages(ctx), firms: await allFirms(ctx.sql), cohorts: await allCohorts(ctx.sql),
    standards: all.map(({ standard, packs }) => ({
      standard, titleOf: (level: string) => understood.map((language) => wordingFor(standard, packs, language).of('levels', level, standard.ratingScale.levels.find(({ slug }) => slug === level)?.title ?? level)),
    })),
    site: (siteId) => {
      const lasting = index.resolve(siteId)
      const site = lasting === undefined ? undefined : index.site(lasting)
      return lasting === undefined || site === undefined ? undefined : { siteId: lasting, siteName: site.name, country: site.country }
    },
    alike: (name, country) => carried.has(siteKey(name, country)) ? [] : index.candidates({ name, aliases: [], country, types: [], identifiers: [] }, 3),
  }
}

export type Ready = { readonly one: CarriedCase; readonly law: Standard; readonly differences: readonly DueDifference[]; readonly siteId: string | null }
export type Loaded = {
  readonly reading: SwitchOverReading
  /** Rows that were not taken over before and have no fault, in the order of the file. */
  readonly ready: readonly Ready[]
  readonly before: ReadonlyMap<string, CarriedRow>
  readonly files: ReadonlyMap<string, Uint8Array>
  readonly choices: readonly ChosenDue[]
  /** Numbers of sites that a switch-over made, by name and country. */
  readonly sites: ReadonlyMap<string, string>
}

export const siteOf = (one: CarriedCase): string => one.siteId ?? siteKey(one.siteName, one.country)

const waiting = (state: CaseState): boolean => openStates.includes(state) && state !== 'applied'

/** What stands in the way in the house itself: another open case of the site, or an award in force. */
async function checkSite(ctx: Context, read: ReadCase, siteId: string | null, seen: Map<string, string>, from: ReturnType<typeof rowReader>): Promise<void> {
  const one = read.one!
  const other = seen.get(siteOf(one))
  if (waiting(one.state)) {
    if (other !== undefined) from.say('key', 'site-open-twice', { value: other })
    seen.set(siteOf(one), one.key)
    const standing = siteId === null ? undefined : (await casesOfSite(ctx.sql, siteId)).find(({ state }) => waiting(state))
    if (standing !== undefined) from.say('site-number', 'site-has-case', { value: standing.caseId })
  }
  const held = siteId === null ? [] : await awardsOfSite(ctx.sql, siteId)
  const twice = one.awards.find(({ mark, state }) => (state === 'in-force' || state === 'suspended') && held.some((each) => each.mark === mark && (each.state === 'in-force' || each.state === 'suspended')))
  if (twice !== undefined) from.say('site-number', 'award-held', { value: twice.mark })
}

async function checkFiles(ctx: Context, one: CarriedCase, files: ReadonlyMap<string, Uint8Array>, from: ReturnType<typeof rowReader>): Promise<number> {
  const evidenceLimits = { types: await ctx.setting(evidenceTypesSetting), allowsMacros: await ctx.setting(evidenceMacrosSetting), archive: archiveLimits }
  const most = await ctx.setting(evidenceMegabytesSetting) * 1024 * 1024
  let found = 0
  for (const [column, name, isLetter] of [...one.files.map((file) => ['files', file, false] as const), ...one.letterFile === null ? [] : [['letter-file', one.letterFile, true] as const]]) {
    const bytes = files.get(folded(baseName(name)))
    if (bytes === undefined) { from.say(column, 'file-missing', { value: name }); continue }
    const checked = inspected(bytes, baseName(name), isLetter ? letterFileLimits : evidenceLimits)
    if (bytes.byteLength > (isLetter ? MOST_LETTER_BYTES : most)) from.say(column, 'file-too-large', { value: name })
    else if (!checked.accepted) from.say(column, 'file-refused', { value: name, choices: checked.refusal.detail })
    else found += 1
  }
  return found
}

const readingOf = (read: ReadCase, row: CarriedRow | undefined, standing: CaseReading['standing'], changed: string[]): CaseReading => ({
  key: read.key, row: read.row, siteId: read.one?.siteId ?? null, siteName: read.siteName, isNewSite: read.one !== null && read.one.siteId === null, participant: read.participant, state: read.one?.state ?? null,
  standing, caseId: row?.caseId ?? null, changed, ratings: read.one?.ratings.length ?? 0, gaps: read.one?.gaps.length ?? 0, awards: read.one?.awards.length ?? 0,
  extensions: read.one?.extensions.length ?? 0, dueDays: Object.keys(read.one?.dueOn ?? {}).length,
})

type Gathering = { readonly cases: CaseReading[]; readonly ready: Ready[]; readonly differences: DueDifference[]; named: number; found: number }

/** Reads the upload whole. @param otherwise what holds for a difference that nobody settled */
export async function loadSwitchOver(ctx: Context, otherwise: 'ask' | DueChoice): Promise<Loaded> {
  const { fileHash, workbook, choices, files } = await sent(ctx)
  const all = await loadedStandards(ctx)
  const clocks = clocksKnown(all)
  const sheets = readSwitchOverSheets(orRefuse(await readSheets(workbook, limits)), wordsOfLanguages(ctx), clocks)
  if (!sheets.hasCases) throw new Refused(refuse('switch-over-workbook-missing', 'The workbook has no sheet of cases with a column for the key of each. Begin with the template.'))
  const before = await carriedRows(ctx.sql)
  const sites = new Map<string, string>()
  for (const { content, caseId } of before.values()) if (content.siteId === null) sites.set(siteKey(content.siteName, content.country), caseId)
  const known = await knownHere(ctx, all, sites)
  const read: AllRead = readAll(sheets.rows, clocks, known)
  const problems: CarriedProblem[] = [...missingColumns(sheets.missing, known), ...read.problems]
  const gathered: Gathering = { cases: [], ready: [], differences: [], named: 0, found: 0 }
  const seen = new Map<string, string>()
  for (const each of read.cases) await gather(ctx, each, { all, before, known, problems, files, rows: sheets.rows, seen, choices, otherwise }, gathered)
  return {
    ready: gathered.ready, before, files, choices, sites,
    reading: { fileHash, cases: gathered.cases, problems, differences: gathered.differences, files: { named: gathered.named, found: gathered.found } },
  }
}

function missingColumns(missing: readonly { sheetName: string; column: string }[], known: KnownHere): CarriedProblem[] {
  const words = known.languages[0]!
  return missing.map(({ sheetName, column }) => ({ sheet: sheetName, row: 1, column, isBlocking: true, code: 'column-missing', detail: words['problem.column-missing'] ?? '', remedy: words['problem.column-missing.remedy'] ?? '' }))
}

type Around = {
  readonly all: readonly LoadedStandard[]; readonly before: ReadonlyMap<string, CarriedRow>; readonly known: KnownHere; readonly problems: CarriedProblem[]
  readonly files: ReadonlyMap<string, Uint8Array>; readonly rows: readonly RowIn[]; readonly seen: Map<string, string>; readonly choices: readonly ChosenDue[]; readonly otherwise: 'ask' | DueChoice
}

async function gather(ctx: Context, read: ReadCase, around: Around, into: Gathering): Promise<void> {
  const row = around.before.get(read.key)
  const { one } = read
  if (one === null) { into.cases.push(readingOf(read, row, 'blocked', [])); return }
  if (row !== undefined) {
    const changed = differingParts(row.content, one, canonicalText)
    into.cases.push(readingOf(read, row, changed.length === 0 ? 'known' : 'changed', changed))
    return
  }
  const from = rowReader(around.rows.find((each) => each.sheet === 'cases' && each.row === read.row && each.sheetName === read.sheetName)!, around.known, around.problems)
  const siteId = one.siteId
  await checkSite(ctx, read, siteId, around.seen, from)
  into.named += one.files.length + (one.letterFile === null ? 0 : 1)
  into.found += await checkFiles(ctx, one, around.files, from)
  const under = one.standards.find(({ isGoverning }) => isGoverning)!
  const standard = around.all.find((loaded) => loaded.standard.standard === under.standard && loaded.standard.version === under.standardVersion)!.standard
  const law = withCohort(standard, one.cohort === null ? undefined : await cohortOf(ctx.sql, one.cohort))
  const differences = dueDifferences(extendedClocks(computedClocks(law, one), one), one, (clock) =>
    around.choices.find((choice) => choice.key === one.key && choice.clock === clock)?.choice ?? (around.otherwise === 'ask' ? null : around.otherwise))
  into.differences.push(...differences)
  into.cases.push(readingOf(read, undefined, from.hasFailed() ? 'blocked' : 'new', []))
  if (!from.hasFailed()) into.ready.push({ one, law, differences, siteId })
}
