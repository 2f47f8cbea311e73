// The law of claims: what may be said of a lot, a shipment or a site, to whom, and what it must rest on. A claim is never
// stronger than the records under it; once issued it is frozen (custody notes 2.1, 2.5, 4.6; invariants 16, 19, 22, 31).
import { z } from 'zod'
import type { BalanceAccount } from '#src/custody/balance-account.ts'
import { CustodyModel, isStricter, loosestOf } from '#src/custody/custody-model.ts'
import { refuse, type Refusal } from '#src/kernel/refusal.ts'
import { longText, shortText } from '#src/kernel/text.ts'
import { addDays, addMonths, Day } from '#src/kernel/time.ts'
import { Mass, quantaOf } from '#src/kernel/mass.ts'
import { exactOf, over, exactWhole, printed, type Exact } from '#src/footprint/exact.ts'
import { isProductClaim, placesIn, type ClaimAudience, type ClaimTemplate, type SubjectKind } from './claim-template.ts'
import { NeutralTerms } from './carbon-neutral.ts'
import type { Gate } from './claim-gate.ts'

export const ClaimState = z.enum(['issued', 'withdrawn', 'superseded', 'expired'])
export type ClaimState = z.infer<typeof ClaimState>

const isCountable = (mass: string): boolean => { try { return quantaOf(mass, 'mg') >= 0 } catch { return false } }

/** What somebody wants to say. */
export const ClaimAsk = z.object({
  partner: shortText(200).optional().describe('by name, where one partner may rely on it'),
  model: CustodyModel.optional().describe('the model it is claimed under; absent: that of the records'),
  validUntil: Day.optional(),
  account: z.object({ accountId: z.string().max(60), quantity: Mass.refine(isCountable, 'this is more than can be counted to the milligram') }).optional().describe('mass balance: the account that is debited, and how much'),
  mark: z.string().max(40).optional().describe('of several marks, the one that is named'),
  neutral: NeutralTerms.optional(),
  note: longText(500).optional(),
})
export type ClaimAsk = z.infer<typeof ClaimAsk>

/** A share that is known, or known within bounds: a claim says the lower one. */
export type Bounded = { readonly least: number; readonly most: number }

/** What the records say of the subject. */
export type ClaimFigures = {
  readonly subject: { readonly kind: SubjectKind; readonly id: string; readonly label: string }
  readonly organisationId: string
  readonly siteId: string | null
  readonly isSimulated: boolean
  /** Null where it holds none, or several. */
  readonly metal: string | null
  readonly metals: readonly string[]
  readonly tonnes: Exact | null
  readonly models: readonly CustodyModel[]
  readonly awarded: Bounded
  readonly preConsumer: Bounded
  readonly postConsumer: Bounded
  readonly unknown: Bounded
  readonly countries: readonly { readonly country: string; readonly share: Bounded }[]
  /** In kg CO2e of all of it; null where it was not worked out. */
  readonly footprint: { readonly totalKg: Exact; readonly primaryShare: string | null; readonly isAtLeast: boolean; /** Released to the audience by everybody on the way. */ readonly isTold: boolean; readonly rules: readonly string[]; readonly gwp: readonly string[] } | null
  /** Marks the site surely holds today. */
  readonly marks: readonly string[]
}

const share = ({ least }: Bounded): string => (Math.floor(least * 1e4 + 1e-6) / 1e2).toFixed(2)

/** Everything that keeps a claim from being said, the heaviest first; nothing means that it may. */
export function faultsOfClaim(template: ClaimTemplate, figures: ClaimFigures, audience: ClaimAudience, ask: ClaimAsk, gate: Gate, today: Day): Refusal[] {
  const latest = latestValidity(template, gate, today)
  return [
    ...faultsOfSubject(template, figures), ...faultsOfAudience(template, audience, ask), ...faultsOfGate(gate), ...figures.subject.kind === 'site' ? faultsOfSite(template, figures, ask) : faultsOfRecords(template, figures, ask),
    ...ask.validUntil !== undefined && (ask.validUntil > latest || ask.validUntil < today)
      ? [refuse('claim-validity-invalid', `A claim of this kind is valid until ${latest} at most, and not shorter than today.`)] : [],
  ]
}

