// The letter of commitment: shown as it would be signed, signed here or on paper, published with the record of the site;
// with it the clocks start.
import { actorRef } from '#src/access/actor.ts'
import type { Context } from '#src/access/context.ts'
import { inspected } from '#src/evidence/file-type.ts'
import type { Day } from '#src/kernel/time.ts'
import type { Handlers, InputOf } from '#src/kernel/operation.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { closeNotices } from '#src/notices/notice.store.ts'
import { notifyRoles } from '#src/notices/notify.handlers.ts'
import { participantsOf } from '#src/parties/participant.store.ts'
import { siteIndex } from '#src/parties/site-index.ts'
import { wordingFor } from '#src/standards/language-pack.ts'
import { standardLibrary } from '#src/standards/library.store.ts'
import type { LoadedStandard } from '#src/standards/standard-view.ts'
import { putFact } from '#src/transparency/fact.ts'
import { chosenStandards } from './application.ts'
import { applicationOf } from './application.store.ts'
import { governing, subjectOf, type Case } from './case.ts'
import { caseFor, clockLawOf, mayOn, moveCase } from './case-move.handlers.ts'
import { clocksOf } from './case.store.ts'
import { participantNames, viewOfCase } from './case.handlers.ts'
import { started } from './clock.ts'
import { moved } from './cycle.ts'
import { hashOf, letterDocument, letterFileLimits, MOST_LETTER_BYTES, signedOnDay, textIn, type LetterDocument, type LetterFile, type SignedLetter } from './letter.ts'
import type { letterContract, LetterView } from './letter.contract.ts'
import type { LetterFields } from './letter-template.ts'
import { addLetterFile, dropFiles, insertLetter, letterFilesOf, signedLetterOf } from './letter.store.ts'
import { letterFact, type PublishedLetter } from './published.ts'
import { letterTemplateSetting, participantLicence } from './settings-cycle.ts'
import { recordLines } from './site-record.ts'
import { standardsForNewCases } from './version-rule.handlers.ts'

const library = standardLibrary()
/** Where the standard names no such clock, as the letters found do. */
const MONTHS_OF_PROMISE = 24

/** The words of one language for what a template names. */
function fieldsIn(all: readonly LoadedStandard[], one: Case, participant: string, months: number, language: string): LetterFields {
  const parts = one.standards.map((part) => {
    const loaded = all.find(({ standard }) => standard.standard === part.standard && standard.version === part.standardVersion)
    const words = loaded === undefined ? undefined : wordingFor(loaded.standard, loaded.packs, language)
    const marks = part.marks.map((slug) => words?.of('marks', slug, loaded!.standard.marks.find((mark) => mark.slug === slug)?.title ?? slug) ?? slug)
    return { isGoverning: part.isGoverning, title: words?.standard.title ?? part.standard, marks }
  })
  return {
    participant, site: one.siteName, standard: parts.find(({ isGoverning }) => isGoverning)?.title ?? '', marks: parts.flatMap(({ marks }) => marks).join(', '),
    months: String(months),
  }
}

/** The case as it would be signed on a day: under the versions in force then. */
async function asOf(ctx: Context, one: Case, day: Day): Promise<Case> {
  const asked = one.standards.map(({ standard, marks }) => ({ standard, marks }))
  return { ...one, standards: orRefuse(chosenStandards(await standardsForNewCases(ctx), asked, one.metals, day)) }
}

async function documentOf(ctx: Context, one: Case): Promise<LetterDocument> {
  const all = await library.read(ctx.sql)
  const participant = (await participantNames(ctx, [one])).get(one.organisationId) ?? ''
  const months = (await clockLawOf(ctx, one)).clocks.find(({ slug }) => slug === 'full-conformance')?.length.months ?? MONTHS_OF_PROMISE
  return letterDocument(one, participant, await ctx.setting(letterTemplateSetting), (language) => fieldsIn(all, one, participant, months, language))
}

