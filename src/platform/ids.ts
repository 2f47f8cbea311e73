// Identifiers and salts from the system's randomness; tests hand in a counted one.
import { randomBytes } from 'node:crypto'
import { prefixedId, siteIdFrom, type SiteId } from '#src/kernel/id.ts'
import type { Clock } from './clock.ts'

export type IdSource = {
  newId(prefix: string): string
  newSiteId(country: string): SiteId
  newSalt(): string
}

/** UUIDv7: milliseconds first, so that identifiers made later sort later. */
function uuid7(now: number): Uint8Array {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(now, 0, 6)
  bytes[6] = (bytes[6]! & 0x0f) | 0x70
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return bytes
}

export const systemIds = (clock: Clock): IdSource => ({
  newId: (prefix) => prefixedId(prefix, uuid7(Date.parse(clock.now()))),
  newSiteId: (country) => siteIdFrom(country, randomBytes(4)),
  newSalt: () => randomBytes(16).toString('base64url'),
})