function faultsOfSubject(template: ClaimTemplate, { subject }: ClaimFigures): Refusal[] {
  if (template.subjects.includes(subject.kind)) return []
  return subject.kind === 'site' && isProductClaim(template)
    ? [refuse('claim-without-custody', 'What a site was awarded says nothing of its metal. A claim about metal needs the record of a lot or a shipment.')]
    : [refuse('claim-subject-unfit', `This can be said of a ${template.subjects.join(' or a ')}, not of a ${subject.kind}.`)]
}

function faultsOfAudience(template: ClaimTemplate, audience: ClaimAudience, { partner }: ClaimAsk): Refusal[] {
  if (!template.audiences.includes(audience)) return [refuse('claim-audience-unfit', `This is said to ${template.audiences.join(', ')} only.`)]
  return audience === 'named-partner' && partner === undefined ? [refuse('claim-partner-missing', 'Name the partner that may rely on it.')] : []
}

function faultsOfGate({ result, because, blocksFrom }: Gate): Refusal[] {
  if (result !== 'block') return []
  return because.includes('net-in-footprint-field') ? [refuse('net-footprint-refused', 'A net value stands in the field of the footprint. A product footprint stays gross.')]
    : [refuse('claim-blocked-by-setting', `Blocked by this scheme's setting: from ${blocksFrom ?? ''} consumers in the EU are not told that a product is neutral because of offsets.`)]
}

function faultsOfSite({ basis }: ClaimTemplate, { marks }: ClaimFigures, { mark }: ClaimAsk): Refusal[] {
  if (basis !== 'site-award') return []
  return marks.length === 0 || (mark !== undefined && !marks.includes(mark)) ? [refuse('claim-mark-not-held', 'No record says that the site surely holds this mark today.')] : []
}

function faultsOfRecords(template: ClaimTemplate, figures: ClaimFigures, ask: ClaimAsk): Refusal[] {
  const faults: Refusal[] = []
  const { basis, models, leastShare } = template
  const recorded = loosestOf(figures.models)
  if (figures.metals.length > 1 && placesIn(template.words.en.statement).includes('metal')) faults.push(refuse('claim-metals-mixed', `This holds ${figures.metals.join(', ')}, and the statement is of one metal. Make it of each lot.`))
  if ((basis === 'awarded-share' || basis === 'origin-country') && figures.unknown.least >= 1) faults.push(refuse('claim-without-custody', 'No record leads from this metal to a mine. Link what was received to what was shipped first.'))
  if (ask.model !== undefined && isStricter(ask.model, recorded)) faults.push(refuse('claim-stronger-than-model', `The records are ${recorded}; nothing stricter can be claimed of it.`))
  else if (models !== undefined && !models.includes(ask.model ?? recorded)) faults.push(refuse('claim-stronger-than-model', `The records are ${recorded}; this is said of ${models.join(', ')} only.`))
  if (leastShare !== undefined && figures.awarded.least < leastShare - 1e-9) faults.push(refuse('claim-share-short', `${share(figures.awarded)} % of it is surely from such sites, and this needs ${(leastShare * 100).toFixed(0)} %.`))
  else if (basis === 'awarded-share' && figures.awarded.least <= 0) faults.push(refuse('claim-share-short', 'Nothing of it is surely from such sites.'))
  if (basis === 'recycled-content' && figures.postConsumer.least + figures.preConsumer.least <= 0) faults.push(refuse('claim-share-short', 'The records hold no recycled metal in it.'))
  if (basis === 'mass-balance') faults.push(...faultsOfAccount(figures, ask))
  if ((basis === 'footprint' || basis === 'offset') && (figures.footprint === null || figures.footprint.isAtLeast)) faults.push(refuse('claim-footprint-incomplete', 'Figures are missing on its way, so that the footprint is a lower bound. The page of the footprint names them.'))
  else if ((basis === 'footprint' || basis === 'offset') && figures.footprint?.isTold === false) faults.push(refuse('claim-footprint-withheld', 'A party upstream has not released its emissions to this audience, and the total would tell them. Ask your suppliers to release their footprint, or choose another audience.'))
  if (basis === 'offset' && ask.neutral === undefined) faults.push(refuse('claim-terms-missing', 'A neutral claim states its standard, its reductions and its retired credits.'))
  return faults
}

