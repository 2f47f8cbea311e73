// The certificate of an award (assurance process: award): what was decided, how it stands on the day, and the address at
// which it is read live. A printed certificate proves nothing by itself, and says so.
import { facts, heading, list, paragraph, table, type Block, type PrintedDocument } from '#src/exchange/document/document.ts'
import type { AwardRow } from '#src/registry/assurance-record.ts'
import { period, standardLine, type DocumentWords } from './document-words.ts'

const IN_FORCE: ReadonlySet<AwardRow['status']> = new Set(['live-awarded', 'conditional'])

export const isInForce = ({ status }: Pick<AwardRow, 'status'>): boolean => IN_FORCE.has(status)

/** The address, as text and as a code; `kind` of page it leads to is said by its own words. */
export function liveAddress({ say }: DocumentWords, url: string): Block[] {
  return [heading(say('live.title')), { kind: 'address', text: say('live.address'), url, alt: say('live.alt', { url }) }]
}

function conditions({ say }: DocumentWords, { specialConditions }: AwardRow): Block[] {
  if (specialConditions.length === 0) return []
  return [heading(say('certificate.conditions')), list(specialConditions.map(({ text, boundTo, setOn, metOn }) =>
    metOn !== null ? say('certificate.condition.met', { text, day: say.day(metOn) })
      : boundTo === null ? say('certificate.condition.open', { text, day: say.day(setOn) })
        : say('certificate.condition.bound', { text, document: boundTo, day: say.day(setOn) })))]
}

function history({ say }: DocumentWords, award: AwardRow): Block[] {
  const head = ['column.day', 'column.change', 'column.reason', 'column.status', 'column.valid-until'].map((key) => say(key))
  const rows = award.history.map(({ on, change, reasonClass, state, isConditional, validUntil }) => [
    say.day(on), say(`award.change.${change}`), say(`award.reason.${reasonClass}`),
    say(`award.status.${state === 'in-force' ? isConditional ? 'conditional' : 'live-awarded' : state}`), say.day(validUntil),
  ])
  return [heading(say('certificate.history')), table(say('certificate.history.caption'), head, rows)]
}

export function certificate(award: AwardRow, asOf: string, publicUrl: string, words: DocumentWords): PrintedDocument {
  const { say } = words
  const mark = words.standard(award.standard, award.standardVersion).mark(award.mark)
  const day = say.day(asOf)
  return {
    title: say('certificate.title', { mark }), subtitle: [award.siteName, ...award.country === null ? [] : [say.country(award.country)]].join(', '),
    language: say.language, asOf, foot: `${award.awardId} · ${mark} · ${award.siteName}`, pageOf: say('page.of', { page: '{page}', pages: '{pages}' }),
    blocks: [
      paragraph(say('certificate.status', { status: say(`award.status.${award.status}`), day }), 'status'),
      ...isInForce(award) ? [] : [paragraph(say('certificate.not-in-force'), 'lead')],
      ...award.underReviewSince === null ? [] : [paragraph(say('certificate.under-review', { day: say.day(award.underReviewSince) }), 'lead')],
      ...award.conditionalWording === null ? [] : [paragraph(award.conditionalWording, 'lead')],
      facts([
        [say('fact.site'), award.siteName], [say('fact.site-number'), award.siteId], [say('fact.participant'), award.participant],
        [say('fact.mark'), mark], [say('fact.standard'), standardLine(words, award.standard, award.standardVersion)], [say('fact.cycle'), String(award.cycle)],
        [say('fact.assessed'), period(words, award.assessedFrom, award.assessedTo)], [say('fact.firm'), award.firmName],
        [say('fact.decided'), say.day(award.decidedOn)], [say('fact.issued'), say.day(award.issuedOn)],
        [say('fact.announced'), award.announcedOn === null ? null : say.day(award.announcedOn)],
        [say('fact.valid-until'), say.day(award.validUntil)], [say('fact.follow-up'), award.followUpDueOn === null ? null : say.day(award.followUpDueOn)],
        [say('fact.award-number'), award.awardId],
      ]),
      ...liveAddress(words, `${publicUrl}/awards/${award.awardId}`),
      paragraph(say('certificate.statement', { day })),
      { kind: 'code', name: say('hash.published'), text: award.contentHash },
      ...conditions(words, award), ...history(words, award),
      paragraph(say('certificate.scope'), 'quiet'),
    ],
  }
}
