// Every setting of the scheme, by its slice: what the settings screen lists, and what `ctx.setting` may be asked for.
import type { SchemeSetting } from '#src/access/scheme-setting.ts'

export const schemeSettings: readonly SchemeSetting<unknown>[] = [
]
