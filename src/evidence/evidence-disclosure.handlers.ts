// Keeps what the public reads of an item in line with the item.
import type { Context } from '#src/access/context.ts'
import { participantsOf } from '#src/parties/participant.store.ts'
import { putFact, retractFact } from '#src/transparency/fact.ts'
import { readEvidence } from './evidence.store.ts'
import { publicEvidenceFact, publicView } from './published.ts'

export async function disclosed(ctx: Context, evidenceId: string): Promise<void> {
  const one = (await readEvidence(ctx.sql, evidenceId, ctx.today))!
  const organisation = (await participantsOf(ctx.sql, [one.organisationId])).get(one.organisationId)
  const view = publicView(one, organisation?.name ?? one.organisationId)
  if (view !== null) {
    ctx.publish([putFact(publicEvidenceFact, evidenceId, view)], { kind: 'evidence.disclosed', subject: evidenceId, isPublic: true, body: {} })
    return
  }
  if (!(await ctx.facts()).of(publicEvidenceFact).has(evidenceId)) return
  const why = one.withdrawnOn !== null ? 'withdrawn' : one.supersededBy !== null ? 'another item took its place' : one.file.erasedOn !== null ? 'the file was erased' : 'no longer public'
  ctx.publish([retractFact(publicEvidenceFact, evidenceId, why)], { kind: 'evidence.undisclosed', subject: evidenceId, isPublic: true, body: {} })
}
