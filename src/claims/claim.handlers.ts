// Issues, ends and shows claims. What is issued is worked out here and now, frozen with its digest in the log, and debits its
// account or takes its credits in the same transaction (custody invariants 14 to 16 and 35).
import { acrossBooks } from '#src/access/across-books.ts'
import type { Context } from '#src/access/context.ts'
import { actorRef, grantsOf } from '#src/access/actor.ts'
import { canOn, requireOn } from '#src/access/policy.ts'
import type { BalanceAccount } from '#src/custody/balance-account.ts'
import { readAccount } from '#src/custody/balance-account.store.ts'
import { debitForClaim, returnForClaim } from '#src/custody/balance-debit.handlers.ts'
import type { ShippedFactors } from '#src/footprint/emission-factor.ts'
import { exactOf, over } from '#src/footprint/exact.ts'
import { standOf } from '#src/footprint/factor-book.ts'
import { canonicalText } from '#src/kernel/canonical.ts'
import { sha256Hex } from '#src/kernel/merkle.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { fromCursor, toCursor } from '#src/kernel/page.ts'
import { Refused, refuse, type Refusal } from '#src/kernel/refusal.ts'
import { writtenNumbers } from '#src/kernel/text.ts'
import { Instant } from '#src/kernel/time.ts'
import { writtenDay } from '#src/notices/wording.ts'
import { countryByAlpha3, countryName } from '#src/parties/country.ts'
import { organisationFact } from '#src/parties/organisation.ts'
import { readHead } from '#src/transparency/log.store.ts'
import { besides, faultsOf, isNetStated, neutralityOf, STANDARD_NAMES, type Neutrality } from './carbon-neutral.ts'
import { faultsOfClaim, faultsOfDebit, latestValidity, stateOn, valuesOf, type ClaimAsk } from './claim.ts'
import type { claimContract, ClaimPreview } from './claim.contract.ts'
import { subjectAbsent, workSubject, type Worked } from './claim-figures.handlers.ts'
import { gateFor, type Gate } from './claim-gate.ts'
import { PublicClaimBody, SubjectRef, type Claim, type ClaimBody, type CreditRow, type PublicClaim } from './claim-record.ts'
import { filled, isPublicAudience, placesIn, type ClaimAudience, type ClaimTemplate } from './claim-template.ts'
import { claimsOf, creditsOf, endClaim, insertClaim, insertCredits, insertReliance, moveCredits, readClaim, setReview, standingClaim, usedCredits, type HeldClaim } from './claim.store.ts'
import { creditWindowSetting, euConsumerOffsetSetting, pas2060UntilSetting } from './settings-claim.ts'

const LANGUAGES = ['en', 'es', 'zh', 'fr'] as const
type Language = typeof LANGUAGES[number]
type Asked = ClaimAsk & { readonly subject: SubjectRef; readonly template: string; readonly audience: ClaimAudience; readonly supersedes?: string | undefined }

const claimAbsent = (): Refused => new Refused(refuse('claim-absent', 'There is no such claim that may be read here.'))

/** A claim considered: what it would say, and all that stands against it. */
type Considered = { readonly template: ClaimTemplate; readonly worked: Worked; readonly faults: readonly Refusal[]; readonly gate: Gate; readonly neutral: Neutrality | null; readonly standing: HeldClaim | undefined; readonly isReplaced: boolean; readonly values: Readonly<Record<string, string>>; readonly words: ClaimBody['words'] }

const asClaim = (held: HeldClaim, today: string): Claim => ({
  body: held.body, digest: held.digest, state: stateOn(held.state, held.body.validUntil, today), issuedAt: held.issuedAt, endedAt: held.endedAt, endReason: held.endReason, supersededBy: held.supersededBy, review: held.review,
})
const addressOf = (ctx: Context, { body, linkKey }: HeldClaim): string => `${ctx.publicUrl}/claims/${body.claimId}?key=${linkKey}`

