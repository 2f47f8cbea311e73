// What a standard is: one file of data per version (`standards/<standard>/<version>.yaml`), checked here. The code knows
// no standard by name. Whatever was deduced rather than read in a source says so: `basis: inferred`.
import { z } from 'zod'
import { WebAddress, longText, shortText } from '#src/kernel/text.ts'
import { Dated } from '#src/kernel/time.ts'
import { Metal, SiteType } from '#src/parties/site.ts'
import { Rule, Slug } from './award-rule.ts'
import { inconsistencies } from './consistency.ts'

/** Marks, stand-alone due diligence and chain of custody are three registers; the second yields no claim. */
export const StandardRegister = z.enum(['mark', 'due-diligence', 'chain-of-custody'])
export type StandardRegister = z.infer<typeof StandardRegister>

export const Version = z.string('a version is text: write it in quotes, such as "2.0"')
  .max(40)
  .regex(/^(?=.*\d)[a-z0-9]+([.-][a-z0-9]+)*$/, 'a version is lower-case letters and digits with dots or hyphens, and holds a digit')

/** BCP 47, as far as a language pack needs it and written one way only: `es`, `pt-BR`, `zh-Hant`. */
export const Language = z.string().max(20)
  .regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$/, 'a language is a code such as es, pt-BR or zh-Hant')

/** The permanent address of a standard version or of one criterion, below the public address of the installation. */
export const standardUri = (standard: string, version: string, criterion?: string): string =>
  `/standards/${standard}/${version}${criterion === undefined ? '' : `/${criterion}`}`

/** Whether a statement was read in a source or deduced by us, and from which of the sources of the file. */
const grounds = {
  basis: z.enum(['found', 'inferred']),
  sources: z.array(Slug).max(10).default([]),
  note: longText(800).optional(),
}
export const Grounds = z.strictObject(grounds)
export type Grounds = z.infer<typeof Grounds>
/** The grounds alone of a statement that says more. */
export const groundsOf = ({ basis, sources, note }: Grounds): Grounds =>
  ({ basis, sources, ...(note === undefined ? {} : { note }) })
const stated = <T extends z.ZodRawShape>(shape: T) => z.strictObject({ ...shape, ...grounds })

const title = shortText(200)
const prose = shortText(1500)

export const Source = z.strictObject({ id: Slug, text: shortText(400), urls: z.array(WebAddress).max(5).default([]) })

/** No site type or no metal named means all of them. */
export const Applicability = stated({
  siteTypes: z.array(SiteType).min(1).optional(),
  metals: z.array(Metal).min(1).optional(),
  /** Whether a site may state that its circumstances leave the criterion without object; an assessor must confirm it. */
  mayBeExcluded: z.boolean().default(false),
})
export type Applicability = z.infer<typeof Applicability>

export const RelationKind = z.enum(['new', 'same', 'merged', 'split', 'widened'])
export type RelationKind = z.infer<typeof RelationKind>

/** How a criterion stands to the criteria of the version before. */
export const Relation = stated({
  kind: RelationKind,
  /** Criteria of the version before that this one continues. */
  predecessors: z.array(Slug).max(20).default([]),
  /** Criteria of the version before of which this one takes up a part only. */
  drawsOn: z.array(Slug).max(20).default([]),
})
export type Relation = z.infer<typeof Relation>

/** Relationship words of OSCAL mapping collections, so that an export needs no translation. */
export const Mapping = stated({
  standard: Slug,
  version: Version.optional(),
  criterion: Slug.optional(),
  relationship: z.enum(['equal-to', 'equivalent-to', 'subset-of', 'superset-of', 'intersects-with']),
})

export const Criterion = z.strictObject({
  slug: Slug,
  number: z.number().int().min(1).max(500),
  /** Where number and title stand; the meaning is always in our own words. */
  naming: Grounds,
  group: stated({ slug: Slug }),
  title,
  otherTitles: z.array(title).max(5).default([]),
  meaning: prose,
  applicability: Applicability,
  /** Numbers of the UN Sustainable Development Goals it serves. */
  sdgs: stated({ goals: z.array(z.number().int().min(1).max(17)).max(17) }),
  relation: Relation.optional(),
  mappings: z.array(Mapping).max(20).default([]),
})
export type Criterion = z.infer<typeof Criterion>

/** Events of the cycle at which a clock may start. */
export const ClockEvent = z.enum([
  'letter-signed', 'assessment-completed', 'award-decided', 'report-published', 'period-opened', 'record-made',
])

/** Days before the due day on which a reminder is sent; 0 is the due day. */
const warnDaysBefore = z.array(z.number().int().min(0).max(1000)).max(20)
  .refine((days) => days.every((day, i) => i === 0 || day < days[i - 1]!), 'the days run down, such as [90, 30, 7, 1, 0]')

