// Choices of disclosure, their preview, the operator's totals and its inquiries.
import { acrossBooks } from '#src/access/across-books.ts'
import { grantsOf } from '#src/access/actor.ts'
import type { Context } from '#src/access/context.ts'
import { canOn, requireOn } from '#src/access/policy.ts'
import { closeInquiryRow, inquiriesBefore, insertInquiry, openInquiryInto, readInquiry } from '#src/custody/inquiry.store.ts'
import { inquiryDaysSetting, inquiryUntoldSetting, isOpen, type Inquiry } from '#src/custody/inquiry.ts'
import { quantumOf } from '#src/custody/substance.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { fromCursor, toCursor } from '#src/kernel/page.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { addDays, dayOf, lastDayOfMonth, type Day } from '#src/kernel/time.ts'
import { notifyRoles } from '#src/notices/notify.handlers.ts'
import { organisationFact } from '#src/parties/organisation.ts'
import { askableLot, lotAnswer } from './answer.handlers.ts'
import type { disclosureContract } from './disclosure.contract.ts'
import { disclosurePartiesSetting } from './disclosure-shares.ts'
import { levelsOf, type Viewer } from './disclosure.ts'
import { choicesOfParties, dropChoice, putChoice } from './disclosure.store.ts'
import { hasBook } from './lineage.store.ts'
import { assertRange, bookUnseen, endOf, startOf } from './lot-asking.handlers.ts'
import { totalsOf } from './site-balance.store.ts'

const personOf = (ctx: Context): string => ctx.actor.kind === 'public' ? 'public' : ctx.actor.userId

async function assertPartner(ctx: Context, organisationId: string, partner: string): Promise<void> {
  if (partner === organisationId) throw new Refused(refuse('disclosure-to-oneself', 'A party sees its own book. Choose a partner, everyone, or the public.'))
  if (partner === 'everyone' || partner === 'public') return
  if ((await ctx.facts()).of(organisationFact).has(partner) || await hasBook(ctx.sql, partner)) return
  throw new Refused(refuse('partner-unseen', `No organisation ${partner} is known here. Find it by its name first.`))
}

/** As whom a preview looks: somebody nobody named sees what everyone downstream sees. */
const previewed = (partner: string): Viewer => partner === 'public' ? { kind: 'public' } : { kind: 'organisation', organisationId: partner }

const MOST_CELLS = 5000
const lastOfMonth = (day: Day): Day => `${day.slice(0, 7)}-${lastDayOfMonth(Number(day.slice(0, 4)), Number(day.slice(5, 7)))}`

const withoutPerson = ({ openedBy: _person, ...inquiry }: Inquiry) => inquiry

function beforeOf(cursor: string | undefined): readonly [string, string] | null {
  if (cursor === undefined) return null
  const [at, id] = fromCursor(cursor).split(' ')
  if (id === undefined || Number.isNaN(Date.parse(at!)) || new Date(at!).toISOString() !== at) throw new Refused(refuse('cursor-invalid', 'This cursor was not given by this list. Begin again without it.'))
  return [at, id]
}

