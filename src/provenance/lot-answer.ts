// The answer about a lot: where its metal comes from, in which shares, under which marks, and what of that may be shown to
// the one who asks. The same shape by API, page, document and passport; every value has passed `disclose` (disclosure.ts).
// A field that is held back says so and is never absent (custody notes 2.6; users G6 and G7).
import { z } from 'zod'
import { CustodyModel } from '#src/custody/custody-model.ts'
import { LotId, Material } from '#src/custody/lot.ts'
import { Substance } from '#src/custody/substance.ts'
import { Mark } from '#src/awards/milestone.ts'
import { SiteId } from '#src/kernel/id.ts'
import { Day, Instant } from '#src/kernel/time.ts'
import { Country } from '#src/parties/site.ts'
import { Region } from './region.ts'
import { ToldMethod } from './told-method.ts'

/** Held back by a choice of somebody up the chain; who that is stays hidden. */
export const Withheld = z.object({ withheld: z.literal(true), by: z.enum(['upstream party', 'holder']) })
export type Withheld = z.infer<typeof Withheld>
export const withheldUpstream: Withheld = { withheld: true, by: 'upstream party' }
export const isWithheld = (value: unknown): value is Withheld => typeof value === 'object' && value !== null && (value as { withheld?: unknown }).withheld === true

const part = z.number().min(0).max(1)

/** A share of the lot's metal. `exact`: perfect mixing, beside first-in-first-out and the bounds of any physical mixing. */
export const Share = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('exact'),
    share: part.describe('under perfect mixing'),
    text: z.string().describe('the share with eight digits, rounded half up'),
    firstIn: part.nullable().describe('under first-in-first-out; null where it was not asked for or is held back'),
    low: part.describe('the least any physical mixing that agrees with the records allows'),
    high: part.describe('the most any physical mixing that agrees with the records allows'),
  }),
  /** Rests on fewer than three upstream parties that did not release it: a band instead of a number. */
  z.object({ state: z.literal('banded'), from: part, to: part }),
])
export type Share = z.infer<typeof Share>

/** A share as one would have to assume it at least, and at most. */
export const leastOf = (share: Share): number => share.state === 'exact' ? share.share : share.from
export const mostOf = (share: Share): number => share.state === 'exact' ? share.share : share.to

/** What a share comes from, as far as it may be told. */
export const OriginName = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('site'), siteId: SiteId, name: z.string().nullable(), country: Country.nullable(), position: z.object({ latitude: z.number(), longitude: z.number() }).nullable() }),
  /** `declared`: by a paper, not by a linked record. `released`: as far as the party upstream tells it. */
  z.object({ kind: z.literal('country'), country: Country, basis: z.enum(['declared', 'released']) }),
  z.object({ kind: z.literal('region'), region: Region }),
  /** Bought scrap begins a new life where it came in. */
  z.object({ kind: z.literal('scrap'), scrapClass: z.enum(['pre-consumer', 'post-consumer']) }),
  z.object({ kind: z.literal('unknown') }),
  z.object({ kind: z.literal('withheld'), by: z.literal('upstream party') }),
])
export type OriginName = z.infer<typeof OriginName>

/** Held when the site handled the metal, or on the day asked for. `possibly`: no source places it surely. */
export const MarkHeld = z.object({ mark: Mark.nullable(), isSure: z.boolean() })
export type MarkHeld = z.infer<typeof MarkHeld>

export const OriginLine = z.object({
  origin: OriginName,
  /** Whether the origin is a record in a book (extraction, or a chain of linked hand-overs), or only a paper. */
  basis: z.enum(['recorded', 'declared']).nullable(),
  share: Share,
  quanta: z.number().int().nonnegative().nullable().describe('contained metal of this origin in the lot, in its quantum; null where the share is a band'),
  /** By the epoch of its assurance: metal mined before and after a suspension are two lines of one site. */
  epoch: z.object({ from: Day.nullable(), to: Day.nullable() }).nullable(),
  marks: z.union([z.array(MarkHeld), Withheld]),
})
export type OriginLine = z.infer<typeof OriginLine>

