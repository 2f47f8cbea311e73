// What anyone may read of the standards, and what the operator may load: the licensed text of each criterion.
import { z } from 'zod'
import { TimeQuery } from '#src/kernel/as-of.ts'
import { operation } from '#src/kernel/operation.ts'
import { PageQuery, pageOf } from '#src/kernel/page.ts'
import { Day, Instant } from '#src/kernel/time.ts'
import { Metal, SiteType } from '#src/parties/site.ts'
import { Evaluation, Slug } from './award-rule.ts'
import { DifferenceKind } from './difference.ts'
import { LicensedText, TextPart, textPlace } from './licensed-text.ts'
import { Fate, Neighbour } from './neighbours.ts'
import { CriterionView, DifferenceRow, StandardRow, StandardView } from './standard-view.ts'
import { Language, Source, StandardRegister, Version } from './standard.ts'

const read = { method: 'GET', permit: 'standard:read', tag: 'Standards' } as const
const seen = { asOf: Day, knownAt: Instant.nullable() }
const inLanguage = {
  language: z.string().max(35).regex(/^[A-Za-z0-9-]+$/, 'a language is a code such as es or pt-BR').default('en')
    .describe('language of titles and meanings, such as es or pt-BR; falls back to the language of the standard'),
}
const aVersion = { standard: Slug, version: Version }
/** A source with the version whose file names it. */
const SourceOf = Source.extend({ version: Version })

const listOf = <T extends z.ZodType<unknown, string>>(one: T) =>
  z.string().max(400).default('').transform((text) => text.split(',').filter((part) => part !== '')).pipe(z.array(one))

function ratingsOf(text: string, check: z.core.$RefinementCtx): ReadonlyMap<string, string> {
  const pairs = text.split(',').filter((pair) => pair !== '').map((pair) => pair.split(':'))
  const wrong = pairs.find((pair) => pair.length !== 2 || pair.includes(''))
  if (wrong !== undefined) {
    check.addIssue({ code: 'custom', message: `"${wrong.join(':')}" is no pair of criterion and level, such as water:good` })
  }
  return new Map(pairs.map(([criterion, level]) => [criterion ?? '', level ?? '']))
}

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
      /** What later versions say became of it, where no single criterion continues it. */
      fates: z.array(Fate),
      texts: z.array(LicensedText.pick({ part: true, key: true, language: true, text: true, isPublic: true })),
      /** Those that this page names. */
      sources: z.array(SourceOf),
      ...seen,
    }),
    refusals: [...unknown, 'criterion-unknown'],
  }),
  compareStandards: operation({
    ...read, path: '/standards/{standard}/compare', summary: 'Compare two versions of a standard side by side',
    input: z.object({ standard: Slug, from: Version, to: Version, ...inLanguage, ...TimeQuery.shape }),
    result: z.object({
      from: StandardRow, to: StandardRow, rows: z.array(DifferenceRow),
      counts: z.array(z.object({ kind: DifferenceKind, count: z.number().int() })),
      sources: z.array(SourceOf),
      ...seen,
    }),
    refusals: [...unknown, 'versions-unrelated'],
  }),
  explainAward: operation({
    ...read, path: '/standards/{standard}/{version}/award-explanation', summary: 'Explain what ratings would come to under the award rule',
    description: 'A calculation on the ratings given, and no decision about a site: which criteria apply, what each is asked for, '
      + 'what is still short. Nothing is stored.',
    input: z.object({
      ...aVersion,
      ratings: z.string().max(20_000).default('').describe('criterion:level pairs separated by commas, such as water:good')
        .transform((text, check) => ratingsOf(text, check)),
      siteTypes: listOf(SiteType).describe('separated by commas; where none is given, no criterion is left out by type'),
      metals: listOf(Metal).describe('separated by commas; where none is given, no criterion is left out by metal'),
      ...TimeQuery.shape,
    }),
    result: Evaluation.extend(seen),
    refusals: [...unknown, 'rating-unknown', 'nothing-applies'],
  }),
  loadStandard: operation({
    method: 'POST', path: '/standards/files', permit: 'standard:load', tag: 'Standards',
    summary: 'Load one standard file or language pack (YAML)',
    description: 'A released version never changes; a draft and a language pack may. Loading the same bytes again changes nothing.',
    stream: 'upload',
    input: z.object({
      path: z.string().max(200).describe('<standard>/<version>.yaml, or <standard>/<version>.<language>.yaml for a language pack'),
    }),
    result: z.object({
      path: z.string(), ...aVersion, language: Language.nullable(), contentHash: z.string(), effect: z.enum(['loaded', 'unchanged']),
    }),
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
    description: 'Columns criterion, part, key, language, text, public; a row without text is passed over. '
      + 'All rows or none: one wrong row refuses the file.',
    input: z.object({ ...aVersion, filename: z.string().min(1).max(200).default('texts.xlsx') }),
    result: z.object({
      added: z.number().int(), changed: z.number().int(), unchanged: z.number().int(), emptyRows: z.number().int(),
      /** Of the added and changed: those that the public can read from now on, and those that it no longer can. */
      madePublic: z.number().int(), withdrawn: z.number().int(),
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