/** Places of a statement that are numbers. */
const NUMBERS = ['share', 'preConsumer', 'postConsumer', 'unknown', 'quantity', 'kgPerTonne', 'primary', 'gross', 'credits'] as const

/** Words that differ by language: metal, model, countries, the day. */
function wordsIn(ctx: Context, language: Language, { figures }: Worked, ask: ClaimAsk, values: Readonly<Record<string, string>>, day: string): Record<string, string> {
  const say = ctx.messages('claims', language)
  const word = (group: string, name: string | undefined | null): string => name === undefined || name === null ? '' : say[`${group}.${name}`] ?? name
  const names = new Intl.DisplayNames([language], { type: 'region' })
  const countries = figures.countries.map(({ country, share }) => {
    const alpha2 = countryByAlpha3.get(country)?.alpha2
    return `${alpha2 === undefined ? countryName(country) : names.of(alpha2) ?? countryName(country)} (${(Math.floor(share.least * 1e4 + 1e-6) / 1e2).toFixed(2)} %)`
  })
  const model = ask.model ?? figures.models[0]
  const numbers = Object.fromEntries(NUMBERS.flatMap((place) => values[place] === undefined ? [] : [[place, writtenNumbers(values[place], language)]]))
  return {
    ...values, ...numbers, ...(figures.footprint === null ? {} : { method: [...figures.footprint.rules.map((rule) => word('applied', rule)), ...figures.footprint.gwp].join(', ') }), day: writtenDay(day, language), metal: word('metal', figures.metal), model: word('model', model), characteristic: word('characteristic', values['characteristic']), mark: word('metal', ask.mark ?? figures.marks[0]),
    countries: new Intl.ListFormat(language, { type: 'conjunction' }).format(countries.map((one) => writtenNumbers(one, language))),
  }
}

/** An account of the book that the asker may see: of any other, a preview tells nothing. */
async function ownAccount(ctx: Context, organisationId: string, accountId: string): Promise<BalanceAccount | undefined> {
  const account = await readAccount(ctx.sql, accountId)
  return account?.organisationId === organisationId && canOn(ctx.actor, 'balance:read', account) ? account : undefined
}

async function consider(ctx: Context, templates: readonly ClaimTemplate[], worked: Worked, asked: Asked): Promise<Considered> {
  const template = templates.find((one) => one.template === asked.template)
  if (template === undefined) throw new Refused(refuse('claim-template-unknown', `There is no statement "${asked.template}".`))
  const { figures } = worked
  const gross = figures.footprint === null ? null : over(figures.footprint.totalKg, exactOf('1000'))
  const { neutral: terms } = asked
  const gate = gateFor({ audience: asked.audience, basis: template.basis, subject: figures.subject.kind, on: ctx.today, isNetInFootprint: terms !== undefined && gross !== null && isNetStated(terms, gross) }, await ctx.setting(euConsumerOffsetSetting))
  const faults = faultsOfClaim(template, figures, asked.audience, asked, gate, ctx.today)
  const standing = await standingClaim(ctx.sql, figures.subject, template.template)
  // What expired gives nothing back: neither its place by name, nor its debit, nor its credits.
  const isReplaced = standing !== undefined && asked.supersedes === standing.body.claimId && stateOn(standing.state, standing.body.validUntil, ctx.today) === 'issued'
  const account = template.basis !== 'mass-balance' || asked.account === undefined ? undefined : await ownAccount(ctx, figures.organisationId, asked.account.accountId)
  if (template.basis === 'mass-balance' && asked.account !== undefined) faults.push(...faultsOfDebit(template, figures, account))
  if (asked.supersedes !== undefined && !isReplaced) faults.push(refuse('claim-supersedes-unfit', `${asked.supersedes} is not the standing claim of this statement about this subject.`))
  if (standing !== undefined && !isReplaced && stateOn(standing.state, standing.body.validUntil, ctx.today) === 'issued') faults.push(refuse('claim-already-issued', `The claim ${standing.body.claimId} says this of it already.`))
  let neutral: Neutrality | null = null
  if (template.basis === 'offset' && terms !== undefined && gross !== null) {
    faults.push(...faultsOf(terms, gross, { windowMonths: await ctx.setting(creditWindowSetting), pas2060Until: await ctx.setting(pas2060UntilSetting), today: ctx.today }).filter(({ code }) => !faults.some((known) => known.code === code)))
    for (const { series, serialFrom, serialTo } of await usedCredits(ctx.sql, terms.retirements, isReplaced ? standing.body.claimId : null)) faults.push(refuse('credit-already-used', `Serials of ${series} ${serialFrom}-${serialTo} were retired for another claim.`))
    neutral = neutralityOf(terms, gross)
  }
  const known = valuesOf(figures, asked, { neutral: neutral === null ? null : { gross: neutral.grossTonnes, credits: neutral.creditsRetired, standard: STANDARD_NAMES[terms!.standard] }, account }, ctx.today)
  // A claim carries what it says, and nothing else that was worked out on the way.
  const values = Object.fromEntries(placesIn(template.words.en.statement).flatMap((place) => known[place] === undefined ? [] : [[place, known[place]]]))
  return { template, worked, faults, gate, neutral, standing, isReplaced, values, words: toldIn(ctx, template, worked, asked, values) }
}

