// Identifiers. Public ones are readable and carry a check character (ISO 7064 MOD 37,36), which catches every single
// wrong character and nearly every transposition; internal ones are a prefix and a UUIDv7 in Crockford base 32.
import { z } from 'zod'

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
/** Crockford base 32: no I, L, O, U, so that a code read over the telephone stays itself. */
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** ISO 7064 MOD 37,36 check character of an upper-case alphanumeric text; other characters are passed over. */
export function checkCharacter(text: string): string {
  let product = 36
  for (const character of text) {
    const value = ALPHABET.indexOf(character)
    if (value < 0) continue
    product = ((product + value) % 36 || 36) * 2 % 37
  }
  return ALPHABET[(37 - product) % 36]!
}

export const hasValidCheck = (text: string): boolean => checkCharacter(text.slice(0, -1)) === text.at(-1)

const crockford = (bytes: Uint8Array, length: number): string => {
  let bits = 0n
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte)
  let text = ''
  for (let i = 0; i < length; i++) { text = CROCKFORD[Number(bits & 31n)]! + text; bits >>= 5n }
  return text
}

/** `CHL-7K2QXM4`: the country where a site stands, six characters, one check character. */
export const SiteId = z.string().regex(/^[A-Z]{3}-[0-9A-HJKMNP-TV-Z]{6}[0-9A-Z]$/, 'a site number looks like CHL-7K2QXM4')
  .refine(hasValidCheck, 'the check character of this site number does not fit: a character is wrong or two are exchanged')
export type SiteId = string

/** @param bytes at least four bytes, random or derived from a name that never changes */
export function siteIdFrom(country: string, bytes: Uint8Array): SiteId {
  const body = `${country}-${crockford(bytes.slice(0, 4), 6)}`
  return body + checkCharacter(body)
}

/** `imp_01JD…`: prefix and the sixteen bytes of a UUID. */
export const prefixedId = (prefix: string, uuid: Uint8Array): string => `${prefix}_${crockford(uuid, 26).toLowerCase()}`

/** A stable slug of a name: lower case, ASCII, hyphens. */
export const slugOf = (name: string): string =>
  name.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').replace(/ł/g, 'l').replace(/ø/g, 'o').replace(/ß/g, 'ss')
    .toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 80)
