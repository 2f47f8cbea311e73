// Evidence libraries: read, add, change. What leans on an item stands in later slices, which react to what is recorded here.
import type { Context } from '#src/access/context.ts'
import { holdersOn } from '#src/access/grant.store.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { fromCursor, page } from '#src/kernel/page.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { participantsOf } from '#src/parties/participant.store.ts'
import { mayAdd, type Reach } from './disclosure.ts'
import type { evidenceContract } from './evidence.contract.ts'
import { orderedDays, standing, supersession, type Evidence } from './evidence.ts'
import { handedOut, takenFile } from './evidence-file.handlers.ts'
import { detailOf, evidenceAbsent, reachFor, readable, rowsOf, writable, type SitesOf } from './evidence-reach.handlers.ts'
import { disclosed } from './evidence-disclosure.handlers.ts'
import { addRevision, eraseRevision, insertEvidence, itemsWithBytes, linkCounts, listEvidence, revisionsOf, updateEvidence } from './evidence.store.ts'
import { publicEvidenceFact } from './published.ts'

const toCursor = (one: Evidence): string => Buffer.from(`${one.evidenceId} ${one.title}`, 'utf8').toString('base64url')

function afterCursor(cursor: string | undefined): readonly [string, string] | undefined {
  if (cursor === undefined) return undefined
  const [, id, title] = /^(evd_[0-9a-z]+) (.+)$/s.exec(fromCursor(cursor)) ?? []
  if (id === undefined || title === undefined) throw new Refused(refuse('cursor-invalid', 'This cursor was not given by this list. Begin again without it.'))
  return [title, id]
}

/** @throws Refused `library-absent`, `permit-missing` */
async function requirePlace(ctx: Context, reach: Reach, sitesOf: SitesOf, organisationId: string, siteId: string | null): Promise<void> {
  const isKnown = reach.organisations.has(organisationId) || reach.organisationsOfSites.has(organisationId)
  const isOfOrganisation = siteId === null || (await sitesOf(ctx)).some((site) => site.siteId === siteId && site.organisationId === organisationId)
  if (!isKnown || !isOfOrganisation) throw new Refused(refuse('library-absent', 'This account works on no evidence library of that organisation and site.'))
  if (!mayAdd(reach, organisationId, siteId)) throw new Refused(refuse('permit-missing', 'This account works on another site of the organisation.'))
}

type Change = { readonly field: string; readonly before: unknown; readonly after: unknown }
/** What the log tells of a change. A title is words of the organisation: that it changed is told, and not how. */
function changesOf(before: Evidence, after: Evidence): Change[] {
  const told = (['kind', 'writtenIn', 'ownerId', 'validFrom', 'validUntil', 'layer', 'siteId'] as const)
    .filter((field) => before[field] !== after[field]).map((field) => ({ field, before: before[field], after: after[field] }))
  return before.title === after.title ? told : [...told, { field: 'title', before: null, after: null }]
}

/** @throws Refused `owner-unfit` */
async function requireOwner(ctx: Context, one: Evidence, sitesOf: SitesOf): Promise<void> {
  const sites = one.siteId === null ? (await sitesOf(ctx)).filter(({ organisationId }) => organisationId === one.organisationId).map(({ siteId }) => siteId) : [one.siteId]
  for (const siteId of [undefined, ...sites]) {
    if ((await holdersOn(ctx.sql, ['site-owner', 'site-contributor'], { organisationId: one.organisationId, siteId })).includes(one.ownerId)) return
  }
  throw new Refused(refuse('owner-unfit', 'That person has no account of this organisation.'))
}

