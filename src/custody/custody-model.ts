// Chain-of-custody models (ISO 22095) and their order of strictness: material may be handed on under a looser model, never
// under a stricter one (custody notes 2.1).
import { z } from 'zod'
import { CustodyModel } from '#src/standards/standard.ts'

export { CustodyModel }

/** 0 is the strictest. */
export const loosenessOf = (model: CustodyModel): number => CustodyModel.options.indexOf(model)
export const isStricter = (a: CustodyModel, b: CustodyModel): boolean => loosenessOf(a) < loosenessOf(b)
/** The loosest of several: what a mixture may be called at most. */
export const loosestOf = (models: readonly CustodyModel[]): CustodyModel => CustodyModel.options[Math.max(0, ...models.map(loosenessOf))]!

/** Scrap by where it arises (ISO 14021): internal scrap never becomes recycled content (custody invariant 19). */
export const ScrapClass = z.enum(['internal', 'pre-consumer', 'post-consumer'])
export type ScrapClass = z.infer<typeof ScrapClass>
