import type { RefusalCatalogue } from '#src/kernel/refusal.ts'

export const passportRefusals: RefusalCatalogue = {
  'passport-absent': { kind: 'absent', title: 'There is no such passport', meaning: 'No passport has this number. Compare it with the one on the product, character by character.' },
  'passport-version-absent': { kind: 'absent', title: 'The passport has no such version', meaning: 'Versions count from 1 up; the newest one is at the address of the passport.' },
  'passport-withdrawn': { kind: 'conflict', title: 'The passport was withdrawn', meaning: 'A withdrawn passport stays withdrawn, so that a code on a product never changes its meaning. Issue a new one.' },
  'passport-unchanged': { kind: 'conflict', title: 'The new version says nothing new', meaning: 'Every field is as in the version that stands. Change what is released, or leave it.' },
  'passport-outdated': { kind: 'unmet', title: 'What the passport says no longer holds', meaning: 'Computed again, a field differs from the version that stands. Issue a new version instead of confirming the old one.' },
}
