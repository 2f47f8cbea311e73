// Shares as one viewer may see them. Everything rests on what the viewer received of others: each received lot is disclosed
// once, in cells or in bands, and what the viewer mixed of them in its own book is computed from those alone. So no second
// lot, second question or sum tells more than the hand-overs did.
//
// A received lot is told exactly where every cell of it is released, or rests on at least three parties besides the reader,
// who knows its own part; a cell is metal that no question can tell apart (same name to this viewer, same marks on all days,
// same handling, same scrap class). Else all of its shares are bands of one fixed grid, the released ones too, since the rest
// would follow by subtraction. Where something above a hand-over was recorded after it, asking before and asking after would
// tell that part: it is banded.
import { z } from 'zod'
import { schemeSetting } from '#src/access/scheme-setting.ts'
import { countryOfSite } from './atom.ts'
import type { Boundary, Composition, Part, Source } from './exact.ts'
import { regionOf } from './region.ts'
import type { Standings } from './standing.ts'

/** Fewer upstream parties than this are not told by an exact share. */
export const disclosurePartiesSetting = schemeSetting('disclosure.parties', z.number().int().min(2).max(20), 3, 'found')
/** Width of the bands shares are told in, in hundredths. */
export const disclosureBandSetting = schemeSetting('disclosure.band', z.number().int().min(5).max(50), 10, 'inferred')

export type BandRule = { readonly parties: number; readonly band: number }

/** A sum of shares: exact, or from one to another. */
export type Figure = { readonly isBanded: boolean; readonly from: number; readonly to: number; /** Part of it is of others who did not release their shares, exact though it is. */ readonly isOfOthers: boolean }

/** How a part is called before this viewer. */
export type Label = { readonly key: string; readonly kind: 'site' | 'country' | 'region' | 'scrap' | 'unknown' | 'withheld'; readonly source: Source; readonly basis: 'declared' | 'released' }

export function labelOf({ source, level }: Pick<Part, 'source' | 'level'>): Label {
  const { leaf } = source
  if (leaf.kind === 'unknown') return { key: 'unknown', kind: 'unknown', source, basis: 'declared' }
  if (leaf.kind === 'scrap') return { key: `scrap:${leaf.scrapClass}`, kind: 'scrap', source, basis: 'declared' }
  const country = leaf.country ?? countryOfSite(leaf.siteId!)
  if (level === 'nothing') return { key: 'withheld', kind: 'withheld', source, basis: 'released' }
  if (level === 'region') return { key: `region:${regionOf(country)}`, kind: 'region', source, basis: 'released' }
  if (leaf.kind === 'country') return { key: `country:${country}:declared`, kind: 'country', source, basis: 'declared' }
  if (level === 'country') return { key: `country:${country}`, kind: 'country', source, basis: 'released' }
  return { key: `site:${leaf.siteId}:${source.epochFrom ?? ''}:${leaf.basis}`, kind: 'site', source, basis: 'declared' }
}

/** Told in full by everybody on its way, or by whom it may be told without names. */
const isReleased = ({ level, isOpen }: Part): boolean => level === 'site' || isOpen

/** Two parts of one cell are told apart by no question on any day. */
const cellOf = (part: Part, standings: Standings): string => {
  const { source, isChainAwarded } = part
  return [labelOf(part).key, isChainAwarded, source.isAwarded, source.epochFrom ?? '', source.leaf.siteId === null || source.leaf.kind === 'scrap' ? '' : standings.courseOf(source.leaf.siteId)].join('|')
}

/** Whether the shares of a received lot may be told as they are. */
export function isToldExactly({ parts, isSettled, readers }: Boundary, rule: BandRule, standings: Standings): boolean {
  const held = parts.filter((part) => part.share > 0 && !isReleased(part))
  if (held.length === 0) return true
  if (!isSettled) return false
  const cells = new Map<string, Set<string>>()
  for (const part of held) {
    const cell = cellOf(part, standings)
    const parties = cells.get(cell) ?? new Set<string>()
    if (!readers.includes(part.source.leaf.organisationId)) parties.add(part.source.leaf.organisationId)
    cells.set(cell, parties)
  }
  return [...cells.values()].every((parties) => parties.size >= rule.parties)
}

