import type { RefusalCatalogue } from '#src/kernel/refusal.ts'

export const secretariatRefusals = {
  'no-reports-to-draw': { kind: 'unmet', title: 'There is no report to draw from', meaning: 'No report was decided between these days. Choose days in which cases were decided.' },
  'quality-check-absent': { kind: 'absent', title: 'There is no such open check', meaning: 'The report was not drawn, or its check was recorded before. The list of checks shows which are open.' },
  'day-ahead': { kind: 'invalid', title: 'The day has not come yet', meaning: 'What is asked about a day ahead is not known, and nothing is recorded of it. Ask for today or a day before.' },
  'case-file-invalid': { kind: 'invalid', title: 'It is not a case file', meaning: 'The archive is damaged, lacks something, or holds what no case file has; the detail names it. Nothing was taken in. Save the case file again at its origin.' },
  'case-file-altered': { kind: 'invalid', title: 'The case file was altered', meaning: 'A file in it does not have the hash that its manifest states. Nothing was taken in. Save the case file again at its origin.' },
  'case-file-too-large': { kind: 'too-large', title: 'The case file is too large', meaning: 'It is larger than is kept in one archive; the detail says how large it may be.' },
  'case-file-schema': { kind: 'unmet', title: 'The case file is of another release', meaning: 'It was written by an installation with another schema. Bring both installations to the same release.' },
  'case-exists': { kind: 'conflict', title: 'The case is here already', meaning: 'A case with this number was taken in or made here before. Nothing was changed.' },
} as const satisfies RefusalCatalogue
