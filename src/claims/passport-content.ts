// What a passport of a lot says: of the answer about the lot as the public may have it, the part its holder released. Nothing
// comes in here that `disclose` did not let through (custody notes 2.6; provenance/disclosure.ts).
import type { LotIdentifiers } from '#src/custody/lot.ts'
import { tonnesText } from '#src/kernel/mass.ts'
import { quantumOf } from '#src/custody/substance.ts'
import type { Day } from '#src/kernel/time.ts'
import { isWithheld, leastOf, mostOf, type LotAnswer, type OriginName, type Share, type Withheld } from '#src/provenance/lot-answer.ts'
import type { PassportContent, PassportOrigin, PassportRelease, PassportShare } from './passport.ts'
import { sharesTogether } from './passport-shares.ts'

export type PassportSubject = {
  /** As the public may have it. */
  readonly answer: LotAnswer
  /** What the lot holds: the holder's to tell, whoever looks. */
  readonly quanta: number
  readonly holderName: string
  readonly site: { readonly siteId: string; readonly name: string; readonly country: string } | null
  readonly identifiers: LotIdentifiers
  readonly today: Day
}
export type PassportProduct = { readonly product: string; readonly description: string | null; readonly release: PassportRelease }

const byHolder: Withheld = { withheld: true, by: 'holder' }
const physicalOf = (share: Share): PassportShare['physical'] =>
  share.state === 'banded' || share.high - share.low < 1e-9 ? null : { low: share.low, high: share.high }
const told = (share: Share): PassportShare => ({ low: leastOf(share), high: mostOf(share), isBanded: share.state === 'banded', physical: physicalOf(share) })

type Named = Pick<PassportOrigin, 'kind' | 'place' | 'name'>

/** A site is told as a country where the holder releases countries only. */
function named(origin: OriginName, release: PassportRelease['origins']): Named {
  switch (origin.kind) {
    case 'site': return release === 'site' ? { kind: 'site', place: origin.siteId, name: origin.name } : { kind: 'country', place: origin.country ?? origin.siteId.slice(0, 3), name: null }
    case 'country': return { kind: 'country', place: origin.country, name: null }
    case 'region': return { kind: 'region', place: origin.region, name: null }
    case 'scrap': return { kind: origin.scrapClass, place: null, name: null }
    case 'unknown': return { kind: 'unknown', place: null, name: null }
    case 'withheld': return { kind: 'withheld', place: null, name: null }
  }
}

/** One line for each place that is told, by falling share. */
export function passportOrigins(answer: LotAnswer, release: PassportRelease['origins']): PassportOrigin[] {
  const lines = new Map<string, PassportOrigin>()
  for (const { origin, share } of answer.origins) {
    const name = named(origin, release)
    const key = `${name.kind} ${name.place ?? ''}`
    const known = lines.get(key)
    lines.set(key, { ...name, name: known?.name ?? name.name, share: known === undefined ? told(share) : sharesTogether(known.share, told(share)) })
  }
  return [...lines.values()].sort((a, b) => b.share.low - a.share.low || (`${a.kind}${a.place}` < `${b.kind}${b.place}` ? -1 : 1))
}

function footprintOf(answer: LotAnswer): PassportContent['footprint'] {
  const { footprint } = answer
  if (footprint === null) return { kgPerTonne: null, isAtLeast: false, method: '', primaryShare: null }
  return isWithheld(footprint) ? footprint : { kgPerTonne: footprint.kgCo2ePerTonne, isAtLeast: footprint.isAtLeast, method: footprint.allocation, primaryShare: footprint.primaryShare }
}

/** The trade's names of a lot, as printed on it. `epc` is for machines; the numbers of its papers lead to who sold and carried it. */
const marksOf = ({ epc: _machine, billOfLading: _carried, weighbridge: _weighed, certificateOfAnalysis: _assayed, ...printed }: LotIdentifiers): { name: string; value: string }[] =>
  Object.entries(printed).flatMap(([name, value]) => value === undefined ? [] : [{ name, value }])

export function passportContent(subject: PassportSubject, { product, description, release }: PassportProduct): PassportContent {
  const { answer } = subject
  return {
    product, description, material: answer.material, metal: answer.metal, model: answer.model, isSimulated: answer.isSimulated, asOf: subject.today,
    holder: release.holder ? { name: subject.holderName } : byHolder,
    mass: release.mass ? { tonnes: tonnesText(subject.quanta, quantumOf(answer.metal)) } : byHolder,
    madeAt: release.madeAt && subject.site !== null ? subject.site : byHolder,
    identifiers: release.identifiers ? { marks: marksOf(subject.identifiers) } : byHolder,
    origins: release.origins === 'nothing' ? byHolder : { parts: passportOrigins(answer, release.origins) },
    awardedShare: release.awardedShare ? { mines: told(answer.awarded.mine), wholeChain: told(answer.awarded.chain) } : byHolder,
    recycled: release.recycled ? { preConsumer: told(answer.recycled.preConsumer), postConsumer: told(answer.recycled.postConsumer) } : byHolder,
    footprint: release.footprint ? footprintOf(answer) : byHolder,
    unknownShare: told(answer.unknown.share), versions: answer.versions,
  }
}
