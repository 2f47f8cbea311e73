// Reads of the standards, and the way of licensed text: load, decide, save, record.
import type { Context } from '#src/access/context.ts'
import { can } from '#src/access/policy.ts'
import { writeXlsx } from '#src/exchange/spreadsheet/write.ts'
import { readTable } from '#src/exchange/spreadsheet/table.ts'
import { knownAtInstant } from '#src/kernel/as-of.ts'
import { canonicalText } from '#src/kernel/canonical.ts'
import { leafHash, merkleRoot, sha256Hex } from '#src/kernel/merkle.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { accept, deny, orRefuse, type Outcome } from '#src/kernel/outcome.ts'
import { page } from '#src/kernel/page.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { applicable } from './applicability.ts'
import { evaluate } from './award-rule.ts'
import { DifferenceKind, differences } from './difference.ts'
import { wordingFor } from './language-pack.ts'
import { standardLibrary, type StandardLibrary } from './library.store.ts'
import { TEMPLATE_COLUMNS, changesOf, missingColumns, placeOf, readTexts, templateRows, type LicensedText } from './licensed-text.ts'
import { loadStandards } from './load-standards.ts'
import { FILE_CHARACTERS } from './load.ts'
import { neighboursOf } from './neighbours.ts'
import { criterionViewOf, differenceRowsOf, rowOf, viewOf, type LoadedStandard } from './standard-view.ts'
import { deleteText, licensedTexts, lockText, saveTexts } from './standard.store.ts'
import type { standardsContract } from './standards.contract.ts'
import type { Criterion } from './standard.ts'

type Times = { readonly asOf?: string | undefined; readonly knownAt?: string | undefined }
const seenAt = (ctx: Context, { asOf, knownAt }: Times) => ({ asOf: asOf ?? ctx.today, knownAt: knownAtInstant(knownAt) ?? null })

function versionIn(library: readonly LoadedStandard[], standard: string, version: string): Outcome<LoadedStandard> {
  const versions = library.filter((one) => one.standard.standard === standard)
  if (versions.length === 0) {
    return deny(refuse('standard-unknown', `No standard ${standard} is loaded. The list of standards names all that are.`))
  }
  const found = versions.find((one) => one.standard.version === version)
  if (found !== undefined) return accept(found)
  const others = versions.map((one) => one.standard.version).join(', ')
  return deny(refuse('standard-version-unknown', `${standard} is not loaded in version ${version}; there is ${others}.`))
}

function criterionIn({ standard }: LoadedStandard, slug: string): Outcome<Criterion> {
  const found = standard.criteria.find((criterion) => criterion.slug === slug)
  if (found !== undefined) return accept(found)
  const { standard: name, version, criteria } = standard
  return deny(refuse('criterion-unknown', `${name} ${version} has no criterion ${slug}. Its page lists the slugs of all ${criteria.length}.`))
}

const wordsOf = (loaded: LoadedStandard, language: string) => wordingFor(loaded.standard, loaded.packs, language)
const sourcesOf = ({ standard }: LoadedStandard) => standard.sources.map((source) => ({ ...source, version: standard.version }))

type All = Handlers<typeof standardsContract, Context>
type Reads = Pick<All, 'listStandards' | 'getStandard' | 'getCriterion' | 'compareStandards' | 'explainAward'>

