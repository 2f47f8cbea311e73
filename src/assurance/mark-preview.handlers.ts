// The engine's answer for a site at any time. An assessor or reviewer who also holds another role is kept from it all the
// same until the ratings are final, so that no rating is made with an eye on the outcome.
import { grantsOf } from '#src/access/actor.ts'
import type { Context } from '#src/access/context.ts'
import { rolesOn, type Role } from '#src/access/role.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { personOf } from './acting-person.ts'
import { subjectOf } from './case.ts'
import { clocksOf, eventsOf } from './case.store.ts'
import { caseFor } from './case-move.handlers.ts'
import { daysLeft, isRunning } from './clock.ts'
import { ENGINE_VERSION } from './mark-engine.ts'
import { finalRound, hashOf, ownInputs, possibleAnswers, ratedInputs } from './mark-inputs.handlers.ts'
import type { markPreviewContract } from './mark-preview.contract.ts'
import { ratersOf } from './rating.store.ts'
import { reviewersOf } from './review.store.ts'
import { draftStates } from './workbook.ts'

const keptFrom: readonly Role[] = ['lead-assessor', 'assessor', 'technical-reviewer']
const ofTheSite: readonly Role[] = ['site-owner', 'site-contributor']

export const markPreviewHandlers: Handlers<typeof markPreviewContract, Context> = {
  async getMarkPreview(ctx, { caseId }) {
    const one = await caseFor(ctx, caseId, 'mark-preview:read')
    const round = finalRound(one, await eventsOf(ctx.sql, caseId))
    const isRoundOpen = round < one.round || round === 0
    const roles = rolesOn(grantsOf(ctx.actor), subjectOf(one))
    const hadAHand = [...await ratersOf(ctx.sql, caseId), ...await reviewersOf(ctx.sql, caseId)].includes(personOf(ctx))
    if (isRoundOpen && (hadAHand || keptFrom.some((role) => roles.has(role)))) {
      throw new Refused(refuse('ratings-not-final', 'This account assesses or reviews the case. What the mark would be is shown to it once the ratings are final.'))
    }
    const isDraft = round === 0 && draftStates.includes(one.state)
    if (isDraft && roles.has('decision-member') && !roles.has('operator') && !ofTheSite.some((role) => roles.has(role))) {
      throw new Refused(refuse('ratings-not-final', 'The site has not submitted its self-assessment yet; until then its answers are its own.'))
    }
    const inputs = round === 0 ? await ownInputs(ctx, one) : await ratedInputs(ctx, one, round)
    const clocks = (await clocksOf(ctx.sql, caseId)).filter(isRunning)
    return {
      caseId, siteName: one.siteName, state: one.state, standards: one.standards, asOf: ctx.today, basis: round === 0 ? 'own-answers' : 'assessor-ratings', round,
      answers: possibleAnswers(inputs), clocks: clocks.map((clock) => ({ ...clock, daysLeft: daysLeft(clock, ctx.today) })), engine: ENGINE_VERSION, inputsHash: hashOf(inputs),
    }
  },
}
