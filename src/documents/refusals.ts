// Why a document cannot be shown.
import type { RefusalCatalogue } from '#src/kernel/refusal.ts'

export const documentRefusals = {
  'published-absent': {
    kind: 'absent', title: 'Nothing of this kind is published under this number',
    meaning: 'The number is of no award, letter, report, notice or plan that was public on the day asked about, or what stood there was removed by law. '
      + 'Look for the site by name: its page lists everything that is published about it.',
  },
  'published-ended': {
    kind: 'absent', title: 'This is no longer published',
    meaning: 'What stood under this number was public and was taken back, for the reason that the detail gives: a letter when its site left, a notice when the '
      + 'visit was put off. The past does not change: ask with `knownAt` to read it as it was.',
  },
  'award-hash-unknown': {
    kind: 'absent', title: 'No version of this award has this hash',
    meaning: 'The hash is not that of any version of the award that was ever published here. Compare every character with the certificate. '
      + 'If all are the same, the certificate was not made by this installation: trust the live page.',
  },
} as const satisfies RefusalCatalogue
