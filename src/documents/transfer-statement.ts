// A transfer statement as a document (custody notes 2.6): what was handed on, by whom to whom, under which rule, and where
// anybody who holds the paper learns whether it stands.
import type { StatementView } from '#src/custody/transfer-statement.ts'
import { facts, heading, paragraph, type Block, type PrintedDocument } from '#src/exchange/document/document.ts'
import { writtenNumbers } from '#src/kernel/text.ts'
import type { Words } from '#src/registry/summary-words.ts'

type Party = StatementView['document']['receiver']

const partyFacts = (say: Words, { name, organisationId, siteName, siteId, country }: Party): readonly (readonly [string, string | null])[] => [
  [say('field.organisation'), organisationId === null || organisationId === name ? name : `${name} (${organisationId})`],
  [say('field.site'), siteId === null ? null : siteName === null || siteName === siteId ? siteId : `${siteName} (${siteId})`],
  [say('print.country'), country === null ? null : say.country(country)],
]

function standing(say: Words, { state, voidReason, supersededBy }: StatementView): Block[] {
  if (state !== 'void') return []
  return [paragraph(say('print.void', { reason: voidReason! }), 'status'), ...supersededBy === null ? [] : [paragraph(say('print.superseded', { number: supersededBy }), 'lead')]]
}

/** @param say words of `balance` and `registry` in the language */
export function transferStatementDocument(statement: StatementView, say: Words): PrintedDocument {
  const { document } = statement
  const { issuer, receiver } = document
  const quantity = writtenNumbers(document.quantity, say.language)
  const kind = say(`characteristic.${document.characteristic}`)
  const certificates = issuer.certificates.map(({ id, validUntil }) => validUntil === null ? say('print.certificate.open', { id: id ?? '–' }) : say('print.certificate', { id: id ?? '–', day: say.day(validUntil) }))
  return {
    title: say('print.title'), subtitle: document.number, language: say.language, asOf: document.issuedAt.slice(0, 10), foot: `${document.number} · ${issuer.name}`, pageOf: say('print.page', { page: '{page}', pages: '{pages}' }),
    blocks: [
      ...document.isSimulated ? [paragraph(say('simulated'), 'status')] : [],
      ...standing(say, statement),
      paragraph(say('print.lead.valid', { quantity, metal: say(`metal.${document.metal}`), kind, issuer: issuer.name, receiver: receiver.name }), 'lead'),
      facts([
        [say('print.quantity'), quantity], [say('field.metal'), say(`metal.${document.metal}`)], [say('field.characteristic'), kind], [say('field.model'), say(`model.${document.model}`)],
        [say('field.profile'), `${document.profileTitle} (${document.profile} ${document.profileVersion})`], [say('field.period'), `${say.day(document.period.from)} – ${say.day(document.period.to)}`],
        [say('statement.dispatched'), say.day(document.dispatchOn)], [say('print.product'), document.product], [say('print.net'), document.netMass === null ? null : writtenNumbers(document.netMass, say.language)], [say('print.shipment'), document.shipment],
        [say('print.lots'), document.lots.length === 0 ? null : document.lots.join(', ')], [say('print.origin'), document.origin.length === 0 ? say('print.origin.none') : document.origin.join(', ')],
        [say('print.dd'), document.dueDiligenceStatement], [say('print.footprint'), document.footprint], [say('print.scrap'), document.scrapDeclaration], [say('print.supersedes'), document.supersedes],
        [say('print.issued'), `${say.day(document.issuedAt.slice(0, 10))}, ${document.issuedAt.slice(11, 16)} UTC`],
      ]),
      heading(say('print.issuer')), facts([...partyFacts(say, issuer), [say('print.certificates'), certificates.length === 0 ? say('print.certificates.none') : certificates.join('; ')]]),
      heading(say('print.receiver')), facts(partyFacts(say, receiver)),
      heading(say('print.check.title')), paragraph(say('print.check')),
      { kind: 'address', text: statement.checkAddress, url: statement.checkAddress, alt: say('print.check.alt', { url: statement.checkAddress }) },
      { kind: 'code', name: say('field.digest'), text: statement.digest },
      paragraph(say('print.rule'), 'quiet'),
    ],
  }
}
