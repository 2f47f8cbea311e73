// The law of independence: nobody assesses what they own, work for, advised lately, are kin to, or have assessed too many
// times in a row; nobody reviews or decides what they assessed. Conflicts are declared, or found in what is recorded:
// shareholdings, accounts of the site, earlier engagements. The lengths are settings; no source states them.
import { z } from 'zod'
import { shortText } from '#src/kernel/text.ts'
import { Day, Instant, addYears } from '#src/kernel/time.ts'

export const DeclarationKind = z.enum(['employment', 'ownership', 'consulting', 'family', 'other'])
export type DeclarationKind = z.infer<typeof DeclarationKind>

export const ConflictTarget = z.object({ kind: z.enum(['organisation', 'site']), id: shortText(100) })
export type ConflictTarget = z.infer<typeof ConflictTarget>

export const Declaration = z.object({
  declarationId: z.string(), firmId: z.string(),
  /** Null: of the firm as a whole. */
  userId: z.string().nullable(),
  about: ConflictTarget, kind: DeclarationKind,
  /** Null while it lasts. */
  endedOn: Day.nullable(),
  note: z.string().nullable(), declaredAt: Instant, declaredBy: z.string(), withdrawnAt: Instant.nullable(),
})
export type Declaration = z.infer<typeof Declaration>

export const PartyKind = z.enum(['firm', 'organisation', 'company'])
export const ShareParty = z.object({ kind: PartyKind, id: shortText(100), name: shortText(200) })
export type ShareParty = z.infer<typeof ShareParty>

export const Shareholding = z.object({
  shareholdingId: z.string(), holder: ShareParty, held: ShareParty, percent: z.number().gt(0).max(100),
  heldFrom: Day.nullable(), heldUntil: Day.nullable(), source: shortText(400),
})
export type Shareholding = z.infer<typeof Shareholding>

export const ConflictKind = z.enum([...DeclarationKind.options, 'shared-parent', 'rotation-lead', 'rotation-firm'])
export type ConflictKind = z.infer<typeof ConflictKind>

export const Conflict = z.object({
  kind: ConflictKind, basis: z.enum(['declared', 'found']),
  /** Null: of the firm. */
  userId: z.string().nullable(),
  /** Last day on which it stands in the way, where that is known. */
  until: Day.nullable(),
  /** The shareholdings that link the two, from one end to the other. */
  path: z.array(z.string()),
  /** For rotation: how many cycles in a row. */
  cycles: z.number().int().nullable(),
})
export type Conflict = z.infer<typeof Conflict>

export type IndependenceRules = {
  /** How many years earlier consulting and ended employment or ownership stand in the way. */
  readonly coolingYears: number
  readonly leadCycles: number
  readonly firmCycles: number
  /** How many shareholdings upwards are followed from either side. */
  readonly ownershipHops: number
  /** Smaller shares link nobody. */
  readonly ownershipPercent: number
}

/** A cycle of the site that was assessed before. */
export type EarlierCycle = { readonly cycle: number; readonly firmId: string; readonly leadUserId: string }

export type TeamAsked = {
  readonly firmId: string
  readonly leadUserId: string | null
  readonly assessorUserIds: readonly string[]
  readonly organisationId: string
  readonly siteId: string
  readonly cycle: number
  readonly today: Day
}

export type KnownFacts = {
  readonly declarations: readonly Declaration[]
  readonly shareholdings: readonly Shareholding[]
  /** Accounts with a role on the site or its organisation. */
  readonly siteUserIds: readonly string[]
  readonly earlier: readonly EarlierCycle[]
}

const teamOf = (asked: TeamAsked): Set<string> => new Set([...asked.leadUserId === null ? [] : [asked.leadUserId], ...asked.assessorUserIds])

