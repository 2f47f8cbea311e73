// Text from outside: what no string may hold, and how names are compared.
import { z } from 'zod'

/** NUL breaks PostgreSQL text, and a lone surrogate has no UTF-8: both are refused in every string (architecture section 5). */
export const isStorable = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed()

export const shortText = (max: number) => z.string().trim().min(1).max(max).refine(isStorable, 'the text holds a character that cannot be stored')
export const longText = (max: number) => z.string().max(max).refine(isStorable, 'the text holds a character that cannot be stored')

/** An address that may be shown as a link: http or https, nothing else. */
export const WebAddress = z.string().max(2000).refine((text) => /^https?:\/\/[^\s]+$/i.test(text), 'an address begins with http:// or https://')

/** The form in which two names are compared: no accents, case, punctuation or legal form. */
export const foldName = (name: string): string =>
  name.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toLowerCase()
    .replace(/ł/g, 'l').replace(/ø/g, 'o').replace(/ß/g, 'ss').replace(/&/g, ' and ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ').trim()

/**
 * Numbers as a language writes them, digit for digit: in Spanish and French `120.000 t` would be read as a thousand times as much.
 * @param text numbers with a decimal point, and whatever stands around them
 */
export function writtenNumbers(text: string, language: string): string {
  const point = new Intl.NumberFormat(language).formatToParts(1.5).find(({ type }) => type === 'decimal')!.value
  return text.replace(/(\d)\.(?=\d)/g, `$1${point}`)
}
