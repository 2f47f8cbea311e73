// The way into the scheme: an application by anybody, the check of it, the decision of the scheme, the contact person.
import { actorRef } from '#src/access/actor.ts'
import type { Context } from '#src/access/context.ts'
import type { Invited } from '#src/access/people-invite.handlers.ts'
import { canOn } from '#src/access/policy.ts'
import type { Handlers, InputOf } from '#src/kernel/operation.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { closeNotices } from '#src/notices/notice.store.ts'
import { notify, notifyRoles } from '#src/notices/notify.handlers.ts'
import { organisationFact } from '#src/parties/organisation.ts'
import { insertParticipant, participantsOf, setAllSitesBy, type Participant } from '#src/parties/participant.store.ts'
import { siteIndex } from '#src/parties/site-index.ts'
import type { LoadedStandard } from '#src/standards/standard-view.ts'
import { chosenStandards, precheck, type SiteApplication, type ContactPerson } from './application.ts'
import type { applicationContract, ApplicationStanding, ApplicationView } from './application.contract.ts'
import { applicationOf, contactOf, decideApplication, eraseContact, insertApplication, putContact } from './application.store.ts'
import { subjectOf, type Case } from './case.ts'
import { caseFor, moveCase, openCase } from './case-move.handlers.ts'
import { casesOfSite, readCase } from './case.store.ts'
import { participantNames, viewOfCase } from './case.handlers.ts'
import { openCohort } from './cohort.handlers.ts'
import { inviteContact } from './contact-invitation.handlers.ts'
import { awardedStates, endStates, moved, openStates } from './cycle.ts'
import { eraseSignatory, signedLetterOf } from './letter.store.ts'
import { eraseScans } from './letter.handlers.ts'
import { standardsForNewCases } from './version-rule.handlers.ts'

type Applying = InputOf<typeof applicationContract.createApplication>
type Deciding = InputOf<typeof applicationContract.decideEligibility>

const absentSite = (siteId: string): Refused =>
  new Refused(refuse('registry-site-absent', `No site of the registry has the number ${siteId}. Look for it by name, or apply for a new site.`))
const absentApplication = (caseId: string): Refused => new Refused(refuse('application-absent', `There is no application ${caseId}. Check that the number is complete.`))

type SiteApplied = { readonly siteId: string; readonly siteName: string; readonly country: string; readonly place: string | null; readonly isNew: boolean }

/** A record of the registry under its lasting number. @throws Refused `registry-site-absent` */
async function registrySite(ctx: Context, siteId: string): Promise<SiteApplied> {
  const index = siteIndex(await ctx.facts())
  const lasting = index.resolve(siteId)
  const site = lasting === undefined ? undefined : index.site(lasting)
  if (lasting === undefined || site === undefined) throw absentSite(siteId)
  return { siteId: lasting, siteName: site.name, country: site.country, place: site.place ?? null, isNew: false }
}

const siteApplied = async (ctx: Context, site: Applying['site']): Promise<SiteApplied> => 'siteId' in site
  ? await registrySite(ctx, site.siteId)
  : { siteId: ctx.newSiteId(site.country), siteName: site.name, country: site.country, place: site.place ?? null, isNew: true }

const absentParticipant = (organisationId: string): Refused =>
  new Refused(refuse('participant-absent', `There is no participant ${organisationId} for which this account speaks.`))

/** The participant that an account names as its own. @throws Refused `participant-absent` */
async function ownParticipant(ctx: Context, organisationId: string): Promise<Participant> {
  const found = (await participantsOf(ctx.sql, [organisationId])).get(organisationId)
  if (found === undefined || !canOn(ctx.actor, 'letter:sign', { organisationId })) throw absentParticipant(organisationId)
  return found
}

