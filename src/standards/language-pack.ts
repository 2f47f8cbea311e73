// The words of a standard in one more language: a file beside the standard (`<version>.<language>.yaml`), so that a
// language can be added or reviewed without touching a released standard. Until someone who knows the field has read
// it, a pack says `reviewed: false`, and every page that uses it says so.
import { z } from 'zod'
import { shortText } from '#src/kernel/text.ts'
import { Slug } from './award-rule.ts'
import { Language, Version, type Standard } from './standard.ts'

const title = shortText(200)
const prose = shortText(1500)
const titles = z.record(Slug, title).default({})

export const LanguagePack = z.strictObject({
  form: z.literal('cupel-standard-language-1', 'a language pack says form: cupel-standard-language-1'),
  standard: Slug,
  version: Version,
  language: Language,
  reviewed: z.boolean(),
  reviewedBy: shortText(200).optional(),
  title,
  about: prose,
  notice: prose,
  groups: titles,
  levels: titles,
  marks: titles,
  clocks: titles,
  criteria: z.record(Slug, z.strictObject({ title, meaning: prose })),
})
export type LanguagePack = z.infer<typeof LanguagePack>

/** Where a pack does not fit its standard: words that are missing, and words for what the standard does not have. */
export function packFaults(pack: LanguagePack, standard: Standard): { path: (string | number)[]; message: string }[] {
  const parts: [keyof LanguagePack & ('groups' | 'levels' | 'marks' | 'clocks' | 'criteria'), readonly { slug: string }[]][] = [
    ['groups', standard.groups], ['levels', standard.ratingScale.levels], ['marks', standard.marks],
    ['clocks', standard.clocks], ['criteria', standard.criteria],
  ]
  return parts.flatMap(([part, list]) => {
    const wanted = new Set(list.map(({ slug }) => slug))
    const given = Object.keys(pack[part])
    return [
      ...[...wanted].filter((slug) => !given.includes(slug)).map((slug) => ({ path: [part], message: `the words for ${slug} are missing` })),
      ...given.filter((slug) => !wanted.has(slug)).map((slug) => ({ path: [part, slug], message: `the standard has no ${slug} in ${part}` })),
    ]
  })
}

/** The words chosen for one reader. A draft may have moved on from a pack: what the pack lacks stays in the source language. */
export type Wording = {
  readonly language: string
  readonly isReviewed: boolean
  readonly of: (part: 'groups' | 'levels' | 'marks' | 'clocks', slug: string, source: string) => string
  readonly criterion: (slug: string, source: { title: string; meaning: string }) => { title: string; meaning: string }
  readonly standard: { readonly title: string; readonly about: string; readonly notice: string }
}

/** `pt-BR` is served by the pack `pt-BR`, else by `pt`, else by the standard's own language. */
export function wordingFor(standard: Standard, packs: readonly LanguagePack[], language: string): Wording {
  const wanted = language.toLowerCase()
  const tags = [wanted, wanted.split('-')[0]!]
  const tag = tags.find((one) => one === standard.language.toLowerCase() || packs.some((pack) => pack.language.toLowerCase() === one))
  const pack = packs.find((one) => one.language.toLowerCase() === tag)
  return {
    language: pack?.language ?? standard.language,
    isReviewed: pack?.reviewed ?? true,
    of: (part, slug, source) => pack?.[part][slug] ?? source,
    criterion: (slug, source) => pack?.criteria[slug] ?? source,
    standard: pack ?? standard,
  }
}