export const Clock = z.strictObject({
  slug: Slug,
  title,
  start: stated({ event: ClockEvent }),
  length: stated({ months: z.number().int().min(1).max(600) }),
  /** The longest it was seen or allowed to run; each extension is logged. */
  extension: stated({ upToMonths: z.number().int().min(1).max(600) }).optional(),
  warnings: stated({ daysBefore: warnDaysBefore }),
  miss: stated({ effect: z.enum(['shown-overdue', 'suspension-proposed', 're-assessment-due', 'award-ends', 'record-may-go']) }),
})
export type Clock = z.infer<typeof Clock>

const sayable = <T extends z.ZodType>(value: T) => stated({ value })

/** Chain-of-custody models (ISO 22095), the strictest first: `custody/custody-model.ts` rests on the order. */
export const CustodyModel = z.enum(['identity-preserved', 'segregated', 'controlled-blending', 'mass-balance', 'book-and-claim'])
export type CustodyModel = z.infer<typeof CustodyModel>

/** Parameters of the custody engine. What the standard itself demands was not readable where the basis is inferred. */
export const CustodyProfile = z.strictObject({
  models: sayable(z.array(CustodyModel).min(1)),
  massBasis: sayable(z.enum(['contained-metal', 'product-mass'])),
  periodMonths: sayable(z.number().int().min(1).max(60)),
  reconciliationMonths: sayable(z.number().int().min(1).max(60)),
  /** Lowest balance allowed at the close of a period, as a share of the period's input. */
  floorAtCloseShare: sayable(z.number().min(-1).max(0)),
  /** How far a balance may fall below zero inside a period, as a share of the period's input. */
  overdrawShare: sayable(z.number().min(0).max(1)),
  carryOverPeriods: sayable(z.number().int().min(0).max(24)),
  boundary: sayable(z.enum(['site', 'group'])),
  conversionFactor: sayable(z.enum(['audited-site-recovery', 'default-table'])),
  conversionReviewMonths: sayable(z.number().int().min(1).max(60)),
  recycledInput: sayable(z.enum(['own-characteristic', 'counts-with-mined'])),
  eligibleSeller: sayable(z.array(StandardRegister).min(1)),
})
export type CustodyProfile = z.infer<typeof CustodyProfile>

const StandardShape = z.strictObject({
  form: z.literal('cupel-standard-1', 'a standard file says form: cupel-standard-1'),
  standard: Slug,
  version: Version,
  edition: shortText(200).optional(),
  /** A released version never changes; a draft may. */
  status: z.enum(['draft', 'released']),
  /** An invented standard that shows what the form can hold. */
  isExample: z.boolean().default(false),
  /** Language of the texts in this file; packs beside it hold the others. */
  language: Language,
  scheme: z.strictObject({ slug: Slug, title }),
  title,
  about: prose,
  notice: prose,
  owner: stated({ text: shortText(400) }),
  register: StandardRegister,
  /** What an outcome lets a site say: of itself, of its product, or nothing. */
  claim: stated({ level: z.enum(['site', 'product', 'none']) }),
  published: stated({ date: Dated }),
  /** `until`: no new cycle begins under this version from that day on; running ones end under it. */
  inForce: z.strictObject({ from: stated({ date: Dated }), until: stated({ date: Dated }).optional() }),
  /** Metals it covers; absent where it names none. */
  metals: stated({ covered: z.array(Metal).min(1) }).optional(),
  marks: z.array(stated({ slug: Slug, title, metals: z.array(Metal).min(1) })).max(30),
  /** A standing in another register that must be held first. */
  requires: z.array(stated({ register: StandardRegister })).max(5).default([]),
  groups: z.array(z.strictObject({ slug: Slug, title })).min(1).max(50),
  /** From worst to best. */
  ratingScale: stated({ levels: z.array(z.strictObject({ slug: Slug, title })).min(2).max(20) }),
  awardRule: stated({ rule: Rule }),
  fullRule: stated({ rule: Rule }).optional(),
  clocks: z.array(Clock).max(30),
  custodyProfile: CustodyProfile.optional(),
  /** The version its relations speak of, and the criteria of that version that no single criterion continues. */
  predecessor: z.strictObject({
    version: Version,
    discontinued: z.array(stated({
      criterion: Slug,
      kind: z.enum(['dropped', 'spread']),
      /** The criteria over which it is spread. */
      over: z.array(Slug).max(20).default([]),
    })).max(200),
  }).optional(),
  criteria: z.array(Criterion).min(1).max(300),
  sources: z.array(Source).max(100),
})

export const Standard = StandardShape.superRefine((standard, check) => {
  for (const fault of inconsistencies(standard)) check.addIssue({ code: 'custom', path: [...fault.path], message: fault.message })
})
export type Standard = z.infer<typeof StandardShape>
