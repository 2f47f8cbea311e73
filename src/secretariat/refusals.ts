import type { RefusalCatalogue } from '#src/kernel/refusal.ts'

export const secretariatRefusals = {
  'no-reports-to-draw': { kind: 'unmet', title: 'There is no report to draw from', meaning: 'No report was decided between these days. Choose days in which cases were decided.' },
  'quality-check-absent': { kind: 'absent', title: 'There is no such open check', meaning: 'The report was not drawn, or its check was recorded before. The list of checks shows which are open.' },
  'day-ahead': { kind: 'invalid', title: 'The day has not come yet', meaning: 'What is asked about a day ahead is not known, and nothing is recorded of it. Ask for today or a day before.' },
} as const satisfies RefusalCatalogue
