// Events, paths and flow as they leave the house: places as far as they are let through, lots of the own book only.
import { nameOf, originsOfLeaf, type SiteNames } from './answer.ts'
import { countryOfSite } from './atom.ts'
import type { BandRule } from './disclosure-shares.ts'
import type { Asking } from './exact.ts'
import type { Lineage } from './lineage.ts'
import { withheldUpstream, type AnswerVersions, type Share } from './lot-answer.ts'
import { exactShare, flowOf, passedShares, pathsOf, sightOf, type Sight } from './lot-paths.ts'
import type { LotFlow, LotPath, TracedEvent } from './path-answer.ts'
import { regionOf } from './region.ts'

export type Ground = { readonly lineage: Lineage; readonly asking: Asking; readonly rule: BandRule; readonly sites: SiteNames; readonly versions: AnswerVersions }

function eventView({ lineage, sites }: Ground, sight: Sight, i: number): Omit<TracedEvent, 'share'> {
  const node = lineage.nodes[i]!
  const level = sight.level[i]!
  const isOwn = sight.isOwn[i]!
  const country = sites(node.event.siteId)?.country ?? countryOfSite(node.event.siteId)
  return {
    event: isOwn ? node.event.ref : withheldUpstream, kind: level === 'nothing' ? 'withheld' : node.event.kind, isOwn,
    site: level === 'site' ? { siteId: node.event.siteId, name: sites(node.event.siteId)?.name ?? null, country } : level === 'country' ? { country } : level === 'region' ? { region: regionOf(country) } : withheldUpstream,
    at: level === 'site' ? node.event.at : withheldUpstream, lots: isOwn ? node.lots.map(({ lotId }) => lotId).slice(0, 50) : [],
  }
}

/** The largest first; events of which nothing may be told are left out, and stand as one. */
export function tracedEvents(ground: Ground): TracedEvent[] {
  const { lineage, asking, rule } = ground
  const sight = sightOf(lineage, asking)
  const passed = passedShares(lineage, sight, rule)
  const shown = lineage.nodes.map((_, i) => i).filter((i) => sight.level[i] !== 'nothing')
  const size = (share: Share): number => share.state === 'exact' ? share.share : share.from
  const items = shown.map((i) => ({ ...eventView(ground, sight, i), share: passed[i]! }))
  items.sort((a, b) => size(b.share) - size(a.share))
  const isHeldBack = shown.length < lineage.nodes.length
  return isHeldBack ? [...items, { event: withheldUpstream, kind: 'withheld', site: withheldUpstream, at: withheldUpstream, lots: [], isOwn: false, share: { state: 'banded', from: 0, to: 1 } }] : items
}

/** @param count so many paths, the largest first */
export function pathView(ground: Ground, count: number): LotPath[] {
  const { lineage, asking, sites } = ground
  const sight = sightOf(lineage, asking)
  return pathsOf(lineage, count, (i) => sight.isExact[i]!).map(({ share, nodes, isCutOff }) => {
    const { leaf } = lineage.nodes[nodes.at(-1)!]!
    const steps = nodes.map((i) => eventView(ground, sight, i))
    return { share: exactShare(share), origin: isCutOff || leaf === null ? { kind: 'withheld', by: 'upstream party' } : originsOfLeaf(leaf, sites), steps, isCutOff }
  })
}

export function flowView({ lineage, asking, rule, sites, versions }: Ground): LotFlow {
  const { stops, links } = flowOf(lineage, asking, rule)
  const sight = sightOf(lineage, asking)
  // Ids that others could read are numbered anew.
  const ids = new Map([...stops.keys()].map((id, i) => [id, `n${i}`]))
  return {
    nodes: [...stops.values()].map(({ id, kind, node, label, depth }) => ({
      id: ids.get(id)!, kind, depth,
      label: kind === 'lot' ? { kind: 'lot', lotId: lineage.target.lotId } : label !== null ? nameOf(label, sites)
        : kind === 'site' || sight.level[node!.index] === 'site' ? { kind: 'place', siteId: node!.event.siteId, name: sites(node!.event.siteId)?.name ?? null, stage: node!.lots[0]!.material } : { kind: 'withheld', by: 'upstream party' },
    })),
    links: [...links.values()].map(({ from, to, share }) => ({ from: ids.get(from)!, to: ids.get(to)!, share })),
    versions,
  }
}
