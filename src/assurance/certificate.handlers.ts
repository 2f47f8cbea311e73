// Entering, correcting and withdrawing certificates. What they are recognised for follows by the reactions to what is
// recorded here.
import type { Context } from '#src/access/context.ts'
import { mayRead } from '#src/evidence/disclosure.ts'
import { causeOf, holdsOn } from '#src/evidence/evidence.ts'
import { casesLinking, evidenceByIds } from '#src/evidence/evidence.store.ts'
import { reachFor } from '#src/evidence/evidence-reach.handlers.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { addDays } from '#src/kernel/time.ts'
import type { Case } from './case.ts'
import { caseFor } from './case-move.handlers.ts'
import { certificateChanges, certificateStateOn, orderedValidity, type Certificate } from './certificate.ts'
import type { certificateContract, CertificateRow } from './certificate.contract.ts'
import { certificatesOfSite, insertCertificate, readCertificate, sameCertificate, updateCertificate } from './certificate.store.ts'
import { sitesInCases } from './evidence-link.handlers.ts'
import { personOf } from './acting-person.ts'

/** Certificates as a reader sees them: the title of a file only where the file may be seen. */
export async function certificateRows(ctx: Context, certificates: readonly Certificate[]): Promise<CertificateRow[]> {
  const ids = certificates.flatMap(({ evidenceId }) => evidenceId ?? [])
  const [items, linking, reach] = [await evidenceByIds(ctx.sql, ids, ctx.today), await casesLinking(ctx.sql, ids), await reachFor(ctx, sitesInCases)]
  return certificates.map((one) => {
    const item = one.evidenceId === null ? undefined : items.get(one.evidenceId)
    // Whoever may read the certificate may know that its file no longer holds, and not what the file is called.
    const isSeen = item !== undefined && mayRead(reach, item, linking.get(item.evidenceId)!)
    return { ...one, evidenceTitle: isSeen ? item.title : null, cause: item === undefined ? null : causeOf(item, (day) => addDays(day, 1)) }
  })
}
const rowOf = async (ctx: Context, certificateId: string): Promise<CertificateRow> =>
  (await certificateRows(ctx, [(await readCertificate(ctx.sql, certificateId, ctx.today))!]))[0]!

/** @throws Refused `certificate-days-reversed`, `certificate-known`, `certificate-evidence-unfit` */
async function requireSound(ctx: Context, one: Certificate): Promise<void> {
  orRefuse(orderedValidity(one))
  if (await sameCertificate(ctx.sql, one)) throw new Refused(refuse('certificate-known', `The site has a certificate ${one.number} under ${one.scheme} ${one.schemeVersion} already. Correct that one.`))
  if (one.evidenceId === null) return
  const item = (await evidenceByIds(ctx.sql, [one.evidenceId], ctx.today)).get(one.evidenceId)
  const isOwn = item !== undefined && item.organisationId === one.organisationId && (item.siteId === null || item.siteId === one.siteId)
  if (!isOwn || item.layer === 'private' || !holdsOn({ ...item, validFrom: null, validUntil: null }, ctx.today)) {
    throw new Refused(refuse('certificate-evidence-unfit', 'The file of a certificate is an item of the same organisation that stands and that assessors may see.'))
  }
}

/** @throws Refused `certificate-absent`, `certificate-changed`, `certificate-withdrawn` */
async function certificateFor(ctx: Context, one: Case, certificateId: string, version: number): Promise<Certificate> {
  const found = await readCertificate(ctx.sql, certificateId, ctx.today, true)
  if (found === undefined || found.siteId !== one.siteId) throw new Refused(refuse('certificate-absent', `The site of this case has no certificate ${certificateId}.`))
  if (found.state === 'withdrawn') throw new Refused(refuse('certificate-withdrawn', `The certificate was withdrawn on ${found.withdrawnOn}. Enter a new one.`))
  if (found.version !== version) throw new Refused(refuse('certificate-changed', `The certificate is at version ${found.version}, and version ${version} was read. Load it again.`))
  return found
}

export const certificateHandlers: Handlers<typeof certificateContract, Context> = {
  async listCertificates(ctx, { caseId }) {
    const one = await caseFor(ctx, caseId, 'certificate:read')
    return { items: await certificateRows(ctx, await certificatesOfSite(ctx.sql, one.siteId, ctx.today)), next: null }
  },

  async addCertificate(ctx, { caseId, ...statement }) {
    const one = await caseFor(ctx, caseId, 'certificate:write', true)
    const days = { validFrom: statement.validFrom, validUntil: statement.validUntil, withdrawnOn: null }
    const certificate: Certificate = {
      certificateId: ctx.newId('crt'), siteId: one.siteId, organisationId: one.organisationId, ...statement, state: certificateStateOn(days, ctx.today), withdrawnOn: null, withdrawalReason: null,
      version: 1, addedAt: ctx.now, addedBy: personOf(ctx),
    }
    await requireSound(ctx, certificate)
    await insertCertificate(ctx.sql, certificate)
    const { scheme, schemeVersion, boundary, validFrom, validUntil, evidenceId } = certificate
    ctx.record({ kind: 'certificate.added', subject: certificate.certificateId, isPublic: false, body: { siteId: one.siteId, caseId, scheme, schemeVersion, boundary, validFrom, validUntil, evidenceId } })
    return rowOf(ctx, certificate.certificateId)
  },

  async updateCertificate(ctx, { caseId, certificateId, version, ...changes }) {
    const one = await caseFor(ctx, caseId, 'certificate:write', true)
    const before = await certificateFor(ctx, one, certificateId, version)
    const after: Certificate = { ...before, ...Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) }
    await requireSound(ctx, after)
    const told = certificateChanges(before, after)
    if (told.length > 0) {
      await updateCertificate(ctx.sql, after)
      ctx.record({ kind: 'certificate.changed', subject: certificateId, isPublic: false, body: { siteId: one.siteId, caseId, changes: told } })
    }
    return rowOf(ctx, certificateId)
  },

  async withdrawCertificate(ctx, { caseId, certificateId, version, reason }) {
    const one = await caseFor(ctx, caseId, 'certificate:write', true)
    const before = await certificateFor(ctx, one, certificateId, version)
    await updateCertificate(ctx.sql, { ...before, withdrawnOn: ctx.today, withdrawalReason: reason })
    ctx.record({ kind: 'certificate.withdrawn', subject: certificateId, isPublic: false, body: { siteId: one.siteId, caseId, reason, changes: [{ field: 'state', before: before.state, after: 'withdrawn' }] } })
    return rowOf(ctx, certificateId)
  },
}