/** Every reason why this firm with this team may not assess this site; none means that it may. */
export function conflictsOf(asked: TeamAsked, known: KnownFacts, rules: IndependenceRules): Conflict[] {
  return [
    ...declaredConflicts(asked, known.declarations, rules),
    ...[...teamOf(asked)].filter((userId) => known.siteUserIds.includes(userId)).map((userId): Conflict => ({ ...found, kind: 'employment', userId })),
    ...ownershipConflicts(asked, known.shareholdings, rules),
    ...rotationConflicts(asked, known.earlier, rules),
  ]
}

const found: Omit<Conflict, 'kind'> = { basis: 'found', userId: null, until: null, path: [], cycles: null }

function declaredConflicts(asked: TeamAsked, declarations: readonly Declaration[], rules: IndependenceRules): Conflict[] {
  const team = teamOf(asked)
  return declarations.filter((one) => one.withdrawnAt === null && isAbout(one.about, asked))
    .filter((one) => one.userId === null ? one.firmId === asked.firmId : team.has(one.userId))
    .filter((one) => standsUntil(one, rules.coolingYears) === null || asked.today <= standsUntil(one, rules.coolingYears)!)
    .map((one): Conflict => ({ ...found, kind: one.kind, basis: 'declared', userId: one.userId, until: standsUntil(one, rules.coolingYears) }))
}

const isAbout = (about: ConflictTarget, { organisationId, siteId }: Pick<TeamAsked, 'organisationId' | 'siteId'>): boolean =>
  about.kind === 'organisation' ? about.id === organisationId : about.id === siteId

/** The last day on which a declared conflict stands in the way; null while it lasts. Kinship that ended ends at once. */
export function standsUntil({ kind, endedOn }: Pick<Declaration, 'kind' | 'endedOn'>, coolingYears: number): Day | null {
  if (endedOn === null) return null
  return kind === 'family' || kind === 'other' ? endedOn : addYears(endedOn, coolingYears)
}

const nodeOf = ({ kind, id }: Pick<ShareParty, 'kind' | 'id'>): string => `${kind} ${id}`

/** Who stands above a party within so many shareholdings, each with the names on the shortest way there. */
export function above(start: Pick<ShareParty, 'kind' | 'id'>, shareholdings: readonly Shareholding[], rules: Pick<IndependenceRules, 'ownershipHops' | 'ownershipPercent'>, today: Day): Map<string, string[]> {
  const holders = Map.groupBy(shareholdings.filter((one) => one.percent >= rules.ownershipPercent
    && (one.heldFrom === null || one.heldFrom <= today) && (one.heldUntil === null || today <= one.heldUntil)), ({ held }) => nodeOf(held))
  const ways = new Map<string, string[]>([[nodeOf(start), []]])
  let edge = [nodeOf(start)]
  for (let hop = 0; hop < rules.ownershipHops && edge.length > 0; hop++) {
    const next: string[] = []
    for (const at of edge) {
      for (const { holder, held } of holders.get(at) ?? []) {
        if (ways.has(nodeOf(holder))) continue
        ways.set(nodeOf(holder), [...(ways.get(at)!.length === 0 ? [held.name] : ways.get(at)!), holder.name])
        next.push(nodeOf(holder))
      }
    }
    edge = next
  }
  return ways
}

function ownershipConflicts(asked: TeamAsked, shareholdings: readonly Shareholding[], rules: IndependenceRules): Conflict[] {
  const firm = { kind: 'firm', id: asked.firmId } as const
  const organisation = { kind: 'organisation', id: asked.organisationId } as const
  const overFirm = above(firm, shareholdings, rules, asked.today)
  const overOrganisation = above(organisation, shareholdings, rules, asked.today)
  const direct = overFirm.get(nodeOf(organisation)) ?? overOrganisation.get(nodeOf(firm))
  if (direct !== undefined) return [{ ...found, kind: 'ownership', path: direct }]
  const shared = [...overFirm.keys()].filter((node) => overOrganisation.has(node))
    .map((node) => [...overFirm.get(node)!, ...overOrganisation.get(node)!.toReversed().slice(1)])
    .toSorted((a, b) => a.length - b.length)[0]
  return shared === undefined ? [] : [{ ...found, kind: 'shared-parent', path: shared }]
}

