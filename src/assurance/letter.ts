// The letter of commitment: which text is signed, and by which hash it is known again (assurance process, step 1). The
// hash is over the canonical text of what becomes public; who signs stands beside it, and stays private.
import { z } from 'zod'
import { SiteId } from '#src/kernel/id.ts'
import { canonicalText } from '#src/kernel/canonical.ts'
import { sha256Hex } from '#src/kernel/merkle.ts'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse } from '#src/kernel/refusal.ts'
import { shortText } from '#src/kernel/text.ts'
import { Day, Instant } from '#src/kernel/time.ts'
import type { FileLimits } from '#src/evidence/file-type.ts'
import { Country, Metal, SiteType } from '#src/parties/site.ts'
import { Case, CaseId, CaseStandard } from './case.ts'
import { filledLetter, LetterTemplate, type LetterFields } from './letter-template.ts'

/** What is signed: one text in every language of the template, for one site and one cycle. */
export const LetterDocument = z.object({
  form: z.literal('cupel-letter-1'),
  caseId: CaseId,
  siteId: SiteId,
  siteName: z.string(),
  country: Country,
  siteTypes: z.array(SiteType),
  metals: z.array(Metal),
  cycle: z.number().int(),
  participant: z.string(),
  standards: z.array(CaseStandard),
  /** By language. */
  texts: z.record(z.string(), LetterTemplate),
})
export type LetterDocument = z.infer<typeof LetterDocument>

export const LetterWay = z.enum(['in-application', 'uploaded'])
export type LetterWay = z.infer<typeof LetterWay>

export const LetterFile = z.object({ sha256: z.string(), filename: z.string(), mediaType: z.enum(['application/pdf', 'image/png', 'image/jpeg']), byteCount: z.number().int(), uploadedAt: Instant })
export type LetterFile = z.infer<typeof LetterFile>

/** The letter as it was signed. */
export type SignedLetter = {
  readonly caseId: string
  readonly document: LetterDocument
  readonly documentHash: string
  readonly way: LetterWay
  readonly fileHash: string | null
  readonly signedOn: Day
  readonly signedAt: Instant
  /** The account that signed or uploaded. */
  readonly signedBy: string
  /** Private; null where erased. */
  readonly signerName: string | null
  readonly signerRole: string | null
}

export const Signature = z.object({ name: shortText(200), role: shortText(200) })

/** @param fieldsIn the words of one language for what the template names */
export function letterDocument(
  one: Case, participant: string, templates: Readonly<Record<string, LetterTemplate>>, fieldsIn: (language: string) => LetterFields,
): LetterDocument {
  return {
    form: 'cupel-letter-1', caseId: one.caseId, siteId: one.siteId, siteName: one.siteName, country: one.country, siteTypes: one.siteTypes, metals: one.metals,
    cycle: one.cycle, participant, standards: one.standards,
    texts: Object.fromEntries(Object.keys(templates).sort().map((language) => [language, filledLetter(templates[language]!, fieldsIn(language))])),
  }
}

export const hashOf = (document: LetterDocument): string => sha256Hex(canonicalText(document))

/** The text in the reader's language, else in English, else in the first there is. */
export const textIn = (document: LetterDocument, language: string): { language: string; text: LetterTemplate } => {
  const tags = [language, language.split('-')[0]!, 'en', ...Object.keys(document.texts)]
  const tag = tags.find((one) => document.texts[one] !== undefined)!
  return { language: tag, text: document.texts[tag]! }
}

/** Whether a letter may bear this date. @returns the refusal `letter-date-impossible` */
export function signedOnDay(signedOn: Day, appliedOn: Day, today: Day): Outcome<Day> {
  if (signedOn > today) return deny(refuse('letter-date-impossible', `The letter bears the date ${signedOn}, and today is ${today}. Correct the date.`))
  if (signedOn < appliedOn) {
    return deny(refuse('letter-date-impossible', `The letter bears the date ${signedOn}, before the application of ${appliedOn}. Upload a letter signed for this application.`))
  }
  return accept(signedOn)
}

/** What a scan of a signed letter may be. */
export const letterFileLimits = {
  types: ['pdf', 'png', 'jpeg'], allowsMacros: false, archive: { entries: 1, unpackedBytes: 1, ratio: 1 },
} as const satisfies FileLimits
export const MOST_LETTER_BYTES = 10 * 1024 * 1024
