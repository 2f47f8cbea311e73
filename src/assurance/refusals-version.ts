import type { RefusalCatalogue } from '#src/kernel/refusal.ts'

export const versionChangeRefusals = {
  'case-not-under-version': { kind: 'unmet', title: 'The case is not under this version', meaning: 'Only a case under the older of the two versions can change to the newer one. The case page names its versions.' },
  'version-not-released': { kind: 'unmet', title: 'The version is a draft', meaning: 'A draft may still change, and no case is put under it. Look at its impact, release it, then change cases.' },
  'migration-too-late': { kind: 'unmet', title: 'The self-assessment was submitted', meaning: 'A case changes its version, or changes back, until its self-assessment is submitted. After that it ends under the version it has.' },
  'transition-forbids': { kind: 'unmet', title: 'The transition rule forbids it', meaning: 'The scheme set that open cases end under their version, or the day until which they may change has passed. The setting "standard.transitions" holds the rule.' },
  'marks-not-in-version': { kind: 'unmet', title: 'The newer version lacks a mark of the case', meaning: 'The case asks for a mark that the newer version does not grant. Settle the marks with the site first.' },
  'migration-absent': { kind: 'absent', title: 'There is no such change of version', meaning: 'The case has no change of version with this number. The list of the case names those there are.' },
  'migration-undone': { kind: 'conflict', title: 'The change was undone before', meaning: 'Nothing is left to undo. To change the case again, change it anew.' },
  'migration-not-newest': { kind: 'conflict', title: 'A later change stands on this one', meaning: 'Changes of version are undone in reverse order. Undo the later one first.' },
  'version-change-due': { kind: 'unmet', title: 'The case has to change its version first', meaning: 'By the transition rule of the scheme, open cases had to change to the newer version by a day that has passed. The secretariat changes the case; every answer is kept.' },
} as const satisfies RefusalCatalogue
