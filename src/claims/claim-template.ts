// What may be said, as data: a template of a statement with its places to fill, of what it may be said, to whom, and what it
// must rest on (custody notes 2.1, 2.5, 4.6; ISO 22095 claims). A template changes as a new version; a claim keeps the words
// it was issued with.
import { z } from 'zod'
import { Characteristic } from '#src/custody/balance-profile.ts'
import { CustodyModel } from '#src/custody/custody-model.ts'
import { Day } from '#src/kernel/time.ts'

export const SubjectKind = z.enum(['lot', 'shipment', 'site'])
export type SubjectKind = z.infer<typeof SubjectKind>

/** Who may rely on a claim. */
export const ClaimAudience = z.enum(['named-partner', 'business', 'eu-consumer', 'other-consumer', 'public'])
export type ClaimAudience = z.infer<typeof ClaimAudience>

/** Said to everybody: readable by its number alone. */
export const isPublicAudience = (audience: ClaimAudience): boolean => audience === 'public' || audience === 'eu-consumer' || audience === 'other-consumer'

/** What the statement rests on, and so what is checked and computed for it. */
export const ClaimBasis = z.enum(['site-award', 'awarded-share', 'mass-balance', 'recycled-content', 'origin-country', 'footprint', 'offset'])
export type ClaimBasis = z.infer<typeof ClaimBasis>

const Slug = z.string().regex(/^[a-z0-9][a-z0-9-]{1,59}$/)
const Words = z.object({ title: z.string().min(3).max(120), statement: z.string().min(10).max(1200), means: z.string().max(600) })
export type TemplateWords = z.infer<typeof Words>

export const ClaimTemplate = z.object({
  template: Slug,
  version: z.number().int().positive(),
  basis: ClaimBasis,
  subjects: z.array(SubjectKind).min(1),
  audiences: z.array(ClaimAudience).min(1),
  /** The models of custody under which it can be said; absent: the model plays no part. */
  models: z.array(CustodyModel).optional(),
  /** What the account that is debited holds, where the statement is of that alone; absent: whatever it is, the words name it. */
  characteristics: z.array(Characteristic).optional(),
  /** The least share it needs, 0 to 1: "made of" needs all of it. */
  leastShare: z.number().min(0).max(1).optional(),
  validityMonths: z.number().int().min(1).max(60),
  /** The scheme that reads the claim, where it is made for one. */
  recognisedBy: z.object({ scheme: z.string(), since: Day, source: z.string() }).optional(),
  source: z.string().min(3),
  quality: z.enum(['found', 'inferred']),
  words: z.object({ en: Words, es: Words, zh: Words, fr: Words }),
})
export type ClaimTemplate = z.infer<typeof ClaimTemplate>

/** The places of a statement, such as `{share}`. */
export const placesIn = (statement: string): string[] => [...new Set([...statement.matchAll(/\{([a-zA-Z]+)\}/g)].map(([, name]) => name!))]

/** @throws Error where a place has no value: a claim is never issued with a hole in it */
export function filled(statement: string, values: Readonly<Record<string, string>>): string {
  return statement.replace(/\{([a-zA-Z]+)\}/g, (_, name: string) => {
    const value = values[name]
    if (value === undefined) throw new Error(`the template names {${name}}, and nothing fills it`)
    return value
  })
}

/** A product claim is about metal; a claim about a site is about how it is run. */
export const isProductClaim = ({ basis }: Pick<ClaimTemplate, 'basis'>): boolean => basis !== 'site-award'