/** First due days: those that stand, or those that a signature on a day would set. */
async function dueDays(ctx: Context, one: Case, day: Day): Promise<LetterView['dueOn']> {
  const { standard: slug, standardVersion } = governing(one)
  const loaded = (await library.read(ctx.sql)).find(({ standard }) => standard.standard === slug && standard.version === standardVersion)
  const law = await clockLawOf(ctx, one)
  const words = wordingFor(law, loaded?.packs ?? [], ctx.language)
  const running = one.letterSignedOn === null ? started(law, 'letter.signed', day, undefined, []) : (await clocksOf(ctx.sql, one.caseId)).filter(({ startedOn }) => startedOn === one.letterSignedOn)
  return running.map((clock) => ({ clock: clock.clock, title: words.of('clocks', clock.clock, law.clocks.find((each) => each.slug === clock.clock)?.title ?? clock.clock), dueOn: clock.firstDueOn }))
    .sort((a, b) => a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0)
}

const seesSignatory = (ctx: Context, one: Case): boolean => mayOn(ctx, 'letter:read-scan', one)

async function signedView(ctx: Context, one: Case, signed: SignedLetter): Promise<LetterView> {
  const { language, text } = textIn(signed.document, ctx.language)
  const sees = seesSignatory(ctx, one)
  return {
    standing: 'signed', document: signed.document, language, text, documentHash: signed.fileHash ?? signed.documentHash, dueOn: await dueDays(ctx, one, signed.signedOn),
    signedOn: signed.signedOn, way: signed.way,
    signature: sees && signed.signerName !== null && signed.signerRole !== null ? { name: signed.signerName, role: signed.signerRole, signedAt: signed.signedAt } : null,
    files: sees ? await letterFilesOf(ctx.sql, one.caseId) : [], today: ctx.today,
  }
}

async function unsignedView(ctx: Context, one: Case, day: Day): Promise<LetterView> {
  const isOpen = one.state === 'applied' || one.state === 'eligible'
  const found = isOpen ? chosenStandards(await standardsForNewCases(ctx), one.standards.map(({ standard, marks }) => ({ standard, marks })), one.metals, day) : undefined
  const shown: Case = found?.accepted === true ? { ...one, standards: found.value } : one
  const document = await documentOf(ctx, shown)
  return {
    standing: one.state === 'eligible' ? 'to-sign' : one.state === 'applied' ? 'not-yet' : 'not-asked', document, ...textIn(document, ctx.language), documentHash: hashOf(document),
    dueOn: isOpen ? await dueDays(ctx, shown, day) : [], signedOn: null, way: null, signature: null,
    files: seesSignatory(ctx, one) ? await letterFilesOf(ctx.sql, one.caseId) : [], today: ctx.today,
  }
}

/** The day of the signature and the scan, where it was signed on paper. */
async function signingOf(ctx: Context, one: Case, input: InputOf<typeof letterContract.signLetter>): Promise<{ day: Day; file: LetterFile | undefined }> {
  const day = orRefuse(signedOnDay(input.signedOn ?? ctx.today, one.appliedOn, ctx.today))
  if (input.fileHash === undefined) {
    if (day !== ctx.today) throw new Refused(refuse('letter-date-impossible', `A letter that is signed here bears the day of today, ${ctx.today}. Upload the scan of one that was signed on paper on ${day}.`))
    return { day, file: undefined }
  }
  const file = (await letterFilesOf(ctx.sql, one.caseId)).find(({ sha256 }) => sha256 === input.fileHash)
  if (file === undefined) throw new Refused(refuse('letter-file-absent', 'No scan with this hash was uploaded for this case. Upload it first, then sign with the hash that is answered.'))
  return { day, file }
}

async function publishLetter(ctx: Context, one: Case, signed: SignedLetter): Promise<void> {
  const application = await applicationOf(ctx.sql, one.caseId)
  const participant = (await participantsOf(ctx.sql, [one.organisationId])).get(one.organisationId)
  const letter: PublishedLetter = {
    siteId: one.siteId, siteName: one.siteName, cycle: one.cycle, participant: signed.document.participant, country: one.country, siteTypes: one.siteTypes, metals: one.metals,
    standards: one.standards, signedOn: signed.signedOn, documentHash: signed.fileHash ?? signed.documentHash,
    promises: Object.fromEntries(Object.entries(signed.document.texts).map(([language, { promises }]) => [language, promises])),
    dueOn: (await clocksOf(ctx.sql, one.caseId)).map(({ clock, firstDueOn }) => ({ clock, dueOn: firstDueOn })),
  }
  const lines = recordLines(await ctx.facts(), {
    one, participant: signed.document.participant, participantCountry: participant?.country ?? one.country, place: application?.place ?? null, signedOn: signed.signedOn,
    licence: await ctx.setting(participantLicence),
  })
  ctx.publish([...lines, putFact(letterFact, one.caseId, letter)], {
    kind: 'letter.published', subject: one.siteId, isPublic: true, body: { caseId: one.caseId, documentHash: letter.documentHash, signedOn: letter.signedOn },
  })
}