/** In all languages; a statement that cannot be filled yet keeps its places open. */
function toldIn(ctx: Context, template: ClaimTemplate, worked: Worked, asked: Asked, values: Readonly<Record<string, string>>): ClaimBody['words'] {
  const told = (language: Language) => {
    const { title, statement, means } = template.words[language]
    const known = wordsIn(ctx, language, worked, asked, values, ctx.today)
    return { title, means, statement: filled(statement, new Proxy(known, { get: (of, name: string) => of[name] === undefined || of[name] === '' ? '…' : of[name] })) }
  }
  return { en: told('en'), es: told('es'), zh: told('zh'), fr: told('fr') }
}

const previewOf = (ctx: Context, { template, worked, faults, gate, neutral, standing, words }: Considered, asked: Asked): ClaimPreview => {
  const language = LANGUAGES.find((one) => one === ctx.language) ?? 'en'
  return {
    template: template.template, templateVersion: template.version, subject: worked.figures.subject, isSimulated: worked.figures.isSimulated, mayBeIssued: faults.length === 0,
    faults: faults.map(({ code, detail }) => ({ code, detail })), gate, statement: words[language].statement, title: words[language].title, means: words[language].means,
    neutral, validUntil: asked.validUntil ?? latestValidity(template, gate, ctx.today), standing: standing?.body.claimId ?? null,
  }
}

