// What a reader is shown of a standard: its data with the words of one language, and what is in force on a day.
import { z } from 'zod'
import { Instant, possiblyBy, surelyBy, type Day } from '#src/kernel/time.ts'
import { Slug } from './award-rule.ts'
import { DifferenceKind, type Difference } from './difference.ts'
import { wordingFor, type LanguagePack, type Wording } from './language-pack.ts'
import {
  Applicability, Clock, Criterion, CustodyProfile, Grounds, Language, Mapping, Relation, Source, Standard, StandardRegister, Version,
  groundsOf, standardUri,
} from './standard.ts'

/** A version as it stands in the library. */
export type LoadedStandard = {
  readonly standard: Standard
  readonly packs: readonly LanguagePack[]
  readonly contentHash: string
  readonly loadedAt: Instant
}

/** In which language the words stand, and whether someone who knows the field has read them. */
const worded = { language: Language, isTranslationReviewed: z.boolean() }
const Titled = z.object({ slug: Slug, title: z.string() })

export const CriterionBrief = z.object({ uri: z.string(), slug: Slug, number: z.number().int(), title: z.string() })
export type CriterionBrief = z.infer<typeof CriterionBrief>

export const StandardRow = z.object({
  uri: z.string(),
  standard: Slug,
  version: Version,
  edition: z.string().nullable(),
  status: Standard.shape.status,
  isExample: z.boolean(),
  scheme: Titled,
  title: z.string(),
  ...worded,
  register: StandardRegister,
  claim: Standard.shape.claim.shape.level,
  published: Standard.shape.published,
  inForce: Standard.shape.inForce,
  /** Whether a new cycle begins under it on that day; null where its dates are not known well enough to say. */
  isInForce: z.boolean().nullable(),
  /** Null where it names none. */
  metals: Standard.shape.metals.unwrap().shape.covered.nullable(),
  marks: z.array(Titled),
  criterionCount: z.number().int(),
  /** Source language first. */
  languages: z.array(z.object({ language: Language, isReviewed: z.boolean() })),
  predecessor: Version.nullable(),
  contentHash: z.string(),
  loadedAt: Instant,
})
export type StandardRow = z.infer<typeof StandardRow>

export const CriterionView = z.object({
  ...CriterionBrief.shape,
  otherTitles: z.array(z.string()),
  meaning: z.string(),
  group: Titled.extend(Grounds.shape),
  naming: Grounds,
  applicability: Applicability,
  sdgs: Criterion.shape.sdgs,
  relation: Relation.optional(),
  mappings: z.array(Mapping),
})
export type CriterionView = z.infer<typeof CriterionView>

export const StandardView = StandardRow.extend({
  about: z.string(),
  notice: z.string(),
  owner: Standard.shape.owner,
  claimGrounds: Grounds,
  metalGrounds: Grounds.nullable(),
  marks: Standard.shape.marks,
  requires: Standard.shape.requires,
  groups: z.array(Titled.extend({ criterionCount: z.number().int() })),
  ratingScale: Standard.shape.ratingScale,
  awardRule: Standard.shape.awardRule,
  fullRule: Standard.shape.fullRule,
  clocks: z.array(Clock),
  custodyProfile: CustodyProfile.optional(),
  discontinued: Standard.shape.predecessor.unwrap().shape.discontinued,
  criteria: z.array(CriterionView),
  sources: z.array(Source),
})
export type StandardView = z.infer<typeof StandardView>

export const DifferenceRow = z.object({
  kind: DifferenceKind,
  /** Sources named here stand in the file of the newer version. */
  grounds: Grounds,
  from: z.array(CriterionView),
  to: z.array(CriterionView),
  drawsOn: z.array(CriterionBrief),
  moved: z.object({ number: z.boolean(), group: z.boolean(), title: z.boolean() }),
})
export type DifferenceRow = z.infer<typeof DifferenceRow>

/** Whether a new cycle begins under a version on a day; null where its dates leave it open. */
export function isInForce(standard: Standard, day: Day): boolean | null {
  const { from, until } = standard.inForce
  if (standard.status === 'draft' || !possiblyBy(from.date, day)) return false
  if (until !== undefined && surelyBy(until.date, day)) return false
  return surelyBy(from.date, day) && (until === undefined || !possiblyBy(until.date, day)) ? true : null
}