const NOTHING = 1e-12

/** The band of the grid a share lies in. Nothing is told as nothing: it rests on nobody. */
export function bandOf(share: number, { band }: Pick<BandRule, 'band'>): { readonly from: number; readonly to: number } {
  if (share <= NOTHING) return { from: 0, to: 0 }
  const steps = Math.ceil(100 / band)
  const step = Math.min(steps - 1, Math.floor(share * 100 / band + 1e-9))
  return { from: step * band / 100, to: Math.min(1, (step + 1) * band / 100) }
}

/** What is asked of the composition: which parts count, and whether only with unbroken awarded handling. */
export type Measure = { readonly isIn: (part: Part) => boolean; readonly isChain: boolean }

/** One measure as the viewer may know it. */
export function figureOf(composition: Composition, measure: Measure, exactly: ReadonlySet<Boundary>, rule: BandRule): Figure {
  let [from, to, isBanded, isOfOthers] = [0, 0, false, false]
  const counts = (part: Part): boolean => measure.isIn(part) && (!measure.isChain || part.isChainAwarded)
  for (const part of composition.own) if (counts(part)) { from += part.share; to += part.share }
  for (const boundary of composition.boundaries) {
    const weight = measure.isChain ? boundary.weight.awarded : boundary.weight.awarded + boundary.weight.other
    const counted = boundary.parts.filter(counts)
    const share = counted.reduce((sum, part) => sum + part.share, 0)
    if (counted.some(({ isOpen }) => !isOpen)) isOfOthers = true
    const within = exactly.has(boundary) ? { from: share, to: share } : bandOf(share, rule)
    if (within.to > within.from && weight > 0) isBanded = true
    from += weight * within.from
    to += weight * within.to
  }
  return { isBanded, from: Math.max(0, Math.min(1, from)), to: Math.max(0, Math.min(1, to)), isOfOthers }
}

/** What may be told to the viewer by somebody who must not learn more than it knows: in the bands of its own knowledge. */
export function asBothMayKnow(viewers: Figure, readers: Figure, rule: BandRule): Figure {
  const isOfOthers = viewers.isOfOthers || readers.isOfOthers
  if (!readers.isBanded) return { ...viewers, isOfOthers }
  return { isBanded: true, from: bandOf(readers.from, rule).from, to: bandOf(Math.max(0, readers.to - 1e-9), rule).to, isOfOthers }
}

export type DisclosedLine = { readonly label: Label; readonly figure: Figure; readonly sources: ReadonlySet<string>; /** All the metal of these sources stands in this line. */ readonly isWhole: boolean }

/** The lines of origin before a viewer, the largest first; held back and unknown come last. */
export function linesOf(composition: Composition, exactly: ReadonlySet<Boundary>, rule: BandRule, figure = (measure: Measure): Figure => figureOf(composition, measure, exactly, rule)): DisclosedLine[] {
  const labels = new Map<string, { label: Label; sources: Set<string> }>()
  const linesBySource = new Map<string, Set<string>>()
  for (const part of [...composition.own, ...composition.boundaries.flatMap(({ parts }) => parts)]) {
    if (part.share <= NOTHING) continue
    const label = labelOf(part)
    const known = labels.get(label.key) ?? { label, sources: new Set<string>() }
    known.sources.add(part.source.key)
    labels.set(label.key, known)
    linesBySource.set(part.source.key, (linesBySource.get(part.source.key) ?? new Set<string>()).add(label.key))
  }
  const last = (kind: Label['kind']): number => kind === 'withheld' ? 1 : kind === 'unknown' ? 2 : 0
  return [...labels.values()].map(({ label, sources }) => ({
    label, sources, isWhole: [...sources].every((key) => linesBySource.get(key)!.size === 1),
    figure: figure({ isIn: (part) => labelOf(part).key === label.key, isChain: false }),
  })).sort((a, b) => last(a.label.kind) - last(b.label.kind) || b.figure.from - a.figure.from || (a.label.key < b.label.key ? -1 : 1))
}