async function issued(ctx: Context, considered: Considered, asked: Asked): Promise<HeldClaim> {
  const { template, worked, gate, neutral, standing, isReplaced, values, words } = considered
  const { figures, method } = worked
  const claimId = ctx.newId('clm')
  if (standing !== undefined) await replaced(ctx, standing, claimId, isReplaced)
  const debit = asked.account === undefined || template.basis !== 'mass-balance' ? null : await debitForClaim(ctx, { accountId: asked.account.accountId, claimId, on: ctx.today, quantity: asked.account.quantity, note: `${template.template} ${figures.subject.id}` })
  const body: ClaimBody = {
    claimId, template: template.template, templateVersion: template.version, basis: template.basis, subject: figures.subject, isSimulated: figures.isSimulated,
    claimant: { organisationId: figures.organisationId, name: (await ctx.facts()).of(organisationFact).get(figures.organisationId)?.value.name ?? null },
    audience: { kind: asked.audience, partner: asked.partner ?? null }, words, values: { ...values }, model: template.models === undefined ? null : asked.model ?? figures.models[0] ?? null,
    account: debit === null ? null : { accountId: debit.account.accountId, entryId: debit.entryId, quantity: debit.quantity, siteId: debit.account.siteId, characteristic: debit.account.characteristic },
    neutral: neutral === null || asked.neutral === undefined ? null : { terms: asked.neutral, numbers: neutral }, recognisedBy: template.recognisedBy ?? null, gate,
    evidence: {
      lots: worked.restsOn.filter(({ kind }) => kind === 'lot').length, events: worked.restsOn.filter(({ kind }) => kind === 'event').length, sites: worked.restsOn.filter(({ kind }) => kind === 'site').length,
      figures: worked.restsOn.filter(({ kind }) => kind === 'activity').map(({ ref }) => ref),
    },
    versions: { logPosition: (await readHead(ctx.sql)).size, factors: standOf(method.book, method.rules) },
    note: asked.note ?? null, issuedOn: ctx.today, validUntil: asked.validUntil ?? latestValidity(template, gate, ctx.today),
  }
  const held: HeldClaim = {
    body, digest: sha256Hex(canonicalText(body)), state: 'issued', issuedAt: ctx.now, endedAt: null, endReason: null, supersededBy: null, review: null,
    organisationId: figures.organisationId, siteId: figures.siteId, linkKey: ctx.newId('key').slice('key_'.length),
  }
  await insertClaim(ctx.sql, held, actorRef(ctx.actor))
  await insertReliance(ctx.sql, claimId, worked.restsOn.filter(({ kind }) => isLeanedOn(template, kind)))
  if (body.neutral !== null) {
    const moved = isReplaced ? await moveCredits(ctx.sql, standing!.body.claimId, claimId) : []
    await insertCredits(ctx.sql, claimId, besides(body.neutral.terms.retirements, moved))
  }
  ctx.record({ kind: 'claim.issued', subject: claimId, isPublic: false, body: { digest: held.digest, template: template.template, organisationId: held.organisationId, subject: `${figures.subject.kind}:${figures.subject.id}`, ...(standing === undefined ? {} : { inPlaceOf: standing.body.claimId }) } })
  return held
}

/** A claim of shares does not lean on emission figures, a footprint not on awards. */
function isLeanedOn({ basis }: ClaimTemplate, kind: string): boolean {
  if (kind === 'lot' || kind === 'event') return basis !== 'site-award'
  if (kind === 'site') return basis === 'site-award' || basis === 'awarded-share'
  return basis === 'footprint' || basis === 'offset'
}

/** The claim before gives its place, and its account what it took. */
async function replaced(ctx: Context, standing: HeldClaim, by: string, isAsked: boolean): Promise<void> {
  if (isAsked && standing.body.account !== null) await returnForClaim(ctx, standing.body.claimId, `superseded by ${by}`)
  await endClaim(ctx.sql, standing.body.claimId, isAsked ? 'superseded' : 'expired', { at: ctx.now, reason: isAsked ? `superseded by ${by}` : 'expired', by: isAsked ? by : undefined })
  ctx.record({ kind: isAsked ? 'claim.superseded' : 'claim.expired', subject: standing.body.claimId, isPublic: false, body: { by, organisationId: standing.organisationId } })
}

/** @throws Refused `claim-absent`, `permit-missing` */
async function ownClaim(ctx: Context, claimId: string, permit: 'claim:read' | 'claim:write', isForUpdate = false): Promise<HeldClaim> {
  const held = await readClaim(ctx.sql, claimId, isForUpdate)
  if (held === undefined) throw claimAbsent()
  requireOn(ctx.actor, permit, { organisationId: held.organisationId, ...(held.siteId === null ? {} : { siteId: held.siteId }) }, 'claim:read', claimAbsent)
  return held
}

function standingOnly(ctx: Context, held: HeldClaim): void {
  const state = stateOn(held.state, held.body.validUntil, ctx.today)
  if (state !== 'issued') throw new Refused(refuse('claim-ended', `The claim ${held.body.claimId} is ${state}.`))
}

