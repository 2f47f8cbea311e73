// Which one datum would narrow an answer most: a receipt that no record is linked to, a paper that names a country and no
// site, a blend that nobody measured, or something only a party upstream knows (issue paragraph 2.2).
import type { Asking, Composition } from './exact.ts'
import { ownReach } from './exact.ts'
import type { DisclosedLine } from './disclosure-shares.ts'
import type { Lineage, LineageNode } from './lineage.ts'
import { withheldUpstream, type Narrowing, type Share } from './lot-answer.ts'
import { isEven, widestMixing, type Column, type Telling } from './range.ts'

type Asked = { readonly line: DisclosedLine; readonly column: Column; readonly share: Share }

/** So many mixings are tried; the nearest to the lot first, since they widen most. */
const MOST_TRIED = 24
const LARGE_LINEAGE = 2000

const canWiden = (node: LineageNode): boolean => node.lots.some(({ model }) => !isEven(model)) && (node.inputs.length > 1 || node.given.length > 1)

export function narrowingOf(lineage: Lineage, composition: Composition, asked: readonly Asked[], asking: Asking, tell: Telling): Narrowing | null {
  const found = [ofPapers(lineage, composition), ofMixing(lineage, asked, asking, tell)].filter((one) => one !== null)
  return found.sort((a, b) => b.width - a.width)[0] ?? null
}

/** The own receipt that leaves most of the metal without a site. */
function ofPapers(lineage: Lineage, { own }: Composition): Narrowing | null {
  const byLot = new Map<number, { share: number; isCountry: boolean }>()
  for (const { source: { leaf }, share } of own) {
    if (leaf.kind !== 'unknown' && leaf.kind !== 'country') continue
    byLot.set(leaf.lotNo, { share: (byLot.get(leaf.lotNo)?.share ?? 0) + share, isCountry: leaf.kind === 'country' })
  }
  const [widest] = [...byLot].sort((a, b) => b[1].share - a[1].share)
  if (widest === undefined || widest[1].share < 1e-9) return null
  const [lotNo, { share, isCountry }] = widest
  const node = lineage.nodes[lineage.nodeOf.get(lotNo)!]!
  return { datum: isCountry ? 'state-origin' : 'link-receipt', lotId: lineage.lots.get(lotNo)!.lotId, event: node.event.ref, width: Math.min(1, share) }
}

function ofMixing(lineage: Lineage, asked: readonly Asked[], asking: Asking, tell: Telling): Narrowing | null {
  const widthOf = ({ share }: Asked): number => share.state === 'exact' ? share.high - share.low : 0
  const [widest] = [...asked].sort((a, b) => widthOf(b) - widthOf(a))
  if (widest === undefined || widthOf(widest) < 1e-9) return null
  const candidates = lineage.nodes.filter(canWiden).slice(-(lineage.nodes.length > LARGE_LINEAGE ? 6 : MOST_TRIED))
  const best = widestMixing(lineage, widest.column, candidates, asking, tell)
  if (best === undefined) return null
  const isOwn = ownReach(lineage, asking.viewer)[best.node.index]!
  return { datum: isOwn ? 'measure-blend' : 'ask-upstream', lotId: isOwn ? best.node.lots[0]!.lotId : withheldUpstream, event: isOwn ? best.node.event.ref : withheldUpstream, width: Math.min(1, best.width) }
}
