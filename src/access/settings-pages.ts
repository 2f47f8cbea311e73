// Pages whose words are the operator's: who runs the installation, what it does with personal data, under which terms.
import { z } from 'zod'
import { longText } from '#src/kernel/text.ts'
import { schemeSetting } from './scheme-setting.ts'

export const PageName = z.enum(['imprint', 'privacy', 'terms'])
export type PageName = z.infer<typeof PageName>

/** Texts by language; plain, an empty line between paragraphs. */
export const PageTexts = z.record(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/), longText(40_000))
export type PageTexts = z.infer<typeof PageTexts>

export const pageSettings = {
  imprint: schemeSetting('page.imprint', PageTexts, {}, 'inferred'),
  privacy: schemeSetting('page.privacy', PageTexts, {}, 'inferred'),
  terms: schemeSetting('page.terms', PageTexts, {}, 'inferred'),
} as const

/** In the language asked for, else in English, else in any; nothing where the operator wrote none. */
export function textIn(texts: PageTexts, language: string): { text: string; language: string } | null {
  const written = Object.entries(texts).filter(([, text]) => text.trim() !== '')
  const found = written.find(([tag]) => tag === language) ?? written.find(([tag]) => tag === 'en') ?? written[0]
  return found === undefined ? null : { language: found[0], text: found[1] }
}
