// Milestones: the dated events of a site in a scheme, as found in public sources or as recorded by the mark's owner.
// A compiled milestone never yields a negative status (architecture section 7): only an award decided here, or imported
// by the owner of the mark, carries a live one.
import { z } from 'zod'
import { SiteId } from '#src/kernel/id.ts'
import { Dated, Day } from '#src/kernel/time.ts'
import { longText, shortText } from '#src/kernel/text.ts'
import { Citation } from '#src/parties/source.ts'
import { Metal } from '#src/parties/site.ts'
import { factKind } from '#src/transparency/fact.ts'

/** The metals for which a mark exists. Lead is covered by due diligence only. */
export const Mark = z.enum(['copper', 'molybdenum', 'nickel', 'zinc'])
export type Mark = z.infer<typeof Mark>

export const MilestoneKind = z.enum([
  'planned', 'commitment', 'participation', 'assessment', 'not-awarded-at-first', 'award', 're-award', 'extension', 'follow-up',
  're-assessment', 'notice', 'custody-commitment', 'custody-conformance', 'due-diligence-conformance', 'withdrawal', 'suspension',
])
export type MilestoneKind = z.infer<typeof MilestoneKind>

/** Marks, stand-alone due diligence and chain of custody are three registers; the second yields no claim. */
export const Register = z.enum(['mark', 'due-diligence', 'chain-of-custody'])
export type Register = z.infer<typeof Register>

export const Milestone = z.object({
  /** Absent where the source names no site: such a milestone is listed, and counted nowhere. */
  siteId: SiteId.optional(),
  /** The name in the source where no site could be named. */
  subjectAsFound: shortText(300),
  register: Register,
  kind: MilestoneKind,
  /** Absent where the source states no mark. */
  mark: Mark.optional(),
  metal: Metal.optional(),
  date: Dated,
  /** When it was made known, where that differs from when it happened. */
  announcedOn: Day.optional(),
  validUntil: Day.optional(),
  /** Condition of a live award; never set on a compiled one. */
  condition: longText(600).optional(),
  /** 32 or 33 where the source says against how many criteria. */
  criteriaCount: z.number().int().min(1).max(200).optional(),
  assessorFirm: shortText(200).optional(),
  /** The wording of the source on status. */
  asFound: longText(600),
  origin: z.enum(['compiled', 'mark-owner', 'decided']),
  dataset: z.string().max(100),
  citations: z.array(Citation).min(1).max(10),
  note: longText(1000).optional(),
})
export type Milestone = z.infer<typeof Milestone>
export const milestoneFact = factKind('milestone', Milestone)

/** A figure that the scheme or a reporter published. It stands beside ours, never in place of it. */
export const PublishedFigure = z.object({
  asOf: Day,
  isDateApproximate: z.boolean(),
  /** A closed list of what can be compared with a computed figure; `other` is shown only. */
  measure: z.enum(['coverage', 'coverage-in-process', 'awarded-sites', 'awarded-mines', 'participants', 'partners', 'sites-with-mark', 'other']),
  indicator: shortText(300),
  metal: Metal.optional(),
  /** ISO 3166-1 alpha-3 where the figure is of one country. */
  country: z.string().regex(/^[A-Z]{3}$/).optional(),
  /** The year of output it speaks of, where it does. */
  productionYear: z.number().int().optional(),
  value: z.number(),
  comparator: z.enum(['=', '>', '<', '~', '<~', '>~']),
  unit: z.enum(['percent', 'count']),
  dataset: z.string().max(100),
  citations: z.array(Citation).min(1).max(10),
  note: longText(800).optional(),
})
export type PublishedFigure = z.infer<typeof PublishedFigure>
export const publishedFigureFact = factKind('published-figure', PublishedFigure)
