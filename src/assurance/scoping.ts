// What a site's certificates leave of an assessment: per requirement covered, partly with what remains, or not covered;
// until when; on which certificate and evidence; and why. Pure: the same certificates, matrix and day give the same
// scope. A covered requirement is looked at on the desk only; what remains stays in the scope of the visit, and the
// report says what was accepted on recognition.
import { z } from 'zod'
import { addDays, addMonths, Day } from '#src/kernel/time.ts'
import { Slug } from '#src/standards/award-rule.ts'
import { Version } from '#src/standards/standard.ts'
import { certificateStateOn, type Certificate } from './certificate.ts'
import { chainsFrom, type Chain, type Equivalence } from './equivalence.ts'

export const ScopeStanding = z.enum(['covered', 'partly', 'not-covered'])
export type ScopeStanding = z.infer<typeof ScopeStanding>

/** Why a line says what it says: a code with its values, so that each language has its own words. */
export const ScopingReason = z.object({
  code: z.enum([
    'accepted', 'accepted-in-part', 'by-chain', 'example-only', 'part-only', 'outside-boundary', 'boundary-partial', 'body-not-accredited', 'too-old', 'certificate-withdrawn',
    'certificate-not-begun', 'certificate-lapses-before', 'equivalence-expires-before', 'stands-for-none', 'no-certificate', 'not-in-matrix',
  ]),
  certificateId: z.string().nullable(),
  equivalenceIds: z.array(z.string()),
  /** The day that matters, where one does. */
  on: Day.nullable(),
})
export type ScopingReason = z.infer<typeof ScopingReason>

export const Remainder = z.object({
  /** The certificate that leaves it. */
  certificateId: z.string(),
  kind: z.enum(['gap', 'outside-boundary', 'rest-of-criterion']),
  /** The words of the matrix; for the rest of a criterion, the part that is covered. */
  text: z.string().nullable(),
})
export type Remainder = z.infer<typeof Remainder>

export const ScopingLine = z.object({
  standard: Slug,
  standardVersion: Version,
  criterion: Slug,
  standing: ScopeStanding,
  remains: z.array(Remainder),
  /** The last day on which the line says this; null where nothing covers, or nothing ends. */
  lapsesOn: Day.nullable(),
  certificateIds: z.array(z.string()),
  equivalenceIds: z.array(z.string()),
  /** The certificates' own files, which need not be sent again. */
  evidenceIds: z.array(z.string()),
  /** What the matrix asks for besides. */
  evidenceRequired: z.array(z.string()),
  /** Every row it rests on was approved here. Otherwise it is a preview and decides nothing. */
  isApproved: z.boolean(),
  reasons: z.array(ScopingReason),
})
export type ScopingLine = z.infer<typeof ScopingLine>

export type Requirement = Pick<ScopingLine, 'standard' | 'standardVersion' | 'criterion'>

/** One certificate read through one chain of rows. */
type Reading = { readonly certificate: Certificate; readonly chain: Chain; readonly value: ScopeStanding; readonly remains: readonly Remainder[]; readonly lapsesOn: Day | null; readonly reasons: readonly ScopingReason[] }

const earliest = (...days: readonly (Day | null)[]): Day | null => days.reduce((first, day) => first === null ? day : day === null || first < day ? first : day, null)
const latest = (days: readonly (Day | null)[]): Day | null => days.some((day) => day === null) ? null : days.reduce((last, day) => last === null || day! > last ? day : last, null)

const reasonOn = (certificate: Certificate, chain: Chain) => (code: ScopingReason['code'], on: Day | null = null): ScopingReason =>
  ({ code, certificateId: certificate.certificateId, equivalenceIds: chain.hops.map((hop) => hop.equivalenceId), on })

/** Why a certificate does not count at all on the day of the assessment; null where it does. */
function hindrance(certificate: Certificate, chain: Chain, day: Day): ScopingReason | null {
  const because = reasonOn(certificate, chain)
  const state = certificateStateOn(certificate, day)
  const { conditions } = chain
  if (state === 'withdrawn') return because('certificate-withdrawn', certificate.withdrawnOn)
  if (chain.value === 'none') return because('stands-for-none')
  if (state === 'not-begun') return because('certificate-not-begun', certificate.validFrom)
  if (conditions.validAtAssessment && state === 'lapsed') return because('certificate-lapses-before', certificate.validUntil)
  if (chain.isApproved && chain.validUntil !== null && chain.validUntil < day) return because('equivalence-expires-before', chain.validUntil)
  if (conditions.sameBoundary && certificate.boundary === 'other') return because('outside-boundary')
  if (conditions.accreditedBody && certificate.accreditation === null) return because('body-not-accredited')
  const oldest = conditions.maxAgeMonths === null ? null : addMonths(certificate.validFrom, conditions.maxAgeMonths)
  if (oldest !== null && oldest < day) return because('too-old', oldest)
  return null
}

