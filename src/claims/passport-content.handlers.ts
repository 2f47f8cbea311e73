// Loads what a passport says: the answer about the lot as the public may have it. Issuing one is the holder's own choice for
// the public, field by field; every party upstream keeps its own.
import type { Context } from '#src/access/context.ts'
import { findBook, knownEvents, knownLots } from '#src/custody/ledger.store.ts'
import { lotIdParts, type LotId, type LotIdentifiers } from '#src/custody/lot.ts'
import { standingLines } from '#src/custody/standing-line.store.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { organisationFact } from '#src/parties/organisation.ts'
import { participantsOf } from '#src/parties/participant.store.ts'
import { askableLot, groundOf, lotAnswer, siteNamesOf } from '#src/provenance/answer.handlers.ts'
import type { Choices, DisclosureField, DisclosureLevel, Viewer } from '#src/provenance/disclosure.ts'
import type { PassportContentOf } from './passport.handlers.ts'
import { passportContent as contentOf } from './passport-content.ts'
import type { PassportRelease } from './passport.ts'

const everybody: Viewer = { kind: 'public' }

const released = (release: PassportRelease, field: DisclosureField): DisclosureLevel => {
  switch (field) {
    case 'origin': return release.origins
    case 'handling': return release.madeAt ? 'site' : 'nothing'
    case 'footprint': return release.footprint ? 'site' : 'nothing'
    case 'shares': return 'site'
    case 'documents': return 'nothing'
  }
}

/** Its own choice for the holder, the parties' choices for everybody else. */
const withRelease = (choices: Choices, holder: string, release: PassportRelease): Choices => ({
  levelFor: (organisationId, viewer, field) => organisationId === holder ? released(release, field) : choices.levelFor(organisationId, viewer, field),
})

/** The names a lot bears, as its line states them. */
async function identifiersOf(ctx: Context, lotId: LotId): Promise<LotIdentifiers> {
  const { organisationId, ref } = lotIdParts(lotId)
  const book = await findBook(ctx.sql, organisationId)
  const lot = book === undefined ? undefined : (await knownLots(ctx.sql, book.bookNo, [ref])).get(ref)
  if (book === undefined || lot === undefined) return {}
  const born = (await knownEvents(ctx.sql, book.bookNo, [lot.state.bornBy])).get(lot.state.bornBy)
  const line = born === undefined ? undefined : (await standingLines(ctx.sql, [born.eventNo])).get(born.eventNo)
  const outputs = (line?.['outputs'] ?? []) as readonly { readonly lot: string; readonly identifiers?: LotIdentifiers }[]
  return outputs.find((one) => one.lot === ref)?.identifiers ?? {}
}

/** What an organisation is called: as a participant, else as published. */
export async function organisationName(ctx: Context, organisationId: string): Promise<string> {
  const name = (await participantsOf(ctx.sql, [organisationId])).get(organisationId)?.name
  return name ?? (await ctx.facts()).of(organisationFact).get(organisationId)?.value.name ?? organisationId
}

export const passportContent: PassportContentOf = async (ctx, lotId, product) => {
  const { lot } = await askableLot(ctx, lotId).catch((error: unknown) => {
    throw error instanceof Refused && error.refusal.code === 'lot-unseen' ? new Refused(refuse('lot-absent', error.refusal.detail)) : error
  })
  const { asking, lineage } = await groundOf(ctx, lot, everybody, {})
  const answer = await lotAnswer(ctx, lot, everybody, {}, { choices: withRelease(asking.choices, lot.organisationId, product.release), readBy: lot.organisationId })
  const site = siteNamesOf(await ctx.facts())(lot.siteId)
  return contentOf({
    answer, quanta: lineage.target.amount, holderName: await organisationName(ctx, lot.organisationId), identifiers: await identifiersOf(ctx, lotId), today: ctx.today,
    site: site === undefined ? null : { siteId: lot.siteId, name: site.name, country: site.country },
  }, product)
}