const reads = (sitesOf: SitesOf) => ({
  async listLibraries(ctx) {
    const reach = await reachFor(ctx, sitesOf)
    const sites = reach.organisations.size + reach.sites.size === 0 ? [] : await sitesOf(ctx)
    const ids = [...new Set([...reach.organisations, ...reach.organisationsOfSites])].sort()
    const names = await participantsOf(ctx.sql, ids)
    const items = ids.map((organisationId) => {
      const isWhole = reach.organisations.has(organisationId)
      const own = new Map(sites.filter((site) => site.organisationId === organisationId && (isWhole || reach.sites.has(site.siteId))).map(({ siteId, siteName }) => [siteId, siteName]))
      return { organisationId, organisationName: names.get(organisationId)?.name ?? organisationId, isWhole, sites: [...own].map(([siteId, siteName]) => ({ siteId, siteName })).sort((a, b) => a.siteName < b.siteName ? -1 : 1) }
    })
    return { items, next: null }
  },

  async listEvidence(ctx, { limit, cursor, ...query }) {
    const reach = await reachFor(ctx, sitesOf)
    const found = await listEvidence(ctx.sql, reach, query, ctx.today, afterCursor(cursor), limit + 1)
    const shown = found.slice(0, limit)
    return { items: await rowsOf(ctx, reach, shown), next: found.length > limit ? toCursor(shown.at(-1)!) : null }
  },

  async getEvidence(ctx, { evidenceId }) {
    const reach = await reachFor(ctx, sitesOf)
    await readable(ctx, reach, evidenceId)
    return detailOf(ctx, reach, evidenceId)
  },

  async downloadEvidence(ctx, { evidenceId, revision }) {
    await readable(ctx, await reachFor(ctx, sitesOf), evidenceId)
    const file = (await revisionsOf(ctx.sql, evidenceId)).find((one) => one.revision === revision)
    if (file === undefined) throw new Refused(refuse('revision-absent', `The item has no revision ${revision}.`))
    if (file.erasedOn !== null) throw new Refused(refuse('file-erased', `The bytes of revision ${revision} were erased on ${file.erasedOn}.`))
    return handedOut(ctx, file)
  },

  async listPublicEvidence(ctx, { organisationId, siteId, ...query }) {
    const facts = [...(await ctx.facts()).of(publicEvidenceFact).values()].filter(({ value }) =>
      (organisationId === undefined || value.organisationId === organisationId) && (siteId === undefined || value.siteId === siteId))
    const { items, next } = page(facts, ({ id }) => id, query)
    return { items: items.map(({ id, value }) => ({ evidenceId: id, ...value, isLapsed: value.validUntil !== null && value.validUntil < ctx.today })), next }
  },

  async downloadPublicEvidence(ctx, { evidenceId }) {
    const fact = (await ctx.facts()).of(publicEvidenceFact).get(evidenceId)
    if (fact === undefined) throw evidenceAbsent(evidenceId)
    return handedOut(ctx, fact.value)
  },
}) satisfies Partial<Handlers<typeof evidenceContract, Context>>