/** A site that handled the metal on its way. */
export const Handling = z.object({
  site: z.union([z.object({ siteId: SiteId, name: z.string().nullable(), country: Country.nullable() }), z.object({ country: Country }), z.object({ region: Region }), Withheld]),
  stage: Material,
  at: Instant.nullable(),
  isAwarded: z.boolean().nullable(),
})
export type Handling = z.infer<typeof Handling>

/** Why metal is of unknown origin, and where that could be mended. */
export const UnknownPart = z.object({
  because: z.enum(['not-linked', 'no-paper', 'partly-linked']),
  lotId: z.union([LotId, Withheld]),
  share: Share,
})
export type UnknownPart = z.infer<typeof UnknownPart>

/** The one datum that would narrow the answer most. */
export const Narrowing = z.object({
  datum: z.enum(['link-receipt', 'state-origin', 'measure-blend', 'ask-upstream']),
  lotId: z.union([LotId, Withheld]),
  event: z.union([z.string(), Withheld]),
  /** Width of the widest range that it would close. */
  width: part,
})
export type Narrowing = z.infer<typeof Narrowing>

/** Embodied emissions of one stage, per tonne of the lot's metal. */
export const FootprintStage = z.object({ stage: z.string(), kgCo2ePerTonne: z.number() })
/** Of what on its way there are no figures: never counted as zero in silence. */
export const FootprintGap = z.object({ stage: z.string(), why: z.string(), share: part.describe('of the metal of the lot') })
export const LotFootprint = z.object({
  kgCo2ePerTonne: z.number(),
  isAtLeast: z.boolean().describe('something is missing, so that the number is a lower bound'),
  missing: z.array(FootprintGap),
  primaryShare: part,
  allocation: z.string(),
  method: ToldMethod.nullable().describe('null where the index alone carries the number'),
  stages: z.union([z.array(FootprintStage), Withheld]),
})
export type LotFootprint = z.infer<typeof LotFootprint>

export const LotDocument = z.object({ kind: z.string(), ref: z.string(), sha256: z.string().nullable(), evidenceId: z.string().nullable(), issuedOn: Day.nullable(), lotId: LotId.nullable() })
export type LotDocument = z.infer<typeof LotDocument>

/** What an answer was computed from; with these it can be computed again. */
export const AnswerVersions = z.object({
  logPosition: z.number().int().nonnegative(),
  factorVersion: z.string(),
  engineVersion: z.string(),
})
export type AnswerVersions = z.infer<typeof AnswerVersions>

export const LotAnswer = z.object({
  lotId: LotId,
  /** Invented for a demonstration or a simulation. */
  isSimulated: z.boolean(),
  material: Material,
  metal: Substance,
  model: CustodyModel,
  siteId: z.union([SiteId, Withheld]),
  bornAt: Instant,
  quanta: z.union([z.number().int().nonnegative(), Withheld]).describe('contained metal of the lot, in its quantum (g; mg of gold and silver)'),
  /** Absent: marks as held when the metal was handled. */
  asOf: Day.nullable(),
  knownAt: Instant.nullable(),
  origins: z.array(OriginLine),
  awarded: z.object({
    mine: Share.describe('metal from sites that held a mark'),
    chain: Share.describe('metal from such sites that only such sites handled, each at the time'),
  }),
  recycled: z.object({ preConsumer: Share, postConsumer: Share }),
  unknown: z.object({ share: Share, parts: z.array(UnknownPart) }),
  narrowing: Narrowing.nullable(),
  handling: z.array(Handling),
  footprint: z.union([LotFootprint, Withheld]).nullable().describe('null where nothing is known'),
  documents: z.array(z.union([LotDocument, Withheld])),
  /** Whether anything above is held back from the one who asks. */
  isPartlyWithheld: z.boolean(),
  versions: AnswerVersions,
})
export type LotAnswer = z.infer<typeof LotAnswer>
