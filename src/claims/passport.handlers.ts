// Passports: issued by whoever holds the lot, renewed when what they say changes, read by anybody with the number. What a
// passport says is computed exactly when it is issued and frozen; what it rests on may change later, and then it is put
// under review and its holder told (custody notes 8; OECD step 5).
import { acrossBooks } from '#src/access/across-books.ts'
import { grantsOf } from '#src/access/actor.ts'
import type { Context } from '#src/access/context.ts'
import { canOn, requireOn } from '#src/access/policy.ts'
import { lotIdOf, lotIdParts } from '#src/custody/lot.ts'
import { canonicalText } from '#src/kernel/canonical.ts'
import { sha256Hex } from '#src/kernel/merkle.ts'
import type { Handlers, InputOf } from '#src/kernel/operation.ts'
import { fromCursor, toCursor } from '#src/kernel/page.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { Instant } from '#src/kernel/time.ts'
import type { passportContract } from './passport.contract.ts'
import { changedFields, passportIdFrom, type PassportContent, type PassportRelease, type PassportVersion, type PublicPassport } from './passport.ts'
import { insertPassport, insertVersion, passportById, passportsOf, setPassportState, versionsOf, type Passport } from './passport.store.ts'

type Product = Pick<InputOf<typeof passportContract.issuePassport>, 'product' | 'description' | 'release'>
/** What a passport of a lot says now, to the public. @throws Refused `lot-absent` */
export type PassportContentOf = (ctx: Context, lotId: string, product: Product) => Promise<PassportContent>

const absent = (passportId: string): Refused => new Refused(refuse('passport-absent', `There is no passport ${passportId}. Compare the number with the one on the product.`))
const lotAbsent = (lotId: string): Refused => new Refused(refuse('lot-absent', `There is no lot ${lotId} that this account may see.`))

/** @throws Refused `lot-absent`, `permit-missing` */
function requireHolder(ctx: Context, lotId: string): void {
  const { organisationId } = lotIdParts(lotId)
  requireOn(ctx.actor, 'passport:write', { organisationId }, 'custody:read', () => lotAbsent(lotId))
}

/** The passport, locked, where its holder asks. @throws Refused `passport-absent`, `permit-missing`, `passport-withdrawn` */
async function held(ctx: Context, passportId: string): Promise<Passport> {
  const passport = await passportById(ctx.sql, passportId, true)
  if (passport === undefined) throw absent(passportId)
  requireOn(ctx.actor, 'passport:write', { organisationId: passport.organisationId }, 'custody:read', () => absent(passportId))
  if (passport.state === 'withdrawn') throw new Refused(refuse('passport-withdrawn', `Passport ${passportId} was withdrawn: ${passport.stateReason}. Issue a new one.`))
  return passport
}

async function issue(ctx: Context, passportId: string, version: number, content: PassportContent, release: PassportRelease, because: string): Promise<string> {
  const text = canonicalText(content)
  const digest = sha256Hex(text)
  await insertVersion(ctx.sql, passportId, { version, issuedAt: ctx.now, because, digest, text, release, issuedBy: ctx.actor.kind === 'public' ? 'public' : ctx.actor.userId })
  ctx.record({ kind: 'passport.issued', subject: passportId, isPublic: false, body: { version, digest, because } })
  return digest
}

const shown = ({ version, issuedAt, because, digest, content }: PassportVersion): PassportVersion => ({ version, issuedAt, because, digest, content })

/** What everybody sees of it. @throws Refused `passport-absent` */
export async function publicPassport(ctx: Context, passportId: string): Promise<PublicPassport> {
  const passport = await passportById(ctx.sql, passportId)
  const versions = passport === undefined ? [] : await versionsOf(ctx.sql, passportId)
  const current = versions.at(-1)
  if (passport === undefined || current === undefined) throw absent(passportId)
  const before = versions.at(-2)
  return {
    // Awards are public: which kind of change put it under review would name a site that is held back.
    passportId, state: passport.state, stateReason: passport.state === 'under-review' ? 'records-changed' : passport.stateReason, stateAt: passport.stateAt, current: shown(current),
    changed: before === undefined ? [] : changedFields(before.content, current.content),
    versions: versions.map(({ version, issuedAt, because, digest }) => ({ version, issuedAt, because, digest })),
    address: `${ctx.publicUrl}/passports/${passportId}`,
  }
}

/** The organisations whose passports the actor keeps. */
const ownOrganisations = (ctx: Context): string[] =>
  [...new Set(grantsOf(ctx.actor).filter(({ scope }) => scope.kind === 'organisation').map(({ scope }) => scope.id))]
    .filter((organisationId) => canOn(ctx.actor, 'passport:write', { organisationId }))

