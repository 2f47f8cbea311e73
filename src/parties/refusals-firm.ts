// How assessor firms and their approvals say no.
import type { RefusalCatalogue } from '#src/kernel/refusal.ts'

export const firmRefusals = {
  'firm-absent': {
    kind: 'absent', title: 'There is no such assessor firm',
    meaning: 'No assessor firm of this number that this account may see. Check the number; the list of firms names those there are.',
  },
  'firm-registered': {
    kind: 'conflict', title: 'The firm is already registered',
    meaning: 'A firm of this name is registered in this country. Open it and add approvals there.',
  },
  'firm-changed': {
    kind: 'conflict', title: 'The firm was changed meanwhile',
    meaning: 'Somebody corrected the firm after it was read. Read it again, then repeat the correction.',
  },
  'assessor-not-of-firm': {
    kind: 'unmet', title: 'This person is no assessor of the firm',
    meaning: 'Only an account with the role of assessor in the firm can be approved or named to a team. Invite the person to the firm first.',
  },
  'approval-absent': {
    kind: 'absent', title: 'There is no such approval',
    meaning: 'No approval of this number. The page of the firm lists its approvals.',
  },
  'approval-withdrawn': {
    kind: 'conflict', title: 'The approval is already withdrawn',
    meaning: 'An approval is withdrawn once, with its reason. Grant a new one if it is to hold again.',
  },
  'approval-dates-wrong': {
    kind: 'invalid', title: 'The approval ends before it begins',
    meaning: 'The last day of an approval lies on or after its first. Correct the dates.',
  },
} as const satisfies RefusalCatalogue
