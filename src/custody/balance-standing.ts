// Whether a site held what a profile asks for on a day: its mark for the metal, its custody or due-diligence status (custody
// invariants 17 and 22). What is possible only, is not enough: a credit rests on what is sure.
import { holdingOn, milestonesBySite, survivorOf, type SiteMilestones } from '#src/awards/holding.ts'
import { Mark, milestoneFact, type Milestone, type MilestoneKind, type Register } from '#src/awards/milestone.ts'
import { possiblyBy, surelyBy, type Day } from '#src/kernel/time.ts'
import { siteFact, type SiteType } from '#src/parties/site.ts'
import type { Fact, FactSet } from '#src/transparency/fact.ts'
import type { Substance } from './substance.ts'

type Standings = { readonly marks: SiteMilestones; readonly others: ReadonlyMap<string, readonly Fact<Milestone>[]> }
const known = new WeakMap<FactSet, Standings>()

function standingsOf(facts: FactSet): Standings {
  const before = known.get(facts)
  if (before !== undefined) return before
  const others = new Map<string, Fact<Milestone>[]>()
  for (const milestone of facts.of(milestoneFact).values()) {
    const { register, siteId } = milestone.value
    if (register === 'mark' || siteId === undefined) continue
    const key = `${register} ${survivorOf(facts.of(siteFact), siteId)}`
    others.set(key, [...others.get(key) ?? [], milestone])
  }
  const made = { marks: milestonesBySite(facts), others }
  known.set(facts, made)
  return made
}

const CONFORMS: Readonly<Partial<Record<Register, MilestoneKind>>> = { 'chain-of-custody': 'custody-conformance', 'due-diligence': 'due-diligence-conformance' }
const ENDS: ReadonlySet<MilestoneKind> = new Set(['withdrawal', 'suspension'])

function conformsOn(milestones: readonly Fact<Milestone>[], kind: MilestoneKind, day: Day): boolean {
  const grants = milestones.filter(({ value }) => value.kind === kind && surelyBy(value.date, day) && (value.validUntil === undefined || day <= value.validUntil))
  const ends = milestones.filter(({ value }) => ENDS.has(value.kind) && possiblyBy(value.date, day))
  return grants.some((grant) => ends.every((end) => end.value.date.to !== null && grant.value.date.from !== null && end.value.date.to < grant.value.date.from))
}

/** The first of the registers in which the site surely did not stand on that day; nothing where it stood in all. */
export function missingStanding(facts: FactSet, siteId: string, needs: readonly Register[], metal: Substance, day: Day): Register | undefined {
  const { marks, others } = standingsOf(facts)
  const site = survivorOf(facts.of(siteFact), siteId)
  return needs.find((register) => {
    if (register !== 'mark') return !conformsOn(others.get(`${register} ${site}`) ?? [], CONFORMS[register]!, day)
    const mark = Mark.safeParse(metal)
    return !mark.success || !holdingOn(marks.get(site) ?? [], mark.data, day).surely
  })
}

const SOURCES: ReadonlySet<SiteType> = new Set(['mine', 'concentrator', 'sx-ew', 'integrated', 'tailings-reprocessing'])

/** Metal of a smelter or a mill is of many mines: its own mark says nothing of them, so it comes with a statement. */
export function isSourceOfMinedMetal(facts: FactSet, siteId: string): boolean {
  const site = facts.of(siteFact).get(survivorOf(facts.of(siteFact), siteId))
  return site === undefined || site.value.types.includes('unknown') || site.value.types.some((type) => SOURCES.has(type))
}

export const siteNameOf = (facts: FactSet, siteId: string): string => facts.of(siteFact).get(survivorOf(facts.of(siteFact), siteId))?.value.name ?? siteId
