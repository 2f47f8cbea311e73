import type { RefusalCatalogue } from '#src/kernel/refusal.ts'

export const noticesRefusals = {
  'notice-absent': { kind: 'absent', title: 'No such notice', meaning: 'There is no notice of that number in your inbox.' },
  'notice-done': { kind: 'conflict', title: 'The notice is done', meaning: 'What it told of was done, or is somebody else’s now: nothing more comes of it.' },
  'snooze-day-past': { kind: 'invalid', title: 'That day is past', meaning: 'A notice sleeps until a day after today, a year at most.' },
  'calendar-absent': { kind: 'absent', title: 'No such calendar', meaning: 'The address is not of a calendar, or was replaced by a newer one. Its owner finds the address in the inbox.' },
  'mail-is-released': { kind: 'conflict', title: 'Mail is released already', meaning: 'Mail leaves by itself; nothing is held back.' },
  'mail-is-off': { kind: 'conflict', title: 'There is no mail server', meaning: 'The installation was started without SMTP_URL, so that no mail can leave.' },
  'mail-is-held': { kind: 'conflict', title: 'Mail is held back', meaning: 'The scheme has not released mail, so that none leaves. Release it first.' },
  'person-without-address': { kind: 'conflict', title: 'This account has no address', meaning: 'The local token is no person with an address. Sign in to do this.' },
} as const satisfies RefusalCatalogue