/** The case that stands in the way of another one for the site. Applications do not: only what was accepted counts. */
export async function standingCaseOf(ctx: Context, siteId: string): Promise<string | null> {
  const found = (await casesOfSite(ctx.sql, siteId)).find(({ state }) => state !== 'applied' && (openStates.includes(state) || awardedStates.includes(state)))
  return found?.caseId ?? null
}

/** The next cycle of a site: applications that came to nothing do not count. */
export async function nextCycleOf(ctx: Context, siteId: string): Promise<number> {
  return Math.max(0, ...(await casesOfSite(ctx.sql, siteId)).filter(({ state }) => state !== 'applied' && state !== 'rejected').map(({ cycle }) => cycle)) + 1
}

const standingOf = (one: Case, decided: SiteApplication): ApplicationStanding => ({
  caseId: one.caseId, receivedOn: one.appliedOn, decidedOn: decided.decidedOn,
  standing: decided.isEligible === null ? 'received' : decided.isEligible ? 'accepted' : 'not-eligible',
})

async function createApplication(ctx: Context, input: Applying): Promise<ApplicationStanding> {
  const site = await siteApplied(ctx, input.site)
  const own = input.organisationId === undefined ? undefined : await ownParticipant(ctx, input.organisationId)
  const standards = orRefuse(chosenStandards(await standardsForNewCases(ctx), input.standards, input.metals, ctx.today))
  const one: Case = {
    caseId: ctx.newId('cas'), siteId: site.siteId, organisationId: own?.organisationId ?? ctx.newId('org'), cycle: await nextCycleOf(ctx, site.siteId), state: 'applied',
    round: 0, roundKind: null, siteName: site.siteName, country: site.country, siteTypes: [...new Set(input.siteTypes)], metals: [...new Set(input.metals)], standards,
    firmId: null, cohort: null, appliedOn: ctx.today, letterSignedOn: null, previousCaseId: null, version: 1, openedAt: ctx.now, changedAt: ctx.now,
  }
  const application: SiteApplication = {
    caseId: one.caseId, isNewSite: site.isNew, place: site.place, participantName: own?.name ?? input.participantName, participantCountry: own?.country ?? input.participantCountry,
    allSitesBy: input.allSitesBy ?? null, allSitesCount: input.allSitesCount ?? null, isContactResourced: input.isContactResourced, language: ctx.language,
    note: input.note === undefined || input.note.trim() === '' ? null : input.note.trim(), decidedOn: null, isEligible: null, reason: null,
  }
  await openCase(ctx, one, 'application.received', { body: { isNewSite: site.isNew, standards } })
  await insertApplication(ctx.sql, application, actorRef(ctx.actor))
  await putContact(ctx.sql, one.caseId, input.contact, ctx.today)
  await notifyRoles(ctx, ['operator'], {}, {
    kind: 'application.received', params: { site: one.siteName, participant: application.participantName }, link: `/cases/${one.caseId}`, caseId: one.caseId,
    dedupeKey: `case:${one.caseId}:eligibility`,
  })
  return standingOf(one, application)
}

/** Which of the loaded standards a case names, in its order. */
const lawsOf = (all: readonly LoadedStandard[], one: Case) =>
  one.standards.flatMap((part) => all.filter(({ standard }) => standard.standard === part.standard && standard.version === part.standardVersion)).map(({ standard }) => standard)

