// A claim as a document: what is said, by whom, to whom and until when; what stands behind it; for a neutral claim the gross
// footprint, reductions and retired credits side by side. A printed claim names the address at which it is read live.
import { facts, heading, list, paragraph, table, type Block, type PrintedDocument } from '#src/exchange/document/document.ts'
import type { PublicClaim } from '#src/claims/claim-record.ts'
import { STANDARD_NAMES } from '#src/claims/carbon-neutral.ts'
import { writtenNumbers } from '#src/kernel/text.ts'
import type { Words } from '#src/registry/summary-words.ts'

const told = (say: Words, { body }: PublicClaim) => body.words[(['en', 'es', 'zh', 'fr'] as const).find((one) => one === say.language) ?? 'en']

function neutralBlocks(say: Words, { body }: PublicClaim): Block[] {
  if (body.neutral === null) return []
  const { terms, numbers } = body.neutral
  const tonnes = (value: string): string => say('value.tonnes', { value: writtenNumbers(value, say.language) })
  return [
    heading(say('neutral.title')),
    facts([
      [say('neutral.standard'), STANDARD_NAMES[terms.standard]], [say('neutral.gross'), tonnes(numbers.grossTonnes)], [say('neutral.reduced'), tonnes(numbers.reducedTonnes)],
      [say('neutral.baseline'), terms.baseline], [say('neutral.needed'), numbers.creditsNeeded], [say('neutral.retired'), numbers.creditsRetired], [say('neutral.surplus'), tonnes(numbers.surplusTonnes)],
      [say('neutral.verifier'), terms.verifier ?? null], [say('neutral.statement'), terms.statementUrl ?? null],
    ]),
    table(say('neutral.credits'), ['registry', 'project', 'serials', 'vintage', 'type', 'retired-on', 'beneficiary'].map((key) => say(`column.${key}`)),
      terms.retirements.map((one) => [one.registry, one.project, `${one.series} ${one.serialFrom}–${one.serialTo}`, String(one.vintage), say(`credit.${one.type}`), say.day(one.retiredOn), one.beneficiary])),
    ...terms.reductions.length === 0 ? [] : [heading(say('neutral.reductions')), list(terms.reductions.map(({ action, tonnesCo2e, baselineYear, source }) => say('neutral.reduction', { action, tonnes: writtenNumbers(tonnesCo2e, say.language), year: String(baselineYear), source })))],
    paragraph(say('neutral.means'), 'quiet'),
  ]
}

export function claimDocument(claim: PublicClaim, address: string, say: Words): PrintedDocument {
  const { body, state, digest } = claim
  const { title, statement, means } = told(say, claim)
  return {
    title, subtitle: [body.claimant.name ?? body.claimant.organisationId, body.subject.label].join(', '), language: say.language, asOf: body.issuedOn,
    foot: `${body.claimId} · ${title}`, pageOf: say('page.of', { page: '{page}', pages: '{pages}' }),
    blocks: [
      ...body.isSimulated ? [paragraph(say('simulated'), 'lead')] : [],
      paragraph(statement, 'lead'),
      paragraph(say(`state.${state}.long`, { day: say.day(body.validUntil) }), 'status'),
      ...claim.isOpenForReview ? [paragraph(say('review.public'), 'lead')] : [],
      paragraph(means),
      facts([
        [say('fact.claimant'), body.claimant.name ?? body.claimant.organisationId], [say('fact.subject'), `${say(`subject.${body.subject.kind}`)} ${body.subject.label}`],
        [say('fact.audience'), body.audience.partner ?? say(`audience.${body.audience.kind}`)], [say('fact.issued'), say.day(body.issuedOn)], [say('fact.valid-until'), say.day(body.validUntil)],
        [say('fact.model'), body.model === null ? null : say(`model.${body.model}`)], [say('fact.account'), body.account === null ? null : say('fact.account.value', { quantity: writtenNumbers(body.account.quantity, say.language), kind: say(`characteristic.${body.account.characteristic}`), site: body.account.siteId })],
        [say('fact.recognised'), body.recognisedBy === null ? null : `${body.recognisedBy.scheme}: ${body.recognisedBy.source}`],
        [say('fact.versions'), say('fact.versions.value', { log: body.versions.logPosition, factors: body.versions.factors.version, edition: body.versions.factors.edition })],
      ]),
      ...body.gate.conditions.length === 0 ? [] : [heading(say('gate.conditions')), list(body.gate.conditions.map((one) => say(`gate.condition.${one}`)))],
      ...neutralBlocks(say, claim),
      heading(say('live.title')), { kind: 'address', text: say('live.address'), url: address, alt: say('live.alt', { url: address }) },
      { kind: 'code', name: say('hash'), text: digest },
    ],
  }
}