function faultsOfAccount({ tonnes }: ClaimFigures, { account }: ClaimAsk): Refusal[] {
  if (account === undefined) return [refuse('claim-account-missing', 'Under mass balance a claim debits an account: name it and the quantity.')]
  const grams = quantaOf(account.quantity, 'g')
  return tonnes !== null && isCountable(account.quantity) && over(exactWhole(grams), exactOf('1000000')) > tonnes ? [refuse('claim-above-quantity', `The subject holds ${printed(tonnes, 6)} t. A claim of it is not larger.`)] : []
}

/**
 * The account a claim would debit is of the same book and metal, and holds what the statement names.
 * @param account undefined where this book has none of that number: another's is told as little as none
 */
export function faultsOfDebit({ characteristics }: ClaimTemplate, { metal }: ClaimFigures, account: BalanceAccount | undefined): Refusal[] {
  if (account === undefined) return [refuse('claim-account-unfit', 'The book of this metal has no such account. A claim debits an account of the same book.')]
  if (account.metal !== metal) return [refuse('claim-account-unfit', `The account counts ${account.metal}, and the claim is about ${metal ?? 'several metals'}.`)]
  return characteristics === undefined || characteristics.includes(account.characteristic) ? [] : [refuse('claim-account-unfit', `The account holds ${account.characteristic}, and this statement is of ${characteristics.join(', ')}.`)]
}

/** What else a statement names: the numbers of a neutral claim, the account that is debited. */
export type ClaimGround = { readonly neutral: { readonly gross: string; readonly credits: string; readonly standard: string } | null; readonly account: BalanceAccount | undefined }

/** What fills the places of the template, but for words that differ by language. */
export function valuesOf(figures: ClaimFigures, ask: ClaimAsk, { neutral, account }: ClaimGround, day: Day): Record<string, string> {
  const { footprint, tonnes } = figures
  return {
    subject: figures.subject.label, site: figures.subject.kind === 'site' ? figures.subject.label : account?.siteId ?? figures.siteId ?? '', characteristic: account?.characteristic ?? '', day,
    share: share(figures.awarded), preConsumer: share(figures.preConsumer), postConsumer: share(figures.postConsumer),
    countries: figures.countries.map(({ country, share: known }) => `${country} ${share(known)}`).join(', '),
    unknown: (Math.ceil(figures.unknown.most * 1e4 - 1e-6) / 1e2).toFixed(2),
    quantity: ask.account === undefined ? '' : printed(over(exactWhole(quantaOf(ask.account.quantity, 'g')), exactOf('1000000')), 3),
    ...(footprint === null || tonnes === null || tonnes === 0n ? {} : { kgPerTonne: printed(over(footprint.totalKg, tonnes), 2), primary: footprint.primaryShare === null ? '0.0' : (Number(footprint.primaryShare) * 100).toFixed(1), method: [...footprint.rules, ...footprint.gwp].join(', ') }),
    ...neutral,
  }
}

/** The last day it may hold: as long as its kind does, and never past the day from which its gate blocks. */
export function latestValidity(template: ClaimTemplate, { result, blocksFrom }: Gate, today: Day): Day {
  const longest = addMonths(today, template.validityMonths)
  const before = result === 'warn' && blocksFrom !== null ? addDays(blocksFrom, -1) : longest
  return before < longest ? before : longest
}

/** As it stands on a day: what was issued ends by itself. */
export const stateOn = (state: ClaimState, validUntil: Day, today: Day): ClaimState => state === 'issued' && validUntil < today ? 'expired' : state