async function applicationView(ctx: Context, one: Case, application: SiteApplication): Promise<ApplicationView> {
  const kept = await contactOf(ctx.sql, one.caseId)
  const isOpen = one.state === 'applied'
  const alike = !isOpen || !application.isNewSite ? [] : siteIndex(await ctx.facts())
    .candidates({ name: one.siteName, aliases: [], country: one.country, types: one.siteTypes, identifiers: [] }, 5)
  const checks = !isOpen ? [] : precheck({
    metals: one.metals, siteTypes: one.siteTypes, standards: lawsOf(await standardsForNewCases(ctx), one), isContactResourced: application.isContactResourced,
    standingCase: await standingCaseOf(ctx, one.siteId), alike: alike.map(({ siteName }) => siteName), held: new Set(), day: ctx.today,
  })
  const isScheme = canOn(ctx.actor, 'case:decide-eligibility', subjectOf(one))
  return {
    caseId: application.caseId, isNewSite: application.isNewSite, place: application.place, participantName: application.participantName,
    participantCountry: application.participantCountry, allSitesBy: application.allSitesBy, allSitesCount: application.allSitesCount,
    isContactResourced: application.isContactResourced, language: application.language, note: application.note, decidedOn: application.decidedOn,
    isEligible: application.isEligible, reason: application.reason,
    contact: kept?.contact ?? null, contactNamedOn: kept?.namedOn ?? null, contactErasedOn: kept?.erasedOn ?? null,
    checks: isScheme ? checks : [], alikeSites: isScheme ? alike.map(({ siteId, siteName, country, score }) => ({ siteId, siteName, country, likeness: score })) : [],
  }
}

/** The participant of an accepted application: the one it names, one the scheme found for it, or a new one. */
async function admitted(ctx: Context, one: Case, application: SiteApplication, organisationId: string | undefined): Promise<string> {
  const wanted = organisationId ?? one.organisationId
  const known = (await participantsOf(ctx.sql, [wanted])).get(wanted)
  const listed = (await ctx.facts()).of(organisationFact).get(wanted)?.value
  if (organisationId !== undefined && known === undefined && listed === undefined) throw absentParticipant(organisationId)
  if (known === undefined) {
    await insertParticipant(ctx.sql, {
      organisationId: wanted, name: listed?.name ?? application.participantName, country: listed?.country ?? application.participantCountry,
      allSitesBy: application.allSitesBy, allSitesCount: application.allSitesCount, createdAt: ctx.now,
    })
  } else if (application.allSitesBy !== null && known.allSitesBy === null) {
    await setAllSitesBy(ctx.sql, wanted, application.allSitesBy, application.allSitesCount)
  }
  return wanted
}

async function accept(ctx: Context, one: Case, application: SiteApplication, input: Deciding): Promise<{ after: Case; invitation: Invited | null }> {
  const site = input.siteId === undefined ? undefined : await registrySite(ctx, input.siteId)
  const siteId = site?.siteId ?? one.siteId
  const standing = await standingCaseOf(ctx, siteId)
  if (standing !== null) {
    throw new Refused(refuse('site-has-case', `The site ${siteId} takes part by the case ${standing}. Decline this application, or open a re-assessment there.`))
  }
  const kept = await contactOf(ctx.sql, one.caseId)
  if (kept === undefined || kept.contact === null) throw new Refused(refuse('contact-erased', 'The contact person of this application was erased. Name a new one, then accept.'))
  const asked = one.standards.map(({ standard, marks }) => ({ standard, marks }))
  const organisationId = await admitted(ctx, one, application, input.organisationId)
  await decideApplication(ctx.sql, one.caseId, {
    decidedOn: ctx.today, decidedBy: actorRef(ctx.actor), isEligible: true, reason: input.reason, isNewSite: site === undefined && application.isNewSite,
  })
  const after = await moveCase(ctx, one, 'application.accepted', {
    reason: input.reason, body: { organisationId, ...(site === undefined ? {} : { siteBefore: one.siteId }) },
    change: {
      organisationId, siteId, siteName: site?.siteName ?? one.siteName, country: site?.country ?? one.country, cycle: await nextCycleOf(ctx, siteId),
      cohort: input.cohort === undefined ? one.cohort : (await openCohort(ctx, input.cohort)).cohort,
      standards: orRefuse(chosenStandards(await standardsForNewCases(ctx), asked, one.metals, ctx.today)),
    },
  })
  await notifyRoles(ctx, ['site-owner'], subjectOf(after), {
    kind: 'letter.to-sign', params: { site: after.siteName }, link: `/cases/${after.caseId}/letter`, caseId: after.caseId, dedupeKey: `case:${after.caseId}:letter`,
  })
  const place = (await participantNames(ctx, [after])).get(organisationId) ?? application.participantName
  return { after, invitation: await inviteContact(ctx, { contact: kept.contact, organisationId, place, language: application.language }) }
}