export function rowOf({ standard, packs, contentHash, loadedAt }: LoadedStandard, words: Wording, asOf: Day): StandardRow {
  return {
    uri: standardUri(standard.standard, standard.version),
    standard: standard.standard, version: standard.version, edition: standard.edition ?? null,
    status: standard.status, isExample: standard.isExample, scheme: standard.scheme,
    title: words.standard.title, language: words.language, isTranslationReviewed: words.isReviewed,
    register: standard.register, claim: standard.claim.level,
    published: standard.published, inForce: standard.inForce, isInForce: isInForce(standard, asOf),
    metals: standard.metals?.covered ?? null,
    marks: standard.marks.map(({ slug, title }) => ({ slug, title: words.of('marks', slug, title) })),
    criterionCount: standard.criteria.length,
    languages: [
      { language: standard.language, isReviewed: true },
      ...packs.map((pack) => ({ language: pack.language, isReviewed: pack.reviewed })),
    ],
    predecessor: standard.predecessor?.version ?? null,
    contentHash, loadedAt,
  }
}

export function viewOf(loaded: LoadedStandard, words: Wording, asOf: Day): StandardView {
  const { standard } = loaded
  const sized = (slug: string) => standard.criteria.filter((criterion) => criterion.group.slug === slug).length
  return {
    ...rowOf(loaded, words, asOf),
    about: words.standard.about, notice: words.standard.notice, owner: standard.owner,
    claimGrounds: groundsOf(standard.claim), metalGrounds: standard.metals === undefined ? null : groundsOf(standard.metals),
    marks: standard.marks.map((mark) => ({ ...mark, title: words.of('marks', mark.slug, mark.title) })),
    requires: standard.requires,
    groups: standard.groups.map(({ slug, title }) => ({ slug, title: words.of('groups', slug, title), criterionCount: sized(slug) })),
    ratingScale: {
      ...standard.ratingScale,
      levels: standard.ratingScale.levels.map(({ slug, title }) => ({ slug, title: words.of('levels', slug, title) })),
    },
    awardRule: standard.awardRule, fullRule: standard.fullRule,
    clocks: standard.clocks.map((clock) => ({ ...clock, title: words.of('clocks', clock.slug, clock.title) })),
    custodyProfile: standard.custodyProfile,
    discontinued: standard.predecessor?.discontinued ?? [],
    criteria: standard.criteria.map((criterion) => criterionViewOf(standard, criterion, words)),
    sources: standard.sources,
  }
}

export function briefOf(standard: Standard, criterion: Criterion, words: Wording): CriterionBrief {
  const { slug, number } = criterion
  return { uri: standardUri(standard.standard, standard.version, slug), slug, number, title: words.criterion(slug, criterion).title }
}

export function criterionViewOf(standard: Standard, criterion: Criterion, words: Wording): CriterionView {
  const group = standard.groups.find(({ slug }) => slug === criterion.group.slug)!
  return {
    ...briefOf(standard, criterion, words),
    otherTitles: criterion.otherTitles,
    meaning: words.criterion(criterion.slug, criterion).meaning,
    group: { slug: group.slug, title: words.of('groups', group.slug, group.title), ...groundsOf(criterion.group) },
    naming: criterion.naming, applicability: criterion.applicability, sdgs: criterion.sdgs,
    relation: criterion.relation, mappings: criterion.mappings,
  }
}

export function differenceRowsOf(rows: readonly Difference[], from: LoadedStandard, to: LoadedStandard, language: string): DifferenceRow[] {
  const [older, newer] = [wordingFor(from.standard, from.packs, language), wordingFor(to.standard, to.packs, language)]
  return rows.map((row) => ({
    kind: row.kind, grounds: row.grounds, moved: row.moved,
    from: row.from.map((criterion) => criterionViewOf(from.standard, criterion, older)),
    to: row.to.map((criterion) => criterionViewOf(to.standard, criterion, newer)),
    drawsOn: row.drawsOn.map((criterion) => briefOf(from.standard, criterion, older)),
  }))
}