function readingOf(certificate: Certificate, chain: Chain): Reading {
  const because = reasonOn(certificate, chain)
  const remains: Remainder[] = chain.gaps.map((text) => ({ certificateId: certificate.certificateId, kind: 'gap', text }))
  const reasons: ScopingReason[] = []
  const part = chain.hops[0]!.part
  if (part !== null) { remains.push({ certificateId: certificate.certificateId, kind: 'rest-of-criterion', text: part }); reasons.push(because('part-only')) }
  if (chain.conditions.sameBoundary && certificate.boundary === 'partial') {
    remains.push({ certificateId: certificate.certificateId, kind: 'outside-boundary', text: null }); reasons.push(because('boundary-partial'))
  }
  if (chain.hops.length > 1) reasons.push(because('by-chain'))
  if (!chain.isApproved) reasons.push(because('example-only'))
  const value: ScopeStanding = chain.value === 'full' && remains.length === 0 ? 'covered' : 'partly'
  const lapsesOn = earliest(
    chain.conditions.validAtAssessment ? certificate.validUntil : null, chain.validUntil,
    chain.conditions.maxAgeMonths === null ? null : addMonths(certificate.validFrom, chain.conditions.maxAgeMonths))
  return { certificate, chain, value, remains, lapsesOn, reasons: [because(value === 'covered' ? 'accepted' : 'accepted-in-part', lapsesOn), ...reasons] }
}

const idOf = ({ certificate, chain }: Reading): string => `${certificate.certificateId} ${chain.hops.map((hop) => hop.equivalenceId).join(' ')}`
const afterEach = (day: Day | null): string => day ?? '9999-12-31'

/** What was approved here before examples, what covers before what covers in part, then what lasts longest by the fewest hops. */
const byWeight = (a: Reading, b: Reading): number =>
  Number(b.chain.isApproved) - Number(a.chain.isApproved) || Number(b.value === 'covered') - Number(a.value === 'covered')
  || (afterEach(a.lapsesOn) < afterEach(b.lapsesOn) ? 1 : afterEach(a.lapsesOn) > afterEach(b.lapsesOn) ? -1 : 0)
  || a.chain.hops.length - b.chain.hops.length || (idOf(a) < idOf(b) ? -1 : 1)

function lineOf(requirement: Requirement, certificates: readonly Certificate[], chains: readonly Chain[], day: Day): ScopingLine {
  const readings: Reading[] = []
  const hindrances: ScopingReason[] = []
  for (const chain of chains) {
    for (const certificate of certificates) {
      if (certificate.scheme !== chain.externalScheme || certificate.schemeVersion !== chain.externalVersion) continue
      const hindered = hindrance(certificate, chain, day)
      if (hindered === null) readings.push(readingOf(certificate, chain))
      else hindrances.push(hindered)
    }
  }
  const [best] = readings.sort(byWeight)
  if (best === undefined) {
    const none: ScopingReason = { code: chains.length === 0 ? 'not-in-matrix' : 'no-certificate', certificateId: null, equivalenceIds: [], on: null }
    return {
      ...requirement, standing: 'not-covered', remains: [], lapsesOn: null, certificateIds: [], equivalenceIds: [], evidenceIds: [], evidenceRequired: [], isApproved: false,
      reasons: hindrances.length === 0 ? [none] : hindrances,
    }
  }
  const alike = readings.filter((one) => one.chain.isApproved === best.chain.isApproved && one.value === best.value)
  // What covers alone needs no second; of what covers in part each carries its share, and what each leaves is told.
  const borne = best.value === 'covered' ? [best] : alike
  const unique = <T>(values: readonly T[]): T[] => [...new Set(values)]
  return {
    ...requirement, standing: best.value, remains: borne.flatMap((one) => one.remains), lapsesOn: latest(alike.map((one) => one.lapsesOn)),
    certificateIds: unique(borne.map((one) => one.certificate.certificateId)), equivalenceIds: unique(borne.flatMap((one) => one.chain.hops.map((hop) => hop.equivalenceId))),
    evidenceIds: unique(borne.flatMap((one) => one.certificate.evidenceId ?? [])), evidenceRequired: unique(borne.flatMap((one) => one.chain.evidenceRequired)),
    isApproved: best.chain.isApproved, reasons: [...borne.flatMap((one) => one.reasons), ...hindrances],
  }
}

/** @param assessmentOn the day on which the assessor looks, from which conditions are judged */
export function scope(input: { requirements: readonly Requirement[]; certificates: readonly Certificate[]; equivalences: readonly Equivalence[]; assessmentOn: Day }): ScopingLine[] {
  return input.requirements.map((requirement) => lineOf(requirement, input.certificates, chainsFrom(input.equivalences, requirement), input.assessmentOn))
}

const Placed = z.object({ standard: Slug, criterion: Slug })

/** The scope that an assessment plan rests on. Only what was approved here takes anything off the visit. */
export const AssessmentScope = z.object({
  /** Accepted on recognition: desk check only. */
  deskOnly: z.array(Placed),
  /** What remains of them is looked at on site. */
  gapsOnly: z.array(Placed),
  inFull: z.array(Placed),
})
export type AssessmentScope = z.infer<typeof AssessmentScope>

export const placeOf = (line: Pick<ScopingLine, 'standing' | 'isApproved'>): keyof AssessmentScope =>
  !line.isApproved || line.standing === 'not-covered' ? 'inFull' : line.standing === 'covered' ? 'deskOnly' : 'gapsOnly'

export function assessmentScope(lines: readonly ScopingLine[]): AssessmentScope {
  const placed: AssessmentScope = { deskOnly: [], gapsOnly: [], inFull: [] }
  for (const line of lines) placed[placeOf(line)].push({ standard: line.standard, criterion: line.criterion })
  return placed
}

/** The day after which a line no longer says what it says. */
export const lapsesFrom = (line: Pick<ScopingLine, 'lapsesOn'>): Day | null => line.lapsesOn === null ? null : addDays(line.lapsesOn, 1)
