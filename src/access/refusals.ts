import type { RefusalCatalogue } from '#src/kernel/refusal.ts'

export const accessRefusals = {
  'sign-in-required': { kind: 'unauthenticated', title: 'This needs an account', meaning: 'The operation may be used by the operator only, and the request carried neither a session nor an API key. Sign in, or send `Authorization: Bearer <API key>`.' },
  'permit-missing': { kind: 'forbidden', title: 'This account may not do that', meaning: 'The account is known but does not hold the permit that the operation needs. The permission table names who does.' },
  'key-invalid': { kind: 'unauthenticated', title: 'The API key is not valid', meaning: 'The key is not known, has expired or was deleted. Keys are made under Account and are shown once.' },
  'foreign-origin': { kind: 'forbidden', title: 'The request came from another site', meaning: 'A browser sent this write with a session cookie from a page that is not ours. Use an API key for programs.' },
  'welcome-link-invalid': { kind: 'unmet', title: 'The welcome link is not valid', meaning: 'The one-time link makes the first operator. It works once, for 24 hours, and only the newest works. Start the server again to print a new one.' },
  'account-exists': { kind: 'conflict', title: 'There is such an account', meaning: 'An account with this mail address exists already. Sign in with it.' },
  'key-absent': { kind: 'absent', title: 'There is no such API key', meaning: 'The key was deleted before, or belongs to another account.' },
} as const satisfies RefusalCatalogue