const askedAgain = ({ body }: HeldClaim): Asked => ({
  subject: { kind: body.subject.kind, id: body.subject.id } as SubjectRef, template: body.template, audience: body.audience.kind, supersedes: body.claimId,
  ...(body.audience.partner === null ? {} : { partner: body.audience.partner }), ...(body.model === null ? {} : { model: body.model as NonNullable<ClaimAsk['model']> }),
  ...(body.neutral === null ? {} : { neutral: body.neutral.terms }), ...(body.account === null ? {} : { account: { accountId: body.account.accountId, quantity: /[a-z]$/.test(body.account.quantity) ? body.account.quantity : `${body.account.quantity} t` } }),
})

/** What passes with time or was checked when it was issued does not make it false afterwards. */
const ONLY_WHEN_ISSUED: ReadonlySet<string> = new Set(['credit-outside-window', 'claim-validity-invalid', 'standard-withdrawn'])
const TIMELY: ReadonlySet<string> = new Set(['day'])

function scopesOf(ctx: Context): { organisationIds: string[]; siteIds: string[] } {
  const of = (kind: string) => grantsOf(ctx.actor).filter(({ role, scope }) => scope.kind === kind && ['site-owner', 'site-contributor', 'partner'].includes(role)).map(({ scope }) => scope.id)
  return { organisationIds: of('organisation'), siteIds: of('site') }
}

/** A claim as whoever holds its address reads it; one that is said to everybody needs its number alone. @throws Refused `claim-absent` */
export async function publicClaim(ctx: Context, claimId: string, key: string | undefined): Promise<PublicClaim> {
  const held = await readClaim(ctx.sql, claimId)
  if (held === undefined || (key !== held.linkKey && !isPublicAudience(held.body.audience.kind))) throw claimAbsent()
  const { review, endReason: _, body, ...shown } = asClaim(held, ctx.today)
  return { ...shown, body: PublicClaimBody.parse(body), isOpenForReview: review !== null }
}

const cursorBad = (): Refused => new Refused(refuse('cursor-invalid', 'This cursor was not given by this list. Begin again without it.'))

export type ClaimSources = { readonly templates: readonly ClaimTemplate[]; readonly factors: ShippedFactors }