async function decline(ctx: Context, one: Case, application: SiteApplication & { readonly appliedBy: string }, reason: string): Promise<Case> {
  await decideApplication(ctx.sql, one.caseId, { decidedOn: ctx.today, decidedBy: actorRef(ctx.actor), isEligible: false, reason, isNewSite: application.isNewSite })
  const after = await moveCase(ctx, one, 'application.rejected', { reason })
  const applicant = /^(?:operator|member):(.+)$/.exec(application.appliedBy)?.[1]
  if (applicant !== undefined) {
    await notify(ctx, [applicant], {
      kind: 'application.rejected', params: { site: one.siteName }, link: `/applications/${one.caseId}`, caseId: one.caseId, dedupeKey: `case:${one.caseId}:rejected`,
    })
  }
  return after
}

const setContact = async (ctx: Context, one: Case, contact: ContactPerson): Promise<void> => {
  if (endStates.includes(one.state)) throw new Refused(refuse('case-state-forbids', `The case is in state "${one.state}": nothing follows, so that no contact is needed.`))
  await putContact(ctx.sql, one.caseId, contact, ctx.today)
  ctx.record({ kind: 'contact.named', subject: one.caseId, isPublic: false, body: { namedOn: ctx.today } })
}

export const applicationHandlers: Handlers<typeof applicationContract, Context> = {
  createApplication,

  async trackApplication(ctx, { caseId }) {
    const one = await readCase(ctx.sql, caseId)
    const application = one === undefined ? undefined : await applicationOf(ctx.sql, caseId)
    if (one === undefined || application === undefined) throw absentApplication(caseId)
    return standingOf(one, application)
  },

  async getApplication(ctx, { caseId }) {
    const one = await caseFor(ctx, caseId, 'application:read')
    const application = await applicationOf(ctx.sql, caseId)
    if (application === undefined) throw absentApplication(caseId)
    return applicationView(ctx, one, application)
  },

  async decideEligibility(ctx, input) {
    const one = await caseFor(ctx, input.caseId, 'case:decide-eligibility', true)
    orRefuse(moved(one, input.isEligible ? 'application.accepted' : 'application.rejected'))
    const application = await applicationOf(ctx.sql, one.caseId)
    if (application === undefined) throw absentApplication(one.caseId)
    const { after, invitation } = input.isEligible
      ? await accept(ctx, one, application, input) : { after: await decline(ctx, one, application, input.reason), invitation: null }
    await closeNotices(ctx.sql, `case:${one.caseId}:eligibility`, ctx.now)
    return { ...await viewOfCase(ctx, after), invitation }
  },

  async setContact(ctx, { caseId, contact }) {
    await setContact(ctx, await caseFor(ctx, caseId, 'contact:write', true), contact)
    return { caseId, contact, namedOn: ctx.today }
  },

  async eraseContact(ctx, { caseId }) {
    const one = await caseFor(ctx, caseId, 'contact:erase', true)
    const kept = await contactOf(ctx.sql, caseId)
    const signed = await signedLetterOf(ctx.sql, caseId)
    if ((kept === undefined || kept.contact === null) && (signed === undefined || signed.signerName === null)) {
      throw new Refused(refuse('contact-erased', 'Contact person and signatory of this case are erased. Nothing is left to erase.'))
    }
    await eraseContact(ctx.sql, caseId, ctx.today)
    await eraseSignatory(ctx.sql, caseId, ctx.today)
    ctx.record({ kind: 'contact.erased', subject: caseId, isPublic: false, body: { erasedOn: ctx.today } })
    await eraseScans(ctx, one)
    return { caseId, erasedOn: ctx.today }
  },
}
