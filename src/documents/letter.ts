// The letter of commitment as the public reads it (assurance process, step 1: the letters are public): who promised what,
// for which site, since when, and what falls due. The signatory and the contact person are not in it; the copy for the
// parties names the signatory.
import { facts, heading, list, paragraph, table, type PrintedDocument } from '#src/exchange/document/document.ts'
import { textIn, type LetterDocument, type SignedLetter } from '#src/assurance/letter.ts'
import type { PublishedLetter } from '#src/assurance/published.ts'
import { liveAddress } from './certificate.ts'
import { listed, standardLine, type DocumentWords } from './document-words.ts'

type Letter = Pick<PublishedLetter, 'participant' | 'siteName' | 'siteId' | 'country' | 'siteTypes' | 'metals' | 'standards' | 'cycle'> & Partial<LetterDocument>

/** In the reader's language, else English, else the first in which it was signed. */
function promisesIn({ promises }: PublishedLetter, language: string): { language: string; lines: readonly string[] } {
  const tag = [language, language.split('-')[0]!, 'en', ...Object.keys(promises)].find((one) => promises[one] !== undefined)
  return tag === undefined ? { language, lines: [] } : { language: tag, lines: promises[tag]! }
}

function given(letterId: string, letter: Letter, words: DocumentWords): (readonly [string, string | null])[] {
  const { say, standard } = words
  const governing = letter.standards.find(({ isGoverning }) => isGoverning) ?? letter.standards[0]!
  const names = standard(governing.standard, governing.standardVersion)
  return [
    [say('fact.participant'), letter.participant], [say('fact.site'), letter.siteName], [say('fact.site-number'), letter.siteId], [say('fact.country'), say.country(letter.country)],
    [say('fact.site-types'), listed(words, letter.siteTypes.map((type) => say(`type.${type}`)))],
    [say('fact.metals'), listed(words, letter.metals.map((metal) => say(`metal.${metal}`)))],
    [say('fact.standard'), letter.standards.map((one) => standardLine(words, one.standard, one.standardVersion)).join('; ')],
    [say('fact.marks'), governing.marks.length === 0 ? null : listed(words, governing.marks.map((mark) => names.mark(mark)))],
    [say('fact.cycle'), String(letter.cycle)], [say('fact.case'), letterId],
  ]
}

export function letterDocument(letterId: string, letter: PublishedLetter, asOf: string, publicUrl: string, words: DocumentWords): PrintedDocument {
  const { say } = words
  const governing = letter.standards.find(({ isGoverning }) => isGoverning) ?? letter.standards[0]!
  const names = words.standard(governing.standard, governing.standardVersion)
  const promises = promisesIn(letter, say.language)
  return {
    title: say('letter.title', { site: letter.siteName }), subtitle: letter.participant, language: say.language, asOf,
    foot: `${letterId} · ${letter.siteName}`, pageOf: say('page.of', { page: '{page}', pages: '{pages}' }),
    blocks: [
      paragraph(say('letter.lead', { participant: letter.participant, site: letter.siteName, day: say.day(letter.signedOn) }), 'lead'),
      facts([...given(letterId, letter, words), [say('fact.signed'), say.day(letter.signedOn)]]),
      heading(say('letter.promises')), list(promises.lines, true),
      ...promises.language === say.language ? [] : [paragraph(say('letter.language'), 'quiet')],
      heading(say('letter.due')),
      table(say('letter.due.caption'), [say('column.what'), say('column.due')], letter.dueOn.map(({ clock, dueOn }) => [names.clock(clock), say.day(dueOn)])),
      paragraph(say('letter.privacy'), 'quiet'),
      ...liveAddress(words, `${publicUrl}/letters/${letterId}`),
      { kind: 'code', name: say('letter.hash'), text: letter.documentHash },
    ],
  }
}

/** The copy for the parties: the whole text as it was signed. @param isSignatoryShown to those who may know the name */
export function signedLetterDocument(signed: SignedLetter, isSignatoryShown: boolean, asOf: string, words: DocumentWords): PrintedDocument {
  const { say } = words
  const { document } = signed
  const { language, text } = textIn(document, say.language)
  const signatory = !isSignatoryShown || signed.signerName === null ? null : [signed.signerName, ...signed.signerRole === null ? [] : [signed.signerRole]].join(', ')
  return {
    title: `${text.title}: ${document.siteName}`, subtitle: document.participant, language: say.language, asOf,
    foot: `${document.caseId} · ${document.siteName}`, pageOf: say('page.of', { page: '{page}', pages: '{pages}' }),
    blocks: [
      paragraph(say('letter.private'), 'quiet'), paragraph(text.opening, 'lead'), list(text.promises, true), paragraph(text.closing),
      ...language === say.language ? [] : [paragraph(say('letter.language'), 'quiet')],
      facts([
        ...given(document.caseId, document, words), [say('fact.signed'), say.day(signed.signedOn)], [say('letter.signatory'), signatory],
      ]),
      { kind: 'code', name: say('letter.hash'), text: signed.documentHash },
    ],
  }
}