/** Takes the scans of a case away: they bear a signature. The same bytes stay where somebody keeps them as evidence. */
export async function eraseScans(ctx: Context, one: Case): Promise<void> {
  for (const sha256 of await dropFiles(ctx.sql, one.caseId)) await ctx.files.remove(sha256)
}

export const letterHandlers: Handlers<typeof letterContract, Context> = {
  async getLetter(ctx, { caseId, on }) {
    const one = await caseFor(ctx, caseId)
    const signed = await signedLetterOf(ctx.sql, caseId)
    return signed === undefined ? unsignedView(ctx, one, on ?? ctx.today) : signedView(ctx, one, signed)
  },

  async signLetter(ctx, input) {
    const one = await caseFor(ctx, input.caseId, 'letter:sign', true)
    orRefuse(moved(one, 'letter.signed'))
    const { day, file } = await signingOf(ctx, one, input)
    const siteId = siteIndex(await ctx.facts()).resolve(one.siteId) ?? one.siteId
    const shown = await asOf(ctx, one, day)
    const document = await documentOf(ctx, shown)
    const documentHash = hashOf(document)
    if (documentHash !== input.documentHash) {
      throw new Refused(refuse('letter-changed', 'The text of the letter is not the one that was read. Read it again: the template, the case or the version of the standard changed.'))
    }
    const after = await moveCase(ctx, one, 'letter.signed', {
      on: day, change: { letterSignedOn: day, standards: shown.standards, siteId }, body: { documentHash, way: file === undefined ? 'in-application' : 'uploaded', fileHash: file?.sha256 ?? null },
    })
    const signed: SignedLetter = {
      caseId: one.caseId, document, documentHash, way: file === undefined ? 'in-application' : 'uploaded', fileHash: file?.sha256 ?? null, signedOn: day, signedAt: ctx.now,
      signedBy: actorRef(ctx.actor), signerName: input.name, signerRole: input.role,
    }
    await insertLetter(ctx.sql, signed)
    await publishLetter(ctx, after, signed)
    await closeNotices(ctx.sql, `case:${one.caseId}:letter`, ctx.now)
    await notifyRoles(ctx, ['site-owner', 'site-contributor', 'operator'], subjectOf(after), {
      kind: 'letter.signed', params: { site: after.siteName }, link: `/cases/${after.caseId}`, caseId: after.caseId, dedupeKey: `case:${after.caseId}:letter-signed`,
    })
    return viewOfCase(ctx, after)
  },

  async uploadLetterFile(ctx, { caseId, filename }) {
    const one = await caseFor(ctx, caseId, 'letter:sign', true)
    orRefuse(moved(one, 'letter.signed'))
    const bytes = await ctx.upload(MOST_LETTER_BYTES)
    const { mediaType, filename: name } = orRefuse(inspected(bytes, filename, letterFileLimits))
    const file: LetterFile = { sha256: await ctx.files.put(bytes), filename: name, mediaType: mediaType as LetterFile['mediaType'], byteCount: bytes.byteLength, uploadedAt: ctx.now }
    await addLetterFile(ctx.sql, caseId, file, actorRef(ctx.actor))
    ctx.record({ kind: 'letter-file.uploaded', subject: caseId, isPublic: false, body: { sha256: file.sha256, byteCount: file.byteCount } })
    return file
  },

  async getLetterFile(ctx, { caseId, fileHash }) {
    await caseFor(ctx, caseId, 'letter:read-scan')
    const file = (await letterFilesOf(ctx.sql, caseId)).find(({ sha256 }) => sha256 === fileHash)
    const bytes = file === undefined ? undefined : await ctx.files.read(file.sha256)
    if (file === undefined || bytes === undefined) throw new Refused(refuse('letter-file-absent', 'This case has no scan with this hash.'))
    return new Response(new Uint8Array(bytes), {
      headers: { 'content-type': file.mediaType, 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.filename)}`, 'x-content-type-options': 'nosniff' },
    })
  },
}