/** Cycles directly before this one that somebody had without a break. */
function inARow(cycle: number, earlier: readonly EarlierCycle[], isTheirs: (one: EarlierCycle) => boolean): number {
  let count = 0
  while (earlier.some((one) => one.cycle === cycle - 1 - count && isTheirs(one))) count += 1
  return count
}

function rotationConflicts(asked: TeamAsked, earlier: readonly EarlierCycle[], rules: IndependenceRules): Conflict[] {
  const ofLead = asked.leadUserId === null ? 0 : inARow(asked.cycle, earlier, (one) => one.leadUserId === asked.leadUserId)
  const ofFirm = inARow(asked.cycle, earlier, (one) => one.firmId === asked.firmId)
  return [
    ...ofLead >= rules.leadCycles ? [{ ...found, kind: 'rotation-lead' as const, userId: asked.leadUserId, cycles: ofLead }] : [],
    ...ofFirm >= rules.firmCycles ? [{ ...found, kind: 'rotation-firm' as const, cycles: ofFirm }] : [],
  ]
}

/** One conflict in a sentence, for a refusal. */
export function conflictText(conflict: Conflict, nameOf: (userId: string | null) => string): string {
  const who = nameOf(conflict.userId)
  const until = conflict.until === null ? '' : `, in the way until ${conflict.until}`
  if (conflict.kind === 'shared-parent') return `${who} and the organisation have a common owner (${conflict.path.join(' – ')})`
  if (conflict.kind === 'ownership' && conflict.basis === 'found') return `firm and organisation are linked by shares (${conflict.path.join(' – ')})`
  if (conflict.kind === 'rotation-lead') return `${who} led the last ${conflict.cycles} cycles of this site in a row`
  if (conflict.kind === 'rotation-firm') return `${who} assessed the last ${conflict.cycles} cycles of this site in a row`
  if (conflict.basis === 'found') return `${who} holds an account of the site or its organisation`
  return `${who} declared: ${conflict.kind}${until}`
}

/** What is known of a case when it is asked who may look at its report. */
export type CaseFacts = {
  /** Who rated anything in it. */
  readonly raterIds: readonly string[]
  /** Every assessor who was ever on its team. */
  readonly teamIds: readonly string[]
  /** Accounts with a role on the site or its organisation. */
  readonly siteUserIds: readonly string[]
  readonly declarations: readonly Declaration[]
  readonly siteId: string
  readonly organisationId: string
  readonly today: Day
  readonly coolingYears: number
}
export type Exclusion = 'rated' | 'on-the-team' | 'of-the-site' | 'conflict'

/** Who may not review the report of a case, each with the reasons. */
export function whoMayNotReview(facts: CaseFacts): Map<string, Exclusion[]> {
  const out = new Map<string, Exclusion[]>()
  const add = (userId: string, why: Exclusion): void => { out.set(userId, [...new Set([...out.get(userId) ?? [], why])]) }
  for (const userId of facts.raterIds) add(userId, 'rated')
  for (const userId of facts.teamIds) add(userId, 'on-the-team')
  for (const userId of facts.siteUserIds) add(userId, 'of-the-site')
  for (const one of facts.declarations) {
    const until = standsUntil(one, facts.coolingYears)
    if (one.userId !== null && one.withdrawnAt === null && isAbout(one.about, facts) && (until === null || facts.today <= until)) add(one.userId, 'conflict')
  }
  return out
}

/** Who may not decide on a case, each with the reasons; reviewers of the case are left to the body's own rules. */
export const whoMayNotDecide = (facts: CaseFacts): Map<string, Exclusion[]> => whoMayNotReview(facts)
