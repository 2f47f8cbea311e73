// What anyone may read of the standards, and what the operator may load: the licensed text of each criterion.
import { z } from 'zod'
import { TimeQuery } from '#src/kernel/as-of.ts'
import { operation } from '#src/kernel/operation.ts'
import { PageQuery, pageOf } from '#src/kernel/page.ts'
import { Day, Instant } from '#src/kernel/time.ts'
import { Slug } from './award-rule.ts'
import { DifferenceKind } from './difference.ts'
import { LicensedText, TextPart, textPlace } from './licensed-text.ts'
import {
  Applicability, Criterion, CustodyProfile, Clock, Grounds, Language, Mapping, Relation, Source, Standard, StandardRegister, Version,
} from './standard.ts'

const read = { method: 'GET', permit: 'standard:read', tag: 'Standards' } as const
const seen = { asOf: Day, knownAt: Instant.nullable() }
const inLanguage = { language: Language.default('en').describe('language of titles and meanings; falls back to the language of the standard') }
const aVersion = { standard: Slug, version: Version }

/** In which language the words stand, and whether someone who knows the field has read them. */
const worded = { language: Language, isTranslationReviewed: z.boolean() }

export const CriterionBrief = z.object({ uri: z.string(), slug: Slug, number: z.number().int(), title: z.string() })
export type CriterionBrief = z.infer<typeof CriterionBrief>

/** A group, level, mark or clock with its title in the language asked for. */
const Titled = z.object({ slug: Slug, title: z.string() })

