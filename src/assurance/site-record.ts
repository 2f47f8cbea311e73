// What the registry is told of a site when its letter is signed: a record of its own for a new one, what was not known
// for one that is there. The scheme speaks here as the owner of its list of participants.
import { organisationFact } from '#src/parties/organisation.ts'
import { changedSite } from '#src/parties/site-change.ts'
import { siteFact, type Site } from '#src/parties/site.ts'
import { datasetFact, type Dataset } from '#src/parties/source.ts'
import { putFact, type FactLine, type FactSet } from '#src/transparency/fact.ts'
import type { Case } from './case.ts'

export const PARTICIPANT_DATASET = 'participants'

export const participantDataset = (licence: string): Dataset => ({
  title: 'Participants of the scheme', file: 'Letters of commitment', licence, attribution: 'The scheme that runs this installation', isShareAlike: false, origin: 'mark-owner',
})

type Signed = { readonly one: Case; readonly participant: string; readonly participantCountry: string; readonly place: string | null; readonly signedOn: string; readonly licence: string }

const citationOf = ({ one, participant, signedOn }: Signed) => ({ text: `Letter of commitment of ${participant} for ${one.siteName}, signed on ${signedOn}`.slice(0, 600) })

const newRecord = (signed: Signed): Site => ({
  name: signed.one.siteName, aliases: [], identifiers: [], types: signed.one.siteTypes, country: signed.one.country, metals: signed.one.metals,
  operator: signed.participant, organisationId: signed.one.organisationId, dataset: PARTICIPANT_DATASET, citations: [citationOf(signed)],
  ...(signed.place === null ? {} : { place: signed.place }),
})

function completed(site: Site, signed: Signed): Site {
  const { one, participant } = signed
  const after = changedSite(site, {
    name: site.name, isNameComposed: false, aliases: [], identifiers: [], country: site.country, types: one.siteTypes, metals: one.metals, operator: participant, statements: [],
  }, { kind: 'third-party', datasetId: PARTICIPANT_DATASET, title: participantDataset(signed.licence).title, licence: signed.licence, attribution: 'The scheme', isShareAlike: false })
  const isLinked = site.organisationId !== undefined || (site.operator !== undefined && site.operator !== participant)
  return isLinked ? after : { ...after, organisationId: one.organisationId }
}

/** Lines to publish with a letter, besides the letter itself. */
export function recordLines(facts: FactSet, signed: Signed): FactLine[] {
  const { one } = signed
  const known = facts.of(siteFact).get(one.siteId)?.value
  const isWithheld = facts.withheld(siteFact).has(one.siteId)
  const hasOrganisation = facts.of(organisationFact).has(one.organisationId) || facts.withheld(organisationFact).has(one.organisationId)
  return [
    putFact(datasetFact, PARTICIPANT_DATASET, participantDataset(signed.licence)),
    ...(hasOrganisation ? [] : [putFact(organisationFact, one.organisationId, {
      name: signed.participant, aliases: [], country: signed.participantCountry, dataset: PARTICIPANT_DATASET, citations: [citationOf(signed)],
    })]),
    ...(isWithheld ? [] : [putFact(siteFact, one.siteId, known === undefined ? newRecord(signed) : completed(known, signed))]),
  ]
}
