// A criterion among its versions: what it continues, and what continues it or became of it.
import { z } from 'zod'
import { DifferenceKind } from './difference.ts'
import { wordingFor } from './language-pack.ts'
import { CriterionBrief, briefOf, type LoadedStandard } from './standard-view.ts'
import { Grounds, Version, groundsOf } from './standard.ts'

export const Neighbour = z.object({
  ...CriterionBrief.shape,
  version: Version,
  kind: z.union([DifferenceKind, z.literal('drawn-on')]),
  grounds: Grounds,
  /** The version whose file says so; its sources are the ones `grounds` names. */
  statedBy: Version,
})
export type Neighbour = z.infer<typeof Neighbour>

export const Fate = z.object({ version: Version, kind: z.enum(['dropped', 'spread']), grounds: Grounds })

type Link = { readonly from: string; readonly to: string; readonly kind: Neighbour['kind']; readonly grounds: Grounds }

/** Every link that the file of a version states to the version before it, the strongest statement on a pair first. */
function linksOf({ standard }: LoadedStandard): Link[] {
  const related = standard.criteria.flatMap(({ slug, relation }) => relation === undefined ? [] : [{ slug, relation }])
  const links: Link[] = [
    ...related.flatMap(({ slug, relation }) =>
      relation.predecessors.map((from) => ({ from, to: slug, kind: relation.kind, grounds: groundsOf(relation) }))),
    ...(standard.predecessor?.discontinued ?? []).flatMap((gone) =>
      gone.over.map((to) => ({ from: gone.criterion, to, kind: gone.kind, grounds: groundsOf(gone) }))),
    ...related.flatMap(({ slug, relation }) =>
      relation.drawsOn.map((from) => ({ from, to: slug, kind: 'drawn-on' as const, grounds: groundsOf(relation) }))),
  ]
  const first = (link: Link) => links.findIndex((other) => other.from === link.from && other.to === link.to)
  return links.filter((link, index) => first(link) === index)
}

/** @param versions every version of the same standard */
export function neighboursOf(of: LoadedStandard, slug: string, versions: readonly LoadedStandard[], language: string) {
  const before = versions.find(({ standard }) => standard.version === of.standard.predecessor?.version)
  const after = versions.filter(({ standard }) => standard.predecessor?.version === of.standard.version)
  const name = (loaded: LoadedStandard, criterion: string, link: Link, statedBy: string): Neighbour[] => {
    const found = loaded.standard.criteria.find((one) => one.slug === criterion)
    if (found === undefined) return []
    const words = wordingFor(loaded.standard, loaded.packs, language)
    return [{ ...briefOf(loaded.standard, found, words), version: loaded.standard.version, kind: link.kind, grounds: link.grounds, statedBy }]
  }
  return {
    predecessors: before === undefined ? [] : linksOf(of).filter((link) => link.to === slug)
      .flatMap((link) => name(before, link.from, link, of.standard.version)),
    successors: after.flatMap((next) => linksOf(next).filter((link) => link.from === slug)
      .flatMap((link) => name(next, link.to, link, next.standard.version))),
    fates: after.flatMap(({ standard }) => standard.predecessor!.discontinued.filter((gone) => gone.criterion === slug)
      .map((gone) => ({ version: standard.version, kind: gone.kind, grounds: groundsOf(gone) }))),
  }
}
