import type { RefusalCatalogue } from '#src/kernel/refusal.ts'

export const demoRefusals = {
  'not-a-demonstration': { kind: 'absent', title: 'This is not a demonstration', meaning: 'Demo sign-ins, the settable clock and the reset exist only in a database that was created as a demonstration, by `npm start -- --demo`.' },
  'demo-person-absent': { kind: 'absent', title: 'There is nobody of that name in the demonstration', meaning: 'The detail names the people of the demonstration. Ask `GET /demo` for them.' },
  'demo-day-past': { kind: 'unmet', title: 'Time cannot be moved there', meaning: 'The clock of a demonstration moves forward, at most ten years at a time. Begin the demonstration anew to go back.' },
} as const satisfies RefusalCatalogue
