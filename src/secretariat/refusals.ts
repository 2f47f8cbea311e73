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
  'switch-over-workbook-missing': { kind: 'invalid', title: 'The workbook is missing', meaning: 'The archive holds no workbook, or several, or the workbook has no sheet of cases. Begin with the template; put one workbook and the files that it names into one ZIP archive.' },
  'switch-over-choices-unreadable': { kind: 'invalid', title: 'The choices cannot be read', meaning: 'The file choices.json beside the workbook is a list of key, clock and choice: "keep" or "computed". The screen writes it by itself.' },
  'switch-over-rows-wrong': { kind: 'invalid', title: 'Some rows are wrong', meaning: 'Each is named with sheet, row, column and remedy. Nothing was taken over. Correct the workbook and look it through again.' },
  'switch-over-differences-open': { kind: 'unmet', title: 'Due days differ, and nobody said which hold', meaning: 'For each day that differs from the one the standard gives, say whether the workbook\'s or the computed one holds. Nothing was taken over.' },
  'switch-over-absent': { kind: 'absent', title: 'There is no such switch-over', meaning: 'No switch-over has this number. The list shows those there are.' },
  'switch-over-undone': { kind: 'conflict', title: 'It was undone before', meaning: 'Nothing is left to undo. To take the cases over again, apply the workbook again.' },
  'switch-over-moved-on': { kind: 'conflict', title: 'Something happened since', meaning: 'A case or a file that was taken over changed since, so that the whole cannot be undone without losing it. Go on in the cases; a wrong one can be ended there.' },
} as const satisfies RefusalCatalogue
