// Puts the answer about a lot together: composition as the viewer may see it, ranges where they are its own to know, what is
// unknown and what would narrow it most. Pure: whatever it needs of the house is handed in.
import type { Instant } from '#src/kernel/time.ts'
import { countryOfSite, type MarkStanding } from './atom.ts'
import type { Viewer } from './disclosure.ts'
import { asBothMayKnow, figureOf, isToldExactly, labelOf, linesOf, bandOf, type BandRule, type DisclosedLine, type Figure, type Label, type Measure } from './disclosure-shares.ts'
import { compositionOf, isHandlerAwarded, isOwnNode, ownReach, quantaByShares, shareText, sourceOf, type Asking, type Boundary, type Composition } from './exact.ts'
import type { Leaf, Lineage } from './lineage.ts'
import { mostOf, withheldUpstream, type AnswerVersions, type Handling, type LotAnswer, type LotDocument, type LotFootprint, type MarkHeld, type OriginName, type OriginLine, type Share, type UnknownPart } from './lot-answer.ts'
import { narrowingOf } from './narrowing.ts'
import { boundsOf, firstInFirstOut, type Bounds, type Column, type Telling } from './range.ts'
import { reachOf } from './reach.ts'
import { regionOf } from './region.ts'

/** What is known of a site beside its number. */
export type SiteNames = (siteId: string) => { readonly name: string; readonly country: string; readonly position: { readonly latitude: number; readonly longitude: number } | null } | undefined

export type AnswerQuestion = {
  readonly lineage: Lineage
  readonly asking: Asking & { readonly viewer: Viewer }
  readonly rule: BandRule
  readonly knownAt: Instant | null
  readonly sites: SiteNames
  /** By event number, with the lot where it belongs to one. */
  readonly documents: readonly (LotDocument & { readonly eventNo: number })[]
  readonly footprint: LotFootprint | null
  readonly versions: AnswerVersions
}

const marksOf = (standing: MarkStanding): MarkHeld[] => [...standing.surely.map((mark) => ({ mark, isSure: true })), ...standing.possibly.map((mark) => ({ mark, isSure: false }))]

const clear = (value: number): number => Math.max(0, Math.min(1, Math.abs(value) < 1e-12 ? 0 : value))
const outward = ({ from, to }: { readonly from: number; readonly to: number }) => ({ from: clear(Math.floor(from * 1e4 + 1e-6) / 1e4), to: clear(Math.ceil(to * 1e4 - 1e-6) / 1e4) })

function shareOf(figure: Figure, bounds: Bounds | undefined, firstIn: number | undefined): Share {
  if (figure.isBanded) return { state: 'banded', ...outward(figure) }
  const share = clear(figure.from)
  const [low, high] = [Math.min(share, bounds?.low ?? share), Math.max(share, bounds?.high ?? share)]
  return { state: 'exact', share, text: shareText(share), firstIn: figure.isOfOthers || firstIn === undefined ? null : clear(firstIn), low: clear(low), high: clear(high) }
}

type Knower = { readonly composition: Composition; readonly exactly: ReadonlySet<Boundary>; readonly own: readonly boolean[] }

/** What a party may know: the viewer, and the holder where it looks at what the viewer sees. */
function knowerOf(lineage: Lineage, asking: Asking, rule: BandRule, holder: Viewer | null): Knower {
  const composition = compositionOf(lineage, asking, holder)
  return { composition, exactly: new Set(composition.boundaries.filter((boundary) => isToldExactly(boundary, rule, asking.standings))), own: ownReach(lineage, holder) }
}

/** Bounds rest on how much others mixed: of what they hand over without releasing their shares they are told by the grid of bands, once for each hand-over. */
function tellingOf({ composition, own }: Knower, viewer: Knower, rule: BandRule): Telling {
  const held = new Set([...composition.boundaries, ...viewer.composition.boundaries].filter(({ parts }) => parts.some(({ isOpen }) => !isOpen)).map(({ node }) => node.index))
  return (above, below, bounds) => {
    const isCrossing = below === null ? !viewer.own[above]! : !own[above]! && own[below]!
    return isCrossing && held.has(above) && bounds.high - bounds.low > 1e-9 ? { low: bandOf(bounds.low, rule).from, high: bandOf(bounds.high, rule).to } : bounds
  }
}

/** A source by its full name: for what stands in the own book. */
export const originsOfLeaf = (leaf: Leaf, sites: SiteNames): OriginName => nameOf(labelOf({ source: { key: '', leaf, epochFrom: null, epochTo: null, isAwarded: false }, level: 'site' }), sites)

