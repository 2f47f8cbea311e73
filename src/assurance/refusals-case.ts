import type { RefusalCatalogue } from '#src/kernel/refusal.ts'

export const caseRefusals = {
  'case-absent': { kind: 'absent', title: 'There is no such case', meaning: 'No case has this number, or this account may not see it: both are answered alike. The list of cases holds every one you may see.' },
  'case-state-forbids': { kind: 'conflict', title: 'The case is not at that step', meaning: 'Each step of the cycle is possible from certain states only; the detail names them and the state the case is in. Another person may have moved it meanwhile: load the case again.' },
  'standard-absent': { kind: 'absent', title: 'There is no such standard', meaning: 'This installation holds no standard of that name and version. The list of standards holds those it has.' },
} as const satisfies RefusalCatalogue
