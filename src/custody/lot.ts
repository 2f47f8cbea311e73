// A lot: material of one kind at one place in one hand. How it is described when it comes into a book, and the state the
// law of the ledger needs of it (custody notes 3.1; ISO 22095).
import { z } from 'zod'
import { SiteId } from '#src/kernel/id.ts'
import { Fraction, Mass } from '#src/kernel/mass.ts'
import { shortText } from '#src/kernel/text.ts'
import { Day, type Instant } from '#src/kernel/time.ts'
import { Country } from '#src/parties/site.ts'
import { CustodyModel, ScrapClass } from './custody-model.ts'
import { Substance, type Contained } from './substance.ts'

/** The stage of the chain a lot stands at. */
export const Material = z.enum(['ore', 'concentrate', 'leach-solution', 'matte', 'blister', 'anode', 'cathode', 'refined', 'rod', 'wire', 'cable', 'semi', 'scrap', 'slag', 'slimes', 'dore', 'oxide', 'ferro-alloy', 'acid', 'other'])
export type Material = z.infer<typeof Material>

/** A party's own name for a lot, an event or a document: unique in its book. */
export const Ref = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,79}$/, 'a reference has 1 to 80 letters, digits, dots, dashes, slashes or underscores')
export type Ref = string

/** A lot as the whole house knows it: the organisation whose book it stands in, and that party's reference. */
export const LotId = z.string().max(200).regex(/^[^:\s]{1,100}:[A-Za-z0-9][A-Za-z0-9._/-]{0,79}$/, 'a lot is named by book and reference, such as org_1:L-2026-7')
export type LotId = string
export const lotIdOf = (organisationId: string, ref: Ref): LotId => `${organisationId}:${ref}`
export const lotIdParts = (lotId: LotId): { readonly organisationId: string; readonly ref: Ref } => {
  const cut = lotId.indexOf(':')
  return { organisationId: lotId.slice(0, cut), ref: lotId.slice(cut + 1) }
}

/** A document a lot or an event rests on; its bytes, where they were handed in, lie under their hash. */
export const DocumentKind = z.enum(['certificate-of-analysis', 'bill-of-lading', 'weighbridge-ticket', 'draft-survey', 'moisture-certificate', 'assay', 'customs', 'transfer-statement', 'scrap-declaration', 'other'])
export type DocumentKind = z.infer<typeof DocumentKind>
export const DocumentRef = z.strictObject({ kind: DocumentKind, ref: shortText(120), sha256: z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hex').optional(), evidenceId: z.string().max(100).optional(), issuedOn: Day.optional() })
export type DocumentRef = z.infer<typeof DocumentRef>

/** What metal was weighed and assayed to be: `contained` follows from these, or is stated by itself. */
export const Measured = z.strictObject({
  /** As weighed, wet. */
  gross: Mass,
  moisture: Fraction.default('0'),
  /** Mass fraction of the dry mass, by metal. */
  assay: z.partialRecord(Substance, Fraction),
})
export type Measured = z.infer<typeof Measured>

/** Where metal comes into the records for the first time. `declared`: by a paper, not by a linked record. */
export const Origin = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('unknown') }),
  z.strictObject({ kind: z.literal('site'), siteId: SiteId }),
  z.strictObject({ kind: z.literal('country'), country: Country }),
  z.strictObject({ kind: z.literal('scrap'), scrapClass: z.enum(['pre-consumer', 'post-consumer']) }),
])
export type Origin = z.infer<typeof Origin>

/** The names metal bears in the trade. */
export const LotIdentifiers = z.strictObject({ brand: shortText(80), plant: shortText(80), bundle: shortText(60), heat: shortText(60), cast: shortText(60), coil: shortText(60), drum: shortText(60), billOfLading: shortText(60), certificateOfAnalysis: shortText(60), weighbridge: shortText(60), epc: shortText(200) }).partial()
export type LotIdentifiers = z.infer<typeof LotIdentifiers>

/** A lot that an event brings into a book. */
export const NewLot = z.strictObject({
  lot: Ref,
  material: Material,
  /** The metal it is traded for; footprint and shares are told per unit of it. */
  metal: Substance,
  measured: Measured.optional(),
  /** Contained metal as stated; with `measured` too, both must agree to the gram. */
  contained: z.partialRecord(Substance, Mass).optional(),
  model: CustodyModel.default('mass-balance'),
  scrapClass: ScrapClass.optional(),
  identifiers: LotIdentifiers.optional(),
  documents: z.array(DocumentRef).max(20).optional(),
})
export type NewLot = z.infer<typeof NewLot>

/** What of a lot the law looks at. Quantities are whole quanta of contained metal. */
export type LotState = {
  readonly ref: Ref
  readonly siteId: string
  readonly material: Material
  readonly metal: Substance
  readonly model: CustodyModel
  readonly scrapClass: ScrapClass | null
  /** What all of it came from, where nothing was mixed: the first lot of an identity-preserved line, else null. */
  readonly root: LotId | null
  readonly bornAt: Instant
  readonly bornBy: Ref
  /** Of other lots of this book, so that it holds what they held: it came in by no weight of its own. */
  readonly isMade?: boolean
  readonly isVoid: boolean
  /** Quantity as it now counts: as first recorded, or by the settlement weight and assay. */
  readonly amount: Contained
  readonly left: Contained
  /** When a later weight or assay last added to the lot: drawing before it needs the whole history. */
  readonly lastIncreaseAt: Instant | null
}