export function claimHandlers({ templates, factors }: ClaimSources): Handlers<typeof claimContract, Context> {
  const considered = async (ctx: Context, asked: Asked, permit: 'claim:read' | 'claim:write'): Promise<Considered> => consider(ctx, templates, await workSubject(ctx, factors, { subject: asked.subject, audience: asked.audience, permit }), asked)

  async function asOfToday(ctx: Context, held: HeldClaim) {
    const again = await considered(ctx, askedAgain(held), 'claim:read')
    const changed = Object.keys(again.values).filter((name) => !TIMELY.has(name) && again.values[name] !== held.body.values[name])
    return { faults: again.faults.filter(({ code }) => !ONLY_WHEN_ISSUED.has(code)).map(({ code, detail }) => ({ code, detail })), values: { ...again.values }, changed }
  }

  return acrossBooks<typeof claimContract>({
    listClaimTemplates: async () => ({ items: [...templates], next: null }),
    async listPossibleClaims(ctx, { kind, id, audience }) {
      const { success, data: subject } = SubjectRef.safeParse({ kind, id })
      if (!success) throw subjectAbsent({ kind, id })
      const worked = await workSubject(ctx, factors, { subject, audience, permit: 'claim:read' })
      const items: ClaimPreview[] = []
      for (const { template } of templates) {
        const asked = { subject, template, audience }
        items.push(previewOf(ctx, await consider(ctx, templates, worked, asked), asked))
      }
      return { items, next: null }
    },
    async previewClaim(ctx, asked) {
      return previewOf(ctx, await considered(ctx, asked, 'claim:write'), asked)
    },
    async issueClaim(ctx, asked) {
      const one = await considered(ctx, asked, 'claim:write')
      if (one.faults[0] !== undefined) throw new Refused(one.faults[0])
      const held = await issued(ctx, one, asked)
      return { claim: asClaim(held, ctx.today), address: addressOf(ctx, held) }
    },
    async withdrawClaim(ctx, { claimId, reason }) {
      const held = await ownClaim(ctx, claimId, 'claim:write', true)
      standingOnly(ctx, held)
      if (held.body.account !== null) await returnForClaim(ctx, claimId, reason)
      await endClaim(ctx.sql, claimId, 'withdrawn', { at: ctx.now, reason })
      ctx.record({ kind: 'claim.withdrawn', subject: claimId, isPublic: false, body: { organisationId: held.organisationId, reason } })
      return asClaim({ ...held, state: 'withdrawn', endedAt: ctx.now, endReason: reason, review: null }, ctx.today)
    },
    async reviewClaim(ctx, { claimId, reason }) {
      const held = await ownClaim(ctx, claimId, 'claim:write', true)
      standingOnly(ctx, held)
      if (held.review === null) throw new Refused(refuse('claim-not-under-review', `Nothing that ${claimId} rests on has changed since it was last looked at.`))
      const { faults, changed } = await asOfToday(ctx, held)
      if (faults.length > 0 || changed.length > 0) throw new Refused(refuse('claim-outdated', faults[0] === undefined ? `By the records of today it would say something else: ${changed.join(', ')}.` : faults[0].detail))
      await setReview(ctx.sql, claimId, null)
      ctx.record({ kind: 'claim.confirmed', subject: claimId, isPublic: false, body: { organisationId: held.organisationId, reason } })
      return asClaim({ ...held, review: null }, ctx.today)
    },
    async getClaim(ctx, { claimId }) {
      const held = await ownClaim(ctx, claimId, 'claim:read')
      const claim = asClaim(held, ctx.today)
      return { claim, address: addressOf(ctx, held), today: claim.state === 'issued' ? await asOfToday(ctx, held).catch(subjectGone) : null }
    },
    readClaim: (ctx, { claimId, key }) => publicClaim(ctx, claimId, key),
    async listClaims(ctx, { subjectKind, subjectId, needsReview, limit, cursor }) {
      const [issuedAt, id] = cursor === undefined ? [] : fromCursor(cursor).split(' ')
      if (cursor !== undefined && (id === undefined || !Instant.safeParse(issuedAt).success)) throw cursorBad()
      const found = await claimsOf(ctx.sql, scopesOf(ctx), { subjectKind, subjectId, needsReview, limit: limit + 1, after: id === undefined ? undefined : { issuedAt: issuedAt!, claimId: id } })
      const items = found.slice(0, limit)
      const last = items.at(-1)
      return { items: items.map((held) => asClaim(held, ctx.today)), next: last !== undefined && found.length > limit ? toCursor(`${last.issuedAt} ${last.body.claimId}`) : null }
    },
    async listCredits(ctx, { limit, cursor }) {
      const before = cursor === undefined ? undefined : Number(fromCursor(cursor))
      if (before !== undefined && !Number.isSafeInteger(before)) throw cursorBad()
      const found = await creditsOf(ctx.sql, scopesOf(ctx).organisationIds, before, limit + 1)
      const last = found.slice(0, limit).at(-1)
      return { items: found.slice(0, limit).map((one): CreditRow => { const { creditNo: _no, ...row } = one; return row }), next: last !== undefined && found.length > limit ? toCursor(String(last.creditNo)) : null }
    },
  })
}

/** Where its lot was taken back or its statement is no longer shipped, the claim is still shown, and says that nothing carries it. */
function subjectGone(error: unknown): { faults: { code: string; detail: string }[]; values: Record<string, string>; changed: string[] } {
  if (error instanceof Refused && error.refusal.code === 'claim-subject-absent') return { faults: [{ code: error.refusal.code, detail: 'What this was said of was taken back.' }], values: {}, changed: ['subject'] }
  if (error instanceof Refused && error.refusal.code === 'claim-template-unknown') return { faults: [{ code: error.refusal.code, detail: error.refusal.detail }], values: {}, changed: ['template'] }
  throw error
}
