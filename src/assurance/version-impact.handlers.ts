// What a change of version would hit, before anybody is moved: read only, for the secretariat.
import type { Context } from '#src/access/context.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { linksOfCase } from '#src/evidence/evidence.store.ts'
import { differences } from '#src/standards/difference.ts'
import { wordingFor } from '#src/standards/language-pack.ts'
import { standardLibrary } from '#src/standards/library.store.ts'
import type { LoadedStandard } from '#src/standards/standard-view.ts'
import type { Criterion } from '#src/standards/standard.ts'
import type { Case } from './case.ts'
import { casesVisibleTo, readCase } from './case.store.ts'
import { certificatesOfSites } from './certificate.store.ts'
import { commentCounts } from './comment.store.ts'
import { awardedStates, openStates, type CaseState } from './cycle.ts'
import { equivalences } from './equivalence.store.ts'
import { gapsOfCases } from './improvement-plan.store.ts'
import { transitionRules } from './settings-version.ts'
import { readCells } from './sheet.store.ts'
import { answersIn, dispositionOf, type Heads } from './version-change.ts'
import type { NamedCriterion, VersionImpact } from './version-change.contract.ts'
import { migrationsBetween } from './version-change.store.ts'

const library = standardLibrary()

/** States in which the self-assessment is not submitted yet. */
export const changeableStates: readonly CaseState[] = ['applied', 'eligible', 'committed']

/** @throws Refused `standard-unknown`, `standard-version-unknown` */
export async function loadedVersion(ctx: Context, standard: string, version: string): Promise<LoadedStandard> {
  const versions = (await library.read(ctx.sql)).filter((one) => one.standard.standard === standard)
  if (versions.length === 0) throw new Refused(refuse('standard-unknown', `This installation holds no standard ${standard}.`))
  const found = versions.find((one) => one.standard.version === version)
  if (found === undefined) throw new Refused(refuse('standard-version-unknown', `${standard} is held here in the versions ${versions.map((one) => one.standard.version).join(', ')}, and not in ${version}.`))
  return found
}

/** Criteria by number and title, in a language. */
export function namesOf(loaded: LoadedStandard, language: string): (criterion: Pick<Criterion, 'slug' | 'number' | 'title' | 'meaning'>) => NamedCriterion {
  const words = wordingFor(loaded.standard, loaded.packs, language)
  return (criterion) => ({ criterion: criterion.slug, number: criterion.number, title: words.criterion(criterion.slug, criterion as Criterion).title })
}

type Held = { readonly one: Case; readonly heads: Heads; readonly links: readonly { criterion: string }[]; readonly comments: number }

/** The cases under a version that are open or hold an award, with what stands in them. */
async function casesUnder(ctx: Context, standard: string, version: string): Promise<Held[]> {
  const all = await casesVisibleTo(ctx.sql, ctx.actor, { states: [...openStates, ...awardedStates] })
  const held: Held[] = []
  for (const one of all.filter(({ standards }) => standards.some((under) => under.standard === standard && under.standardVersion === version))) {
    held.push({
      one, heads: await readCells(ctx.sql, one.caseId, 0, 'self-assessment'),
      links: (await linksOfCase(ctx.sql, one.caseId, ctx.today)).filter((link) => link.standard === standard),
      comments: (await commentCounts(ctx.sql, one.caseId, ['site', 'all'])).filter((count) => count.standard === standard).reduce((sum, { comments }) => sum + comments, 0),
    })
  }
  return held
}

async function standingMigrations(ctx: Context, standard: string, from: string, to: string): Promise<VersionImpact['migrations']> {
  const found: VersionImpact['migrations'] = []
  for (const { migrationId, caseId, migratedAt, reason, outcome } of await migrationsBetween(ctx.sql, standard, from, to)) {
    const one = await readCase(ctx.sql, caseId)
    if (one === undefined) continue
    found.push({
      migrationId, caseId, siteName: one.siteName, state: one.state, migratedAt, reason, mayUndo: changeableStates.includes(one.state),
      newGaps: outcome.newGaps.length, conflicts: outcome.conflicts.length,
    })
  }
  return found
}

export async function impactOf(ctx: Context, standard: string, from: string, to: string): Promise<VersionImpact> {
  const [older, newer] = [await loadedVersion(ctx, standard, from), await loadedVersion(ctx, standard, to)]
  const lines = orRefuse(differences(older.standard, newer.standard))
  const rule = (await ctx.setting(transitionRules))[standard]
  const held = await casesUnder(ctx, standard, from)
  const gaps = await gapsOfCases(ctx.sql, held.map(({ one }) => one.caseId))
  const openGaps = (caseId: string) => gaps.get(caseId)!.filter((gap) => gap.standard === standard && gap.status !== 'verified')
  const matrix = await equivalences(ctx.sql, ctx.today, { standard, standardVersion: from })
  const certificates = [...(await certificatesOfSites(ctx.sql, [...new Set(held.map(({ one }) => one.siteId))], ctx.today)).values()].flat()
  const [nameOld, nameNew] = [namesOf(older, ctx.language), namesOf(newer, ctx.language)]
  const isRule = rule !== undefined && rule.from === from && rule.to === to
  return {
    standard, title: wordingFor(newer.standard, newer.packs, ctx.language).standard.title, from, to, isReleased: newer.standard.status === 'released', today: ctx.today, rule: isRule ? rule : null,
    rows: lines.map((line) => {
      const slugs = new Set(line.from.map(({ slug }) => slug))
      const answered = held.map(({ one, heads }) => ({ one, answers: [...slugs].reduce((sum, slug) => sum + answersIn(heads, standard, slug), 0) }))
      const rows = matrix.filter(({ criterion }) => criterion !== null && slugs.has(criterion))
      const schemes = new Set(rows.map(({ externalScheme, externalVersion }) => `${externalScheme} ${externalVersion}`))
      return {
        kind: line.kind, from: line.from.map(nameOld), to: line.to.map(nameNew),
        cases: answered.filter(({ answers }) => answers > 0).length, answers: answered.reduce((sum, { answers }) => sum + answers, 0),
        evidence: held.reduce((sum, { links }) => sum + links.filter(({ criterion }) => slugs.has(criterion)).length, 0),
        equivalenceIds: rows.map(({ equivalenceId }) => equivalenceId),
        certificates: certificates.filter(({ scheme, schemeVersion, state }) => state === 'valid' && schemes.has(`${scheme} ${schemeVersion}`)).length,
        gaps: held.reduce((sum, { one }) => sum + openGaps(one.caseId).filter(({ criterion }) => slugs.has(criterion)).length, 0),
      }
    }),
    cases: held.map(({ one, heads, links, comments }) => ({
      caseId: one.caseId, siteName: one.siteName, state: one.state, disposition: dispositionOf(changeableStates.includes(one.state), isRule ? rule : undefined, ctx.today),
      answers: older.standard.criteria.reduce((sum, { slug }) => sum + answersIn(heads, standard, slug), 0), evidence: links.length, comments, gaps: openGaps(one.caseId).length,
    })),
    migrations: await standingMigrations(ctx, standard, from, to),
  }
}
