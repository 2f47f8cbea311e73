// What can be chosen on these screens, word by word as the contract takes it. The validators of the contract stay on the
// server; that no word is missing here is checked by their types.
import type { DepartureReason, ReassessmentCause } from '#src/assurance/case-end.ts'
import type { ExtensionReason } from '#src/assurance/extension.ts'
import type { Metal, SiteType } from '#src/parties/site.ts'

const wordsOf = <W extends string>(words: Readonly<Record<W, true>>): readonly W[] => Object.keys(words) as W[]

export const REASON_CLASSES = wordsOf<ExtensionReason>({
  'investment-under-way': true,
  'permit-awaited': true,
  'assessor-not-available': true,
  'access-or-safety': true,
  'change-of-owner': true,
  'force-majeure': true,
  other: true,
})
export const DEPARTURE_REASONS = wordsOf<DepartureReason>({ 'site-left': true, 'site-closed': true, 'site-sold': true })
export const REASSESSMENT_CAUSES = wordsOf<ReassessmentCause>({ 'end-of-validity': true, 'significant-change': true })
export const SITE_TYPES = wordsOf<Exclude<SiteType, 'unknown'>>({
  mine: true,
  concentrator: true,
  'sx-ew': true,
  smelter: true,
  refinery: true,
  integrated: true,
  recycler: true,
  'tailings-reprocessing': true,
  processing: true,
  'rod-mill': true,
  fabricator: true,
})
export const METALS = wordsOf<Metal>({
  copper: true,
  molybdenum: true,
  nickel: true,
  zinc: true,
  lead: true,
  cobalt: true,
  gold: true,
  silver: true,
  other: true,
})
