// Why the house says no to a concern or a grievance.
import type { RefusalCatalogue } from '#src/kernel/refusal.ts'

export const concernRefusals = {
  'notice-absent': { kind: 'absent', title: 'There is no such notice', meaning: 'No notice of an assessment has this number. The list of announced assessments holds all; a concern may also name a site.' },
  'concern-subject-missing': { kind: 'invalid', title: 'The concern names neither a notice nor a site', meaning: 'Say what it is about: the number of a notice of an assessment, or the number of a site.' },
  'receipt-unknown': { kind: 'absent', title: 'This receipt is not known', meaning: 'No concern or grievance has this receipt. It was shown once, as five groups of five letters and digits; check each. It cannot be shown again.' },
  'intake-closed': { kind: 'conflict', title: 'It is closed', meaning: 'The grievance was closed or its words were erased, so that nothing can be added. Make a new one where something new happened.' },
  'intake-full': { kind: 'too-many', title: 'There are as many messages as are kept', meaning: 'A hundred messages were exchanged. Make a new concern or grievance, and name this one in it.' },
  'concern-absent': { kind: 'absent', title: 'There is no such concern', meaning: 'No concern has this number, or this account may not see it: both are answered alike.' },
  'concern-disposed': { kind: 'conflict', title: 'Its disposition was recorded', meaning: 'How a concern was considered is recorded once. Write to the source to say more.' },
  'concern-criteria-missing': { kind: 'unmet', title: 'No criterion is named', meaning: 'What was considered, or led to a finding, names the criteria under which it was, so that the record shows where to look.' },
  'concern-criterion-unknown': { kind: 'invalid', title: 'A criterion is not of this assessment', meaning: 'The detail names a criterion that none of the standards of the case has. Use the slugs of its criteria.' },
  'grievance-absent': { kind: 'absent', title: 'There is no such grievance', meaning: 'No grievance has this number, or this account may not see it: both are answered alike.' },
  'grievance-state-forbids': { kind: 'conflict', title: 'The grievance is not at that step', meaning: 'Each step is possible in certain states only; the detail names them. Load the grievance again: somebody may have moved it.' },
  'grievance-changed': { kind: 'conflict', title: 'The grievance was changed meanwhile', meaning: 'Somebody else changed it since it was read. Nothing was written; load it again and repeat the step where it still applies.' },
  'grievance-without-site': { kind: 'unmet', title: 'No site is named', meaning: 'A grievance against a site names the site; one about anything else has no site that could be asked.' },
  'grievance-judges-itself': { kind: 'forbidden', title: 'The scheme cannot judge itself', meaning: 'A grievance against the scheme is decided by a member of the decision body who holds no operator role.' },
  'site-not-heard': { kind: 'unmet', title: 'The site was not heard', meaning: 'An outcome against a site is decided after the site answered, or after its time to answer passed.' },
} as const satisfies RefusalCatalogue