export const disclosureHandlers: Handlers<typeof disclosureContract, Context> = acrossBooks<typeof disclosureContract>({
  async listDisclosures(ctx, { organisationId }) {
    requireOn(ctx.actor, 'provenance:read', { organisationId }, 'provenance:read', () => bookUnseen(organisationId))
    return { items: await choicesOfParties(ctx.sql, [organisationId]), next: null }
  },

  async setDisclosure(ctx, { organisationId, partner, field, level, isDropped }) {
    requireOn(ctx.actor, 'disclosure:write', { organisationId }, 'provenance:read', () => bookUnseen(organisationId))
    if (!levelsOf(field).includes(level)) throw new Refused(refuse('disclosure-level-unfit', `The field ${field} is shown whole (site) or not at all (nothing); ${level} was asked.`))
    await assertPartner(ctx, organisationId, partner)
    if (isDropped) await dropChoice(ctx.sql, organisationId, partner, field)
    else {
      const before = await putChoice(ctx.sql, { organisationId, partner, field, level, chosenAt: ctx.now }, personOf(ctx))
      ctx.record({ kind: 'disclosure.chosen', subject: organisationId, isPublic: false, body: { partner, field, before, after: level } })
    }
    if (isDropped) ctx.record({ kind: 'disclosure.dropped', subject: organisationId, isPublic: false, body: { partner, field } })
    return { items: await choicesOfParties(ctx.sql, [organisationId]), next: null }
  },

  async previewDisclosure(ctx, { lotId, partner }) {
    const { lot } = await askableLot(ctx, lotId)
    return lotAnswer(ctx, lot, previewed(partner), {}, { readBy: lot.organisationId })
  },

  async listCustodyTotals(ctx, { from, to, substance }) {
    assertRange(from, to)
    requireOn(ctx.actor, 'custody-total:read', {}, 'custody-total:read', () => bookUnseen('the house'))
    const least = await ctx.setting(disclosurePartiesSetting)
    // Months that begin or end on days that are asked for would tell, by subtraction, what one party moved between two days.
    const [first, last] = [from === undefined ? undefined : `${from.slice(0, 7)}-01`, to === undefined ? undefined : lastOfMonth(to)]
    const cells = await totalsOf(ctx.sql, startOf(first), endOf(last), substance ?? null, MOST_CELLS + 1)
    return {
      from: first ?? null, to: last ?? null, isWhole: cells.length <= MOST_CELLS,
      items: cells.slice(0, MOST_CELLS).map(({ quanta, parties, ...cell }) => ({
        ...cell, material: cell.material as never, kind: cell.kind as never,
        tonnes: parties < least ? null : quanta / (quantumOf(cell.substance) === 'mg' ? 1e9 : 1e6), parties: parties < least ? null : parties,
      })), next: null,
    }
  },

  async openInquiry(ctx, { organisationId, reason, untoldBecause }) {
    if (!canOn(ctx.actor, 'custody-inquiry:write', {}) || !await hasBook(ctx.sql, organisationId)) throw bookUnseen(organisationId)
    const open = await openInquiryInto(ctx.sql, organisationId, ctx.now)
    if (open !== undefined) throw new Refused(refuse('inquiry-open', `The inquiry ${open.inquiryId} into this book is open until ${dayOf(open.closesAt)}. Close it, or go on with it.`))
    if (untoldBecause !== undefined && !await ctx.setting(inquiryUntoldSetting)) throw new Refused(refuse('inquiry-must-be-told', 'This scheme tells the party of every inquiry. Leave the exception out.'))
    const inquiry: Inquiry = {
      inquiryId: ctx.newId('inq'), organisationId, reason: reason.trim(), untoldBecause: untoldBecause?.trim() ?? null, openedAt: ctx.now, openedBy: personOf(ctx),
      closesAt: `${addDays(dayOf(ctx.now), await ctx.setting(inquiryDaysSetting))}${ctx.now.slice(10)}`, closedAt: null,
    }
    await insertInquiry(ctx.sql, inquiry)
    ctx.record({ kind: 'inquiry.opened', subject: inquiry.inquiryId, isPublic: false, body: { organisationId, reason: inquiry.reason, untoldBecause: inquiry.untoldBecause, closesAt: inquiry.closesAt } })
    if (inquiry.untoldBecause === null) {
      await notifyRoles(ctx, ['site-owner', 'partner'], { organisationId }, {
        kind: 'inquiry.opened', params: { reason: inquiry.reason, until: dayOf(inquiry.closesAt) }, link: '/lots/disclosure', dedupeKey: `inquiry.opened ${inquiry.inquiryId}`,
      })
    }
    return inquiry
  },

  async closeInquiry(ctx, { inquiryId }) {
    const inquiry = canOn(ctx.actor, 'custody-inquiry:write', {}) ? await readInquiry(ctx.sql, inquiryId, true) : undefined
    if (inquiry === undefined) throw new Refused(refuse('inquiry-unknown', `No inquiry has the number ${inquiryId}.`))
    if (!isOpen(inquiry, ctx.now)) throw new Refused(refuse('inquiry-closed', `The inquiry ${inquiryId} is closed since ${dayOf(inquiry.closedAt ?? inquiry.closesAt)}.`))
    await closeInquiryRow(ctx.sql, inquiryId, ctx.now, personOf(ctx))
    ctx.record({ kind: 'inquiry.closed', subject: inquiryId, isPublic: false, body: { organisationId: inquiry.organisationId } })
    return { ...inquiry, closedAt: ctx.now }
  },

  async listInquiries(ctx, { limit, cursor }) {
    const isOperator = canOn(ctx.actor, 'custody-inquiry:write', {})
    const organisationIds = isOperator ? null : grantsOf(ctx.actor).filter(({ role, scope }) => scope.kind === 'organisation' && (role === 'site-owner' || role === 'partner')).map(({ scope }) => scope.id)
    const found = await inquiriesBefore(ctx.sql, { organisationIds, before: beforeOf(cursor), limit: limit + 1 })
    const shown = found.slice(0, limit)
    const last = shown.at(-1)
    return { items: shown.map(withoutPerson), next: last !== undefined && found.length > limit ? toCursor(`${last.openedAt} ${last.inquiryId}`) : null }
  },
})
