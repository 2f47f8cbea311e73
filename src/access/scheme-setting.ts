// What a scheme may set: a name, a shape, and a default that says where it comes from. A default that was deduced rather
// than found is shown as "assumed, please confirm" until somebody sets or confirms it. `platform/settings.ts` lists all.
import { z } from 'zod'

export type SchemeSetting<T> = {
  /** noun.noun, such as `decision.quorum`; the part before the dot groups it on the screen. */
  readonly name: string
  readonly schema: z.ZodType<T>
  readonly standard: T
  /** Whether the default was read in a source, or deduced by us. */
  readonly basis: 'found' | 'inferred'
}

/** How the log names a setting. */
export const settingSubject = (name: string): string => `setting:${name}`

/** Declares a setting; its label and meaning are the messages `setting.<name>` and `setting.<name>.meaning`. */
export const schemeSetting = <S extends z.ZodType>(name: string, schema: S, standard: z.output<S>, basis: 'found' | 'inferred'): SchemeSetting<z.output<S>> =>
  ({ name, schema: schema as unknown as z.ZodType<z.output<S>>, standard, basis })