export function nameOf(label: Label, sites: SiteNames): OriginName {
  const { leaf } = label.source
  const country = leaf.country ?? (leaf.siteId === null ? 'ZZZ' : countryOfSite(leaf.siteId))
  switch (label.kind) {
    case 'site': {
      const known = sites(leaf.siteId!)
      return { kind: 'site', siteId: leaf.siteId!, name: known?.name ?? null, country: known?.country ?? country, position: known?.position ?? null }
    }
    case 'country': return { kind: 'country', country, basis: label.basis }
    case 'region': return { kind: 'region', region: regionOf(country) }
    case 'scrap': return { kind: 'scrap', scrapClass: leaf.scrapClass! }
    case 'unknown': return { kind: 'unknown' }
    case 'withheld': return { kind: 'withheld', by: 'upstream party' }
  }
}

const anything: Measure = { isIn: () => true, isChain: false }
const measures = {
  mine: { ...anything, isIn: ({ source }) => source.isAwarded },
  chain: { isIn: ({ source }) => source.isAwarded, isChain: true },
  preConsumer: { ...anything, isIn: ({ source }) => source.leaf.scrapClass === 'pre-consumer' },
  postConsumer: { ...anything, isIn: ({ source }) => source.leaf.scrapClass === 'post-consumer' },
  unknown: { ...anything, isIn: ({ source }) => source.leaf.kind === 'unknown' },
} satisfies Record<string, Measure>
type MeasureName = keyof typeof measures

function columnsOf(lines: readonly DisclosedLine[], asking: Asking): Column[] {
  const keyOf = (leaf: Parameters<Column['isIn']>[0]): string => sourceOf(leaf, asking).key
  const awarded: Column['isIn'] = (leaf) => sourceOf(leaf, asking).isAwarded
  return [
    ...lines.map(({ sources }): Column => ({ isIn: (leaf) => sources.has(keyOf(leaf)), isChain: false })),
    { isIn: awarded, isChain: false }, { isIn: awarded, isChain: true },
    { isIn: (leaf) => leaf.scrapClass === 'pre-consumer', isChain: false }, { isIn: (leaf) => leaf.scrapClass === 'post-consumer', isChain: false },
    { isIn: (leaf) => leaf.kind === 'unknown', isChain: false },
  ]
}

export function answerOf(question: AnswerQuestion): LotAnswer {
  const { lineage, asking, rule, versions } = question
  const { target } = lineage
  const viewer = knowerOf(lineage, asking, rule, asking.viewer)
  const reader = asking.readBy === undefined ? viewer : knowerOf(lineage, asking, rule, { kind: 'organisation', organisationId: asking.readBy })
  const { composition, exactly } = viewer
  const figure = (measure: Measure): Figure => asBothMayKnow(figureOf(composition, measure, exactly, rule), figureOf(reader.composition, measure, reader.exactly, rule), rule)
  const lines = linesOf(composition, exactly, rule, figure)
  const columns = columnsOf(lines, asking)
  const tell = tellingOf(reader, viewer, rule)
  const [bounds, firstIn] = [boundsOf(lineage, columns, asking, undefined, tell), firstInFirstOut(lineage, columns, asking)]
  const isOwn = isOwnNode(lineage.nodes.at(-1)!, asking.viewer)
  const lineShares = lines.map((line, i) => shareOf(line.figure, line.isWhole ? bounds[i] : undefined, line.isWhole ? firstIn[i] : undefined))
  const figures = Object.fromEntries((Object.keys(measures) as MeasureName[]).map((name, i) =>
    [name, shareOf(figure(measures[name]), bounds[lines.length + i], firstIn[lines.length + i])])) as Record<MeasureName, Share>
  const documents = documentsOf(question)
  const [handling, footprint] = [handlingOf(question), footprintOf(question)]
  return {
    lotId: target.lotId, isSimulated: target.isSimulated, material: target.material, metal: target.metal, model: target.model,
    siteId: isOwn ? target.siteId : { withheld: true, by: 'holder' }, bornAt: target.bornAt,
    quanta: isOwn ? target.amount : { withheld: true, by: 'holder' }, asOf: asking.asOf, knownAt: question.knownAt,
    origins: originsOf(question, lines, lineShares, isOwn),
    awarded: { mine: figures.mine, chain: figures.chain }, recycled: { preConsumer: figures.preConsumer, postConsumer: figures.postConsumer },
    unknown: { share: figures.unknown, parts: unknownParts(lineage, viewer, isOwn ? undefined : figures.unknown, rule) },
    narrowing: narrowingOf(lineage, composition, lines.map((line, i) => ({ line, column: columns[i]!, share: lineShares[i]! })), asking, tell),
    handling, footprint, documents,
    isPartlyWithheld: !isOwn || [lineShares, handling.map(({ site }) => site), [footprint], documents].flat()
      .some((one) => one !== null && ('withheld' in one || ('state' in one && one.state === 'banded'))) || lines.some(({ label }) => label.kind === 'withheld' || label.basis === 'released'),
    versions,
  }
}

