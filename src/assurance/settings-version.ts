// What a scheme sets when a standard changes its version: from when new and renewing cases are under the newer one, and
// what becomes of those that are open (users, G13: the transition rule is executable).
import { z } from 'zod'
import { schemeSetting } from '#src/access/scheme-setting.ts'
import { Slug } from '#src/standards/award-rule.ts'
import { TransitionRule } from './version-change.ts'

/** By standard. Where none is set, the days of the standard's own data decide, and open cases may change at any time before they submit. */
export const transitionRules = schemeSetting('standard.transitions', z.record(Slug, TransitionRule), {}, 'inferred')
