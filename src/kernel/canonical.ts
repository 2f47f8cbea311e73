// Canonical JSON (RFC 8785), the only text we hash. Its bytes are stored as written; `jsonb` reorders keys and is never hashed.
import canonicalize from 'canonicalize'

/** @throws TypeError when the value has no canonical text (undefined, NaN, a function) */
export function canonicalText(value: unknown): string {
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('this value has no canonical JSON text')
  return text
}
