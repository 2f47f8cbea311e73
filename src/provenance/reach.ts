// How far down the chain a party's words reach: for each ancestor, what every party between it and the viewer lets through
// of one field. Of several ways the most open counts, since each is allowed by all parties on it (custody notes 2.6).
import { DisclosureLevel, mostRestrictive, type Choices, type DisclosureField, type Viewer } from './disclosure.ts'
import { ownReach } from './exact.ts'
import type { Lineage } from './lineage.ts'

const openness = (level: DisclosureLevel): number => DisclosureLevel.options.indexOf(level)

/** By node. The viewer's own book is open to it, as far as the metal did not leave it meanwhile. */
export function reachOf(lineage: Lineage, field: DisclosureField, viewer: Viewer | null, choices: Choices): DisclosureLevel[] {
  const reach = lineage.nodes.map((): DisclosureLevel => 'nothing')
  if (viewer === null) return reach.map(() => 'site')
  const last = lineage.nodes.length - 1
  const own = ownReach(lineage, viewer)
  reach[last] = own[last] ? 'site' : choices.levelFor(lineage.nodes[last]!.event.organisationId, viewer, field)
  for (let i = last; i >= 0; i--) {
    const node = lineage.nodes[i]!
    for (const { node: above } of node.inputs) {
      const party = lineage.nodes[above]!.event.organisationId
      const level = party === node.event.organisationId ? reach[i]! : mostRestrictive(reach[i]!, choices.levelFor(party, viewer, field))
      if (openness(level) > openness(reach[above]!)) reach[above] = level
    }
  }
  return reach.map((level, i) => own[i] ? 'site' : level)
}
