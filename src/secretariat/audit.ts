// The audit trail: who did what, when, from what to what, and why, read from the append-only log itself, so that it
// cannot say anything else than what was recorded.
import { z } from 'zod'
import { Instant } from '#src/kernel/time.ts'

export const AuditEntry = z.object({
  position: z.number().int(),
  recordedAt: Instant,
  kind: z.string(),
  subject: z.string(),
  /** How the actor stands in the log: role kind and account id. */
  actor: z.string(),
  /** Null where the account is gone, or where the program itself acted. */
  actorName: z.string().nullable(),
  /** What was decided, as recorded: old and new values and the reason where there are such. Null once erased by law. */
  body: z.record(z.string(), z.unknown()).nullable(),
  reason: z.string().nullable(),
})
export type AuditEntry = z.infer<typeof AuditEntry>

/**
 * Kinds of entries on a case that its parties may read. What is not listed is the secretariat's: a rating before it is
 * final, a conflict, a concern, a vote.
 */
const partyKinds: readonly RegExp[] = [
  /^application\./, /^letter\./, /^self-assessment\./, /^workbook\./, /^plan\./, /^assessment\./, /^desk-review\./, /^site-visit\./,
  /^report\.(submitted|finalised)$/, /^case\./, /^follow-up\./, /^remediation\./, /^extension\./, /^evidence\./, /^certificate\./, /^scoping\./,
  /^improvement-plan\./, /^gap\./, /^award\./, /^engagement\./, /^re-assessment\./, /^standard-version\./,
]
/** The lead assessor reads these as well: they are of the assessment. */
const assessorKinds: readonly RegExp[] = [/^rating\./, /^finding\./, /^report\./, /^on-site\./, /^review\./]

export const isShownTo = (kind: string, role: 'operator' | 'site' | 'assessor'): boolean =>
  role === 'operator' || partyKinds.some((known) => known.test(kind)) || (role === 'assessor' && assessorKinds.some((known) => known.test(kind)))

/** The kinds on which everybody in a role may be led, as SQL patterns cannot say it: filtered after reading. */
export const readPayload = (payload: string | null): { actor: string; body: Record<string, unknown> } | null => {
  if (payload === null) return null
  const { actor, body } = JSON.parse(payload) as { actor: string; body: Record<string, unknown> }
  return { actor, body }
}

export const reasonIn = (body: Record<string, unknown> | null): string | null => typeof body?.['reason'] === 'string' ? body['reason'] : null

export const userIn = (actor: string): string | undefined => /^(?:operator|member):(.+)$/.exec(actor)?.[1]