const reads = (library: StandardLibrary): Reads => ({
  async listStandards(ctx, { register, standard, language, limit, cursor, ...times }) {
    const seen = seenAt(ctx, times)
    const all = await library.read(ctx.sql, seen.knownAt ?? undefined)
    const rows = all
      .filter((one) => register === undefined || one.standard.register === register)
      .filter((one) => standard === undefined || one.standard.standard === standard)
      .map((one) => rowOf(one, wordsOf(one, language), seen.asOf))
    // The order is the library's (newest version first), so a page is found by place, not by comparing names.
    const place = new Map(rows.map((row, index) => [row, String(index).padStart(6, '0')]))
    const { items, next } = page(rows, (row) => place.get(row)!, { limit, cursor })
    return { items: [...items], next, ...seen }
  },

  async getStandard(ctx, { standard, version, language, ...times }) {
    const seen = seenAt(ctx, times)
    const loaded = orRefuse(versionIn(await library.read(ctx.sql, seen.knownAt ?? undefined), standard, version))
    return { ...viewOf(loaded, wordsOf(loaded, language), seen.asOf), ...seen }
  },

  async getCriterion(ctx, { standard, version, criterion: slug, language, ...times }) {
    const seen = seenAt(ctx, times)
    const all = await library.read(ctx.sql, seen.knownAt ?? undefined)
    const loaded = orRefuse(versionIn(all, standard, version))
    const criterion = orRefuse(criterionIn(loaded, slug))
    const words = wordsOf(loaded, language)
    const versions = all.filter((one) => one.standard.standard === standard)
    const texts = await licensedTexts(ctx.sql, {
      standard, version, criterion: slug, onlyPublic: !can(ctx.actor, 'standard-text:read'), knownAt: seen.knownAt ?? undefined,
    })
    return {
      ...criterionViewOf(loaded.standard, criterion, words),
      standard: rowOf(loaded, words, seen.asOf),
      ...neighboursOf(loaded, slug, versions, language),
      texts: texts.map(({ part, key, language: textLanguage, text, isPublic }) => ({ part, key, language: textLanguage, text, isPublic })),
      sources: versions.filter((one) => one === loaded || one.standard.predecessor?.version === version).flatMap(sourcesOf),
      ...seen,
    }
  },

  async compareStandards(ctx, { standard, from, to, language, ...times }) {
    const seen = seenAt(ctx, times)
    const all = await library.read(ctx.sql, seen.knownAt ?? undefined)
    const [older, newer] = [orRefuse(versionIn(all, standard, from)), orRefuse(versionIn(all, standard, to))]
    const rows = orRefuse(differences(older.standard, newer.standard))
    return {
      from: rowOf(older, wordsOf(older, language), seen.asOf),
      to: rowOf(newer, wordsOf(newer, language), seen.asOf),
      rows: differenceRowsOf(rows, older, newer, language),
      counts: DifferenceKind.options.map((kind) => ({ kind, count: rows.filter((row) => row.kind === kind).length })),
      sources: [...sourcesOf(older), ...sourcesOf(newer)],
      ...seen,
    }
  },

  async explainAward(ctx, { standard, version, ratings, siteTypes, metals, ...times }) {
    const seen = seenAt(ctx, times)
    const loaded = orRefuse(versionIn(await library.read(ctx.sql, seen.knownAt ?? undefined), standard, version))
    const applying = new Set(applicable(loaded.standard, { siteTypes, metals }).map((criterion) => criterion.slug))
    return { ...orRefuse(evaluate(loaded.standard, ratings, applying)), ...seen }
  },
})

/** What the log says of licensed text: its hash and whether it is shown, never the words. */
const traceOf = (text: LicensedText) => ({ ...placeOf(text), textHash: sha256Hex(text.text), isPublic: text.isPublic })

type Texts = Omit<All, keyof Reads>