export const StandardRow = z.object({
  uri: z.string(),
  ...aVersion,
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
  metals: Standard.shape.metals.unwrap().shape.covered,
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

/** A criterion of the version before or after, and how the two stand to each other. */
const Neighbour = z.object({ ...CriterionBrief.shape, version: Version, kind: z.union([DifferenceKind, z.literal('drawn-on')]), grounds: Grounds })
export type Neighbour = z.infer<typeof Neighbour>

export const DifferenceRow = z.object({
  kind: DifferenceKind,
  grounds: Grounds,
  from: z.array(CriterionView),
  to: z.array(CriterionView),
  drawsOn: z.array(CriterionBrief),
  moved: z.object({ number: z.boolean(), group: z.boolean(), title: z.boolean() }),
})

const textPath = '/standards/{standard}/{version}/texts/{criterion}/{part}/{key}/{language}'
const unknown = ['standard-unknown', 'standard-version-unknown'] as const

export const standardsContract = {
  listStandards: operation({
    ...read, path: '/standards', summary: 'List standards and their versions',
    description: 'Marks, stand-alone due diligence and chain of custody are three registers; the second yields no claim.',
    input: z.object({ register: StandardRegister.optional(), standard: Slug.optional(), ...inLanguage, ...TimeQuery.shape, ...PageQuery.shape }),
    result: pageOf(StandardRow).extend(seen),
    refusals: ['cursor-invalid'],
  }),
  getStandard: operation({
    ...read, path: '/standards/{standard}/{version}', summary: 'Get one version of a standard, with all criteria',
    description: 'Meanings are in our own words. Each statement says whether it was found in a source or inferred.',
    input: z.object({ ...aVersion, ...inLanguage, ...TimeQuery.shape }),
    result: StandardView.extend(seen),
    refusals: unknown,
  }),
  getCriterion: operation({
    ...read, path: '/standards/{standard}/{version}/criteria/{criterion}', summary: 'Get one criterion',
    description: 'With what it continues and what continues it, and the licensed text the reader may see.',
    input: z.object({ ...aVersion, criterion: Slug, ...inLanguage, ...TimeQuery.shape }),
    result: CriterionView.extend({
      standard: StandardRow,
      predecessors: z.array(Neighbour),
      successors: z.array(Neighbour),
      texts: z.array(LicensedText.pick({ part: true, key: true, language: true, text: true, isPublic: true })),
      sources: z.array(Source),
      ...worded, ...seen,
    }),
    refusals: [...unknown, 'criterion-unknown'],
  }),
  compareStandards: operation({
    ...read, path: '/standards/{standard}/compare', summary: 'Compare two versions of a standard side by side',
    input: z.object({ standard: Slug, from: Version, to: Version, ...inLanguage, ...TimeQuery.shape }),
    result: z.object({
      from: StandardRow, to: StandardRow, rows: z.array(DifferenceRow),
      counts: z.array(z.object({ kind: DifferenceKind, count: z.number().int() })),
      /** Of both files, each with the version whose `grounds` name it. */
      sources: z.array(Source),
      ...seen,
    }),
    refusals: [...unknown, 'versions-unrelated'],
  }),
  loadStandard: operation({
    method: 'POST', path: '/standards/files', permit: 'standard:load', tag: 'Standards', summary: 'Load one standard file or language pack (YAML)',
    description: 'A released version never changes; a draft and a language pack may. Loading the same bytes again changes nothing.',
    stream: 'upload',
    input: z.object({ path: z.string().max(200).describe('<standard>/<version>.yaml, or <standard>/<version>.<language>.yaml for a language pack') }),
    result: z.object({ path: z.string(), ...aVersion, language: Language.nullable(), contentHash: z.string(), effect: z.enum(['loaded', 'unchanged']) }),
    refusals: ['standard-file-invalid', 'standard-version-changed', 'upload-too-large'],
  }),
  listLicensedText: operation({
    method: 'GET', path: '/standards/{standard}/{version}/texts', permit: 'standard-text:read', tag: 'Standards', summary: 'List licensed text',
    input: z.object({ ...aVersion, criterion: Slug.optional(), part: TextPart.optional(), textLanguage: Language.optional(), ...PageQuery.shape }),
    result: pageOf(LicensedText).extend({ total: z.number().int() }),
    refusals: [...unknown, 'cursor-invalid'],
  }),
  putLicensedText: operation({
    method: 'PUT', path: textPath, permit: 'standard-text:write', tag: 'Standards', summary: 'Put one licensed text',
    description: 'Load only what your licence covers. What is not marked public is shown to the operator alone.',
    input: LicensedText,
    result: LicensedText.extend({ effect: z.enum(['added', 'changed', 'unchanged']) }),
    refusals: [...unknown, 'criterion-unknown', 'licensed-text-key-unknown'],
  }),
  removeLicensedText: operation({
    method: 'DELETE', path: textPath, permit: 'standard-text:write', tag: 'Standards', summary: 'Remove one licensed text',
    input: z.object(textPlace),
    result: z.object({ ...textPlace, effect: z.literal('removed') }),
    refusals: [...unknown, 'licensed-text-unknown'],
  }),
  importLicensedText: operation({
    method: 'POST', path: '/standards/{standard}/{version}/texts/import', permit: 'standard-text:write', tag: 'Standards',
    summary: 'Import licensed text from XLSX or CSV', stream: 'upload',
    description: 'Columns criterion, part, key, language, text, public; a row without text is passed over. All rows or none: any wrong row refuses the file.',
    input: z.object({ ...aVersion, filename: z.string().min(1).max(200).default('texts.xlsx') }),
    result: z.object({
      added: z.number().int(), changed: z.number().int(), unchanged: z.number().int(), emptyRows: z.number().int(), madePublic: z.number().int(),
    }),
    refusals: [
      ...unknown, 'licensed-text-columns-missing', 'licensed-text-rows-wrong', 'upload-too-large', 'file-format-unknown', 'file-protected',
      'archive-damaged', 'archive-too-large', 'encoding-unknown', 'table-malformed', 'table-empty', 'table-too-long',
      'table-too-wide', 'cell-too-long', 'table-too-large',
    ],
  }),
  getLicensedTextTemplate: operation({
    method: 'GET', path: '/standards/{standard}/{version}/texts/template', permit: 'standard-text:read', tag: 'Standards',
    summary: 'Get the XLSX template for licensed text', stream: 'export',
    description: 'One row for each requirement, guidance and rating description of every criterion, with the texts already loaded filled in.',
    input: z.object({ ...aVersion, textLanguage: Language.default('en') }),
    result: z.unknown(),
    refusals: unknown,
  }),
} as const
