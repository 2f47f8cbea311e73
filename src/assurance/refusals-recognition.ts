// Why a certificate, a row of the equivalence matrix, a request or a link of evidence is refused.
import type { RefusalCatalogue } from '#src/kernel/refusal.ts'

export const recognitionRefusals = {
  'link-absent': { kind: 'absent', title: 'There is no such link', meaning: 'The case has no link of this number. Somebody may have taken it away meanwhile: load the evidence of the case again.' },
  'evidence-rated': { kind: 'conflict', title: 'A rating leans on the link', meaning: 'What an assessor named in a rating stays linked, so that the rating can be understood. Let another item take its place instead: the rating is then marked with the cause.' },
} as const satisfies RefusalCatalogue