const texts = (library: StandardLibrary): Texts => ({
  async loadStandard(ctx, { path }) {
    const bytes = await ctx.upload(FILE_CHARACTERS)
    const [loaded] = await loadStandards(ctx, { [path]: Buffer.from(bytes).toString('utf8') }, { returnsToEarlier: true })
    const { file, effect } = loaded!
    const { standard, version } = file.kind === 'standard' ? file.standard : file.pack
    return {
      path, standard, version, language: file.kind === 'standard' ? null : file.pack.language, contentHash: file.contentHash,
      effect: effect === 'loaded' ? 'loaded' : 'unchanged',
    }
  },

  async listLicensedText(ctx, { standard, version, criterion, part, textLanguage, limit, cursor }) {
    orRefuse(versionIn(await library.read(ctx.sql), standard, version))
    const found = await licensedTexts(ctx.sql, { standard, version, criterion, part, language: textLanguage })
    const { items, next } = page(found, (text) => [text.criterion, text.part, text.key, text.language].join('\u0001'), { limit, cursor })
    return { items: [...items], next, total: found.length }
  },

  async putLicensedText(ctx, text) {
    const loaded = orRefuse(versionIn(await library.read(ctx.sql), text.standard, text.version))
    orRefuse(criterionIn(loaded, text.criterion))
    const levels = loaded.standard.ratingScale.levels.map((level) => level.slug)
    if (text.part === 'rating-description' && !levels.includes(text.key)) {
      throw new Refused(refuse('licensed-text-key-unknown',
        `The scale has no level ${text.key}. A rating description is for one of ${levels.join(', ')}.`))
    }
    const before = await lockText(ctx.sql, text)
    const { added, changed, withdrawn } = changesOf([text], before === undefined ? [] : [before])
    if (added.length + changed.length === 0) return { ...text, effect: 'unchanged' }
    await saveTexts(ctx.sql, [text], ctx.now)
    ctx.record({
      kind: text.isPublic ? 'standard-text.published' : withdrawn > 0 ? 'standard-text.withdrawn' : 'standard-text.recorded',
      subject: `${text.standard}/${text.version}`, body: traceOf(text), isPublic: text.isPublic || withdrawn > 0,
    })
    return { ...text, effect: before === undefined ? 'added' : 'changed' }
  },

  async removeLicensedText(ctx, place) {
    orRefuse(versionIn(await library.read(ctx.sql), place.standard, place.version))
    const before = await lockText(ctx.sql, place)
    if (before === undefined) {
      throw new Refused(refuse('licensed-text-unknown',
        `${place.criterion} has no ${place.part} ${place.key} in ${place.language}. The list of licensed text shows what is loaded.`))
    }
    await deleteText(ctx.sql, place)
    ctx.record({ kind: 'standard-text.removed', subject: `${place.standard}/${place.version}`, body: traceOf(before), isPublic: before.isPublic })
    return { ...place, effect: 'removed' }
  },

  async importLicensedText(ctx, { standard, version, filename }) {
    const loaded = orRefuse(versionIn(await library.read(ctx.sql), standard, version))
    const table = orRefuse(await readTable(await ctx.upload(IMPORT_BYTES), filename))
    const missing = missingColumns(table.columns)
    if (missing.length > 0) {
      throw new Refused(refuse('licensed-text-columns-missing',
        `${filename} has no column ${missing.join(', ')}. Begin with the template, which has them all.`))
    }
    const sheet = readTexts(table.columns, table.rows, {
      standard, version, criteria: new Set(loaded.standard.criteria.map((criterion) => criterion.slug)),
      levels: new Set(loaded.standard.ratingScale.levels.map((level) => level.slug)),
    })
    const [first] = sheet.faults
    if (first !== undefined) {
      const more = sheet.faults.length > 1 ? ` (and ${sheet.faults.length - 1} more)` : ''
      throw new Refused(refuse('licensed-text-rows-wrong', `${filename} line ${first.line}, ${first.column}: ${first.detail}${more}.`,
        sheet.faults.slice(0, 500).map((fault) => ({ pointer: `line ${fault.line}, column ${fault.column}`, detail: fault.detail }))))
    }
    const changes = changesOf(sheet.texts, await licensedTexts(ctx.sql, { standard, version }))
    const written = [...changes.added, ...changes.changed]
    await saveTexts(ctx.sql, written, ctx.now)
    if (written.length > 0) {
      ctx.record({
        kind: 'standard-text.imported', subject: `${standard}/${version}`,
        isPublic: changes.madePublic + changes.withdrawn + changes.changedInPublic > 0,
        body: {
          standard, version, added: changes.added.length, changed: changes.changed.length,
          root: merkleRoot(written.map((text) => leafHash(canonicalText(traceOf(text))))).toString('hex'),
        },
      })
    }
    return {
      added: changes.added.length, changed: changes.changed.length, unchanged: changes.unchanged, emptyRows: sheet.emptyRows,
      madePublic: changes.madePublic, withdrawn: changes.withdrawn,
    }
  },

  async getLicensedTextTemplate(ctx, { standard, version, textLanguage }) {
    const loaded = orRefuse(versionIn(await library.read(ctx.sql), standard, version))
    const known = await licensedTexts(ctx.sql, { standard, version, language: textLanguage })
    const rows = templateRows(loaded.standard, wordsOf(loaded, textLanguage), textLanguage, known)
    const bytes = await writeXlsx('Licensed text', TEMPLATE_COLUMNS, rows)
    return new Response(new Uint8Array(bytes), {
      headers: {
        'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        'content-disposition': `attachment; filename="${standard}-${version}-${textLanguage}.xlsx"`,
      },
    })
  },
})

const IMPORT_BYTES = 20_000_000

/** @param library parses the loaded files and remembers what it parsed */
export const standardsHandlersOf = (library: StandardLibrary): All => ({ ...reads(library), ...texts(library) })

export const standardsHandlers = standardsHandlersOf(standardLibrary())
