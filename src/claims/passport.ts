// The passport of a product: what a code on a drum or a bundle says to anybody. Nothing is in it that its holder and every
// party upstream did not release (custody notes 2.7; OECD step 5). A version is frozen when it is issued.
import { z } from 'zod'
import { canonicalText } from '#src/kernel/canonical.ts'
import { hasValidCheck, checkCharacter } from '#src/kernel/id.ts'
import { shortText } from '#src/kernel/text.ts'
import { Day, Instant } from '#src/kernel/time.ts'
import { CustodyModel } from '#src/custody/custody-model.ts'
import { Material } from '#src/custody/lot.ts'
import { Substance } from '#src/custody/substance.ts'
import { AnswerVersions, Withheld } from '#src/provenance/lot-answer.ts'

/** `PSP-7K2QXM4RT9-W`: random, so that no number tells how many there are; the last character is a check (ISO 7064). */
export const PassportId = z.string().trim().toUpperCase().regex(/^PSP-[0-9A-HJKMNP-TV-Z]{10}-[0-9A-Z]$/, 'a passport number looks like PSP-7K2QXM4RT9-W')
  .refine((text) => hasValidCheck(text.replaceAll('-', '')), 'the check character of this passport number does not fit: a character is wrong or two are exchanged')
export type PassportId = string

/** @param body ten characters of Crockford's alphabet, random */
export const passportIdFrom = (body: string): PassportId => `PSP-${body}-${checkCharacter(`PSP${body}`)}`

/** What the holder lets everybody see. What is not released is shown as withheld, never left out. */
export const PassportRelease = z.object({
  holder: z.boolean().default(false).describe('the name of whoever issues it'),
  mass: z.boolean().default(false).describe('how much metal the lot holds'),
  madeAt: z.boolean().default(false).describe('the site where it was made'),
  origins: z.enum(['nothing', 'country', 'site']).default('nothing').describe('where the metal was mined, as far as every party upstream allows'),
  awardedShare: z.boolean().default(true).describe('which share comes from awarded sites'),
  recycled: z.boolean().default(true).describe('which share is recycled'),
  footprint: z.boolean().default(true).describe('kg CO2e per tonne, with its method'),
  identifiers: z.boolean().default(true).describe('brand, heat, coil and drum numbers'),
})
export type PassportRelease = z.infer<typeof PassportRelease>

const part = z.number().min(0).max(1)

/** A share as it may be told: exact, or within a band where too few parties stand behind it. */
export const PassportShare = z.object({
  low: part, high: part, isBanded: z.boolean(),
  physical: z.object({ low: part, high: part }).nullable()
    .describe('the least and the most that any physical mixing which agrees with the records allows, where that is not the share itself'),
})
export type PassportShare = z.infer<typeof PassportShare>

const orWithheld = <T extends z.ZodType>(shape: T) => z.union([shape, Withheld])

export const PassportOrigin = z.object({
  kind: z.enum(['site', 'country', 'region', 'unknown', 'pre-consumer', 'post-consumer', 'withheld']),
  /** Site number, country code or region; null for the rest. */
  place: z.string().nullable(),
  name: z.string().nullable(),
  share: PassportShare,
})
export type PassportOrigin = z.infer<typeof PassportOrigin>

export const PassportContent = z.object({
  product: shortText(120),
  description: shortText(400).nullable(),
  material: Material,
  metal: Substance,
  model: CustodyModel,
  /** Invented for a demonstration or a simulation. */
  isSimulated: z.boolean(),
  asOf: Day,
  holder: orWithheld(z.object({ name: z.string() })),
  mass: orWithheld(z.object({ tonnes: z.string() })),
  madeAt: orWithheld(z.object({ siteId: z.string(), name: z.string(), country: z.string() })),
  identifiers: orWithheld(z.object({ marks: z.array(z.object({ name: z.string(), value: z.string() })) })),
  origins: orWithheld(z.object({ parts: z.array(PassportOrigin) })),
  awardedShare: orWithheld(z.object({ mines: PassportShare, wholeChain: PassportShare.nullable() })),
  recycled: orWithheld(z.object({ preConsumer: PassportShare, postConsumer: PassportShare })),
  /** Null where no figure is known: missing, never zero. `isAtLeast`: figures are missing on its way. */
  footprint: orWithheld(z.object({ kgPerTonne: z.number().nullable(), isAtLeast: z.boolean(), method: z.string(), primaryShare: z.number().nullable() })),
  unknownShare: PassportShare,
  versions: AnswerVersions,
})
export type PassportContent = z.infer<typeof PassportContent>

export const PassportState = z.enum(['valid', 'under-review', 'withdrawn'])
export type PassportState = z.infer<typeof PassportState>

/** One version as it is shown. */
export const PassportVersion = z.object({ version: z.number().int(), issuedAt: Instant, because: z.string(), digest: z.string(), content: PassportContent })
export type PassportVersion = z.infer<typeof PassportVersion>

/** What everybody sees of a passport: its newest version, what changed since the one before, and every digest. */
export const PublicPassport = z.object({
  passportId: z.string(), state: PassportState, stateReason: z.string().nullable(), stateAt: Instant,
  current: PassportVersion,
  /** The fields that the newest version says differently from the one before. */
  changed: z.array(z.string()),
  versions: z.array(z.object({ version: z.number().int(), issuedAt: Instant, because: z.string(), digest: z.string() })),
  address: z.string(),
})
export type PublicPassport = z.infer<typeof PublicPassport>

/** What two versions say differently: the fields, in the order of the page. */
export function changedFields(before: PassportContent, after: PassportContent): (keyof PassportContent)[] {
  return (Object.keys(PassportContent.shape) as (keyof PassportContent)[])
    .filter((field) => field !== 'versions' && field !== 'asOf' && canonicalText(before[field]) !== canonicalText(after[field]))
}