export const passportHandlers = (contentOf: PassportContentOf): Handlers<typeof passportContract, Context> => acrossBooks<typeof passportContract>({
  previewPassport: async (ctx, { lotId, ...product }) => {
    requireHolder(ctx, lotId)
    return contentOf(ctx, lotId, product)
  },
  issuePassport: async (ctx, { lotId, ...product }) => {
    requireHolder(ctx, lotId)
    const content = await contentOf(ctx, lotId, product)
    const { organisationId, ref } = lotIdParts(lotId)
    const passportId = passportIdFrom(ctx.newId('psp').slice(-10).toUpperCase())
    await insertPassport(ctx.sql, { passportId, organisationId, lotRef: ref }, ctx.now)
    return { passportId, version: 1, digest: await issue(ctx, passportId, 1, content, product.release, 'first issue') }
  },
  renewPassport: async (ctx, { passportId, because, ...product }) => {
    const passport = await held(ctx, passportId)
    const versions = await versionsOf(ctx.sql, passportId)
    const before = versions.at(-1)!
    const content = await contentOf(ctx, lotIdOf(passport.organisationId, passport.lotRef), product)
    const changed = changedFields(before.content, content)
    if (changed.length === 0 && passport.state === 'valid') throw new Refused(refuse('passport-unchanged', `Version ${before.version} of ${passportId} says the same already.`))
    const version = before.version + 1
    const digest = await issue(ctx, passportId, version, content, product.release, because)
    await setPassportState(ctx.sql, passportId, 'valid', null, ctx.now)
    return { version, digest, changed }
  },
  withdrawPassport: async (ctx, { passportId, reason }) => {
    await held(ctx, passportId)
    await setPassportState(ctx.sql, passportId, 'withdrawn', reason, ctx.now)
    ctx.record({ kind: 'passport.withdrawn', subject: passportId, isPublic: false, body: { reason } })
    return { state: 'withdrawn' }
  },
  confirmPassport: async (ctx, { passportId, reason }) => {
    const passport = await held(ctx, passportId)
    const newest = (await versionsOf(ctx.sql, passportId)).at(-1)!
    const { product, description } = newest.content
    const content = await contentOf(ctx, lotIdOf(passport.organisationId, passport.lotRef), { product, description, release: newest.release })
    const changed = changedFields(newest.content, content)
    if (changed.length > 0) throw new Refused(refuse('passport-outdated', `Computed again, ${changed.join(', ')} of ${passportId} differ from version ${newest.version}. Issue a new version.`))
    await setPassportState(ctx.sql, passportId, 'valid', null, ctx.now)
    ctx.record({ kind: 'passport.confirmed', subject: passportId, isPublic: false, body: { version: newest.version, reason } })
    return { state: 'valid' }
  },
  listPassports: async (ctx, { lotId, passportId: asked, limit, cursor }) => {
    const lot = lotId === undefined ? undefined : lotIdParts(lotId)
    const organisations = ownOrganisations(ctx).filter((id) => lot === undefined || id === lot.organisationId)
    const [createdAt, passportId] = cursor === undefined ? [] : fromCursor(cursor).split('\n')
    if (cursor !== undefined && (passportId === undefined || !Instant.safeParse(createdAt).success)) throw new Refused(refuse('cursor-invalid', 'This cursor was not given by this list. Begin again without it.'))
    const after = createdAt === undefined || passportId === undefined ? undefined : { createdAt, passportId }
    const found = await passportsOf(ctx.sql, organisations, limit + 1, after, { lotRef: lot?.ref, passportId: asked })
    const items = []
    for (const one of found.slice(0, limit)) {
      const newest = (await versionsOf(ctx.sql, one.passportId)).at(-1)!
      items.push({ passportId: one.passportId, lotId: lotIdOf(one.organisationId, one.lotRef), product: newest.content.product, state: one.state, stateReason: one.stateReason, version: newest.version, issuedAt: newest.issuedAt, release: newest.release, isSimulated: newest.content.isSimulated })
    }
    const last = found.length > limit ? found[limit - 1] : undefined
    return { items, next: last === undefined ? null : toCursor(`${last.createdAt}\n${last.passportId}`) }
  },
  getPassport: async (ctx, { passportId }) => publicPassport(ctx, passportId),
  getPassportVersion: async (ctx, { passportId, version }) => {
    const versions = await versionsOf(ctx.sql, passportId)
    if (versions.length === 0) throw absent(passportId)
    const found = versions.find((one) => one.version === version)
    if (found === undefined) throw new Refused(refuse('passport-version-absent', `Passport ${passportId} has ${versions.length} versions, and none is number ${version}.`))
    return shown(found)
  },
})
