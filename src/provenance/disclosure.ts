// What of an answer about a lot may be shown, and to whom (custody notes 2.6, users G7). The default is nothing. Each party
// chooses per partner and per field; its choice binds for everyone downstream, and of several along the way the most
// restrictive holds. A choice for one named viewer takes the place of the party's own choice for everybody.
import { z } from 'zod'
import { Instant } from '#src/kernel/time.ts'

/** Where metal was mined or came in; which sites handled it; its papers; its emissions by stage; its shares without names. */
export const DisclosureField = z.enum(['origin', 'handling', 'documents', 'footprint', 'shares'])
export type DisclosureField = z.infer<typeof DisclosureField>

/** From the most to the least restrictive. Papers, footprint and shares know `nothing` and `site` (all of it) only. */
export const DisclosureLevel = z.enum(['nothing', 'region', 'country', 'site'])
export type DisclosureLevel = z.infer<typeof DisclosureLevel>

export const PLACE_FIELDS: ReadonlySet<DisclosureField> = new Set(['origin', 'handling'])
export const levelsOf = (field: DisclosureField): readonly DisclosureLevel[] => PLACE_FIELDS.has(field) ? DisclosureLevel.options : ['nothing', 'site']

/** The public (a passport), one organisation, or nobody in particular. */
export type Viewer =
  | { readonly kind: 'public' }
  | { readonly kind: 'organisation'; readonly organisationId: string }
  /** The operator within an open inquiry into one book: sees it as its own party does. */
  | { readonly kind: 'inquiry'; readonly organisationId: string }

/** Everybody downstream, the public included where `isPublic`; or one organisation. */
export const DisclosurePartner = z.union([z.literal('everyone'), z.literal('public'), z.string().min(1).max(100)])

export const DisclosureChoice = z.object({
  organisationId: z.string().max(100).describe('the party that chooses'),
  partner: DisclosurePartner.describe('an organisation, everyone downstream, or the public'),
  field: DisclosureField,
  level: DisclosureLevel,
  chosenAt: Instant,
})
export type DisclosureChoice = z.infer<typeof DisclosureChoice>

export type Choices = {
  /** What one party lets a viewer see of a field. */
  levelFor(organisationId: string, viewer: Viewer, field: DisclosureField): DisclosureLevel
}

const restrictive = (level: DisclosureLevel): number => DisclosureLevel.options.indexOf(level)
export const mostRestrictive = (a: DisclosureLevel, b: DisclosureLevel): DisclosureLevel => restrictive(a) <= restrictive(b) ? a : b

/** What a holder may see of what upstream lets its partner see: a choice for the partner alone is told to the partner alone. What the public may see, anybody may. */
export const clampedTo = (choices: Choices, holder: string): Choices => ({
  levelFor: (organisationId, viewer, field) => {
    const partners = choices.levelFor(organisationId, viewer, field)
    return organisationId === holder || viewer.kind === 'public' ? partners : mostRestrictive(partners, choices.levelFor(organisationId, { kind: 'organisation', organisationId: holder }, field))
  },
})

/** The choices of all parties on the way of a lot. The public is reached only by a choice for the public. */
export function choicesOf(list: readonly DisclosureChoice[]): Choices {
  const chosen = new Map(list.map((choice) => [`${choice.organisationId} ${choice.partner} ${choice.field}`, choice.level]))
  return {
    levelFor: (organisationId, viewer, field) => {
      if (viewer.kind !== 'public' && viewer.organisationId === organisationId) return 'site'
      const partner = viewer.kind === 'public' ? 'public' : viewer.organisationId
      const named = chosen.get(`${organisationId} ${partner} ${field}`)
      if (named !== undefined) return named
      return viewer.kind === 'public' ? 'nothing' : chosen.get(`${organisationId} everyone ${field}`) ?? 'nothing'
    },
  }
}