function originsOf({ asking, sites, lineage }: AnswerQuestion, lines: readonly DisclosedLine[], shares: readonly Share[], isOwn: boolean): OriginLine[] {
  const grams = quantaByShares(lineage.target.amount, lines.map(({ figure }) => figure.isBanded ? 0 : figure.from))
  return lines.map((line, i) => {
    const { leaf, epochFrom, epochTo } = line.label.source
    const isSite = line.label.kind === 'site'
    return {
      origin: nameOf(line.label, sites), basis: isSite ? leaf.basis : line.label.kind === 'country' && line.label.basis === 'declared' ? 'declared' : null,
      share: shares[i]!, quanta: isOwn && !line.figure.isBanded ? grams[i]! : null,
      epoch: isSite ? { from: epochFrom, to: epochTo } : null,
      marks: isSite ? marksOf(asking.standings.on(leaf.siteId!, asking.asOf ?? (epochFrom ?? leaf.at.slice(0, 10)))) : line.label.basis === 'released' ? withheldUpstream : [],
    }
  })
}

/** The own receipts of unknown origin one by one; what is unknown in what others handed over, together. */
function unknownParts(lineage: Lineage, { composition, exactly }: Knower, together: Share | undefined, rule: BandRule): UnknownPart[] {
  if (together !== undefined) return mostOf(together) === 0 ? [] : [{ because: 'not-linked', lotId: withheldUpstream, share: together }]
  const own = composition.own.filter(measures.unknown.isIn)
  const byLot = new Map<number, number>()
  for (const { source, share } of own) byLot.set(source.leaf.lotNo, (byLot.get(source.leaf.lotNo) ?? 0) + share)
  const exact = (share: number): Share => ({ state: 'exact', share: clear(share), text: shareText(share), firstIn: null, low: clear(share), high: clear(share) })
  const parts: UnknownPart[] = [...byLot].sort((a, b) => b[1] - a[1]).slice(0, 50).map(([lotNo, share]) =>
    ({ because: own.find(({ source }) => source.leaf.lotNo === lotNo)!.source.leaf.because, lotId: lineage.lots.get(lotNo)!.lotId, share: exact(share) }))
  const others = figureOf({ ...composition, own: [] }, measures.unknown, exactly, rule)
  return others.to > 0 ? [...parts, { because: 'not-linked', lotId: withheldUpstream, share: others.isBanded ? { state: 'banded', ...outward(others) } : exact(others.from) }] : parts
}

function handlingOf({ lineage, asking, sites }: AnswerQuestion): Handling[] {
  const reach = reachOf(lineage, 'handling', asking.viewer, asking.choices)
  const seen = new Map<string, Handling>()
  for (const [i, node] of lineage.nodes.entries()) {
    const stage = node.lots[0]!.material
    const [level, country] = [reach[i]!, sites(node.event.siteId)?.country ?? countryOfSite(node.event.siteId)]
    const site = level === 'site' ? { siteId: node.event.siteId, name: sites(node.event.siteId)?.name ?? null, country }
      : level === 'country' ? { country } : level === 'region' ? { region: regionOf(country) } : withheldUpstream
    const key = `${JSON.stringify(site)} ${level === 'nothing' ? '' : stage}`
    if (seen.has(key)) continue
    seen.set(key, { site, stage: level === 'nothing' ? 'other' : stage, at: level === 'site' ? node.event.at : null, isAwarded: level === 'site' ? isHandlerAwarded(node, asking) : null })
  }
  return [...seen.values()].slice(-200)
}

function documentsOf({ lineage, asking, documents }: AnswerQuestion): LotAnswer['documents'] {
  const reach = reachOf(lineage, 'documents', asking.viewer, asking.choices)
  const open = new Map<number, boolean>()
  for (const [i, node] of lineage.nodes.entries()) open.set(node.event.eventNo, (open.get(node.event.eventNo) ?? false) || reach[i] === 'site')
  const shown = documents.filter(({ eventNo }) => open.get(eventNo) === true)
  const isHeldBack = documents.length > shown.length || [...open.values()].includes(false)
  return [...shown.slice(0, 200).map(({ eventNo: _event, ...document }) => document), ...isHeldBack ? [withheldUpstream] : []]
}

/** Told where every party on the way tells it; a sum of the others' would give away the one who does not. */
function footprintOf({ lineage, asking, footprint }: AnswerQuestion): LotAnswer['footprint'] {
  const isOpen = reachOf(lineage, 'footprint', asking.viewer, asking.choices).every((level) => level === 'site')
  return isOpen ? footprint : withheldUpstream
}