const writes = (sitesOf: SitesOf) => ({
  async uploadEvidence(ctx, { organisationId, siteId = null, title, kind, writtenIn, validFrom = null, validUntil = null, layer, filename }) {
    const reach = await reachFor(ctx, sitesOf)
    await requirePlace(ctx, reach, sitesOf, organisationId, siteId)
    orRefuse(orderedDays(validFrom, validUntil))
    const file = await takenFile(ctx, filename, 1, reach.userId!)
    const repeats = await itemsWithBytes(ctx.sql, organisationId, file.sha256)
    const one: Evidence = {
      evidenceId: ctx.newId('evd'), organisationId, siteId, title, kind, writtenIn, ownerId: reach.userId!, validFrom, validUntil, layer, state: 'valid',
      supersededBy: null, supersededOn: null, withdrawnOn: null, withdrawalReason: null, file, version: 1, addedAt: ctx.now, addedBy: reach.userId!,
    }
    await insertEvidence(ctx.sql, one)
    ctx.record({
      kind: 'evidence.added', subject: one.evidenceId, isPublic: false,
      body: { organisationId, siteId, kind, layer, validFrom, validUntil, sha256: file.sha256, mediaType: file.mediaType, scan: file.scan },
    })
    await disclosed(ctx, one.evidenceId)
    return { ...await detailOf(ctx, reach, one.evidenceId), repeats }
  },

  async updateEvidence(ctx, { evidenceId, version, ...changes }) {
    const reach = await reachFor(ctx, sitesOf)
    const before = await writable(ctx, reach, evidenceId, version)
    orRefuse(standing(before))
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
    const after: Evidence = { ...before, ...given }
    orRefuse(orderedDays(after.validFrom, after.validUntil))
    if (after.siteId !== before.siteId) await requirePlace(ctx, reach, sitesOf, after.organisationId, after.siteId)
    if (after.ownerId !== before.ownerId) await requireOwner(ctx, after, sitesOf)
    if (after.layer === 'private' && before.layer !== 'private' && (await linkCounts(ctx.sql, [evidenceId])).get(evidenceId)! > 0) {
      throw new Refused(refuse('evidence-linked', `"${before.title}" is linked to criteria, and assessors see it there. Take the links away first.`))
    }
    const told = changesOf(before, after)
    if (told.length > 0) {
      await updateEvidence(ctx.sql, after)
      ctx.record({ kind: 'evidence.changed', subject: evidenceId, isPublic: false, body: { changes: told } })
      await disclosed(ctx, evidenceId)
    }
    return detailOf(ctx, reach, evidenceId)
  },

  async addEvidenceRevision(ctx, { evidenceId, version, filename, validFrom, validUntil }) {
    const reach = await reachFor(ctx, sitesOf)
    const before = await writable(ctx, reach, evidenceId, version)
    orRefuse(standing(before))
    const after: Evidence = { ...before, validFrom: validFrom ?? before.validFrom, validUntil: validUntil ?? before.validUntil }
    orRefuse(orderedDays(after.validFrom, after.validUntil))
    const file = await takenFile(ctx, filename, before.file.revision + 1, reach.userId!)
    if (file.sha256 === before.file.sha256 && before.file.erasedOn === null) throw new Refused(refuse('evidence-same-file', `Revision ${before.file.revision} has the same bytes.`))
    await addRevision(ctx.sql, evidenceId, file)
    await updateEvidence(ctx.sql, after)
    ctx.record({
      kind: 'evidence.revised', subject: evidenceId, isPublic: false,
      body: { revision: file.revision, sha256: file.sha256, before: before.file.sha256, scan: file.scan, changes: changesOf(before, after) },
    })
    await disclosed(ctx, evidenceId)
    return detailOf(ctx, reach, evidenceId)
  },

  async supersedeEvidence(ctx, { evidenceId, version, successorId }) {
    const reach = await reachFor(ctx, sitesOf)
    // Locked in order of number, so that two people who replace each other's items do not wait for one another.
    for (const id of [evidenceId, successorId].sort()) await readable(ctx, reach, id, true)
    const old = await writable(ctx, reach, evidenceId, version)
    orRefuse(supersession(old, await readable(ctx, reach, successorId)))
    await updateEvidence(ctx.sql, { ...old, supersededBy: successorId, supersededOn: ctx.today })
    ctx.record({ kind: 'evidence.superseded', subject: evidenceId, isPublic: false, body: { from: old.state, to: 'superseded', supersededBy: successorId } })
    await disclosed(ctx, evidenceId)
    return detailOf(ctx, reach, evidenceId)
  },

  async withdrawEvidence(ctx, { evidenceId, version, reason }) {
    const reach = await reachFor(ctx, sitesOf)
    const old = await writable(ctx, reach, evidenceId, version)
    if (old.state === 'withdrawn') orRefuse(standing(old))
    await updateEvidence(ctx.sql, { ...old, withdrawnOn: ctx.today, withdrawalReason: reason })
    ctx.record({ kind: 'evidence.withdrawn', subject: evidenceId, isPublic: false, body: { from: old.state, to: 'withdrawn', reason } })
    await disclosed(ctx, evidenceId)
    return detailOf(ctx, reach, evidenceId)
  },

  async eraseEvidenceFile(ctx, { evidenceId, revision, reason }) {
    const reach = await reachFor(ctx, sitesOf)
    await writable(ctx, reach, evidenceId)
    const file = (await revisionsOf(ctx.sql, evidenceId)).find((one) => one.revision === revision)
    if (file === undefined) throw new Refused(refuse('revision-absent', `The item has no revision ${revision}.`))
    if (file.erasedOn !== null) throw new Refused(refuse('file-erased', `The bytes of revision ${revision} were erased on ${file.erasedOn}.`))
    await eraseRevision(ctx.sql, evidenceId, revision, ctx.today)
    await ctx.files.remove(file.sha256)
    ctx.record({ kind: 'evidence-file.erased', subject: evidenceId, isPublic: false, body: { revision, sha256: file.sha256, reason } })
    await disclosed(ctx, evidenceId)
    return detailOf(ctx, reach, evidenceId)
  },
}) satisfies Partial<Handlers<typeof evidenceContract, Context>>

/** @param sitesOf the sites that an actor may know of, and their organisations */
export const evidenceHandlers = (sitesOf: SitesOf): Handlers<typeof evidenceContract, Context> => ({ ...reads(sitesOf), ...writes(sitesOf) })

