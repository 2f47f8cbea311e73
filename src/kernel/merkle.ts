// Merkle tree of RFC 6962 section 2.1: leaves and nodes are hashed apart, so that neither can pass for the other.
import { createHash } from 'node:crypto'

const sha256 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}
const LEAF = Uint8Array.of(0)
const NODE = Uint8Array.of(1)

export const sha256Hex = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex')

/** RFC 6962: `SHA-256(0x00 || leaf)`. */
export const leafHash = (text: string): Buffer => sha256(LEAF, Buffer.from(text, 'utf8'))

/** RFC 6962 tree head over leaf hashes; the head of nothing is `SHA-256()`. */
export function merkleRoot(leaves: readonly Uint8Array[]): Buffer {
  if (leaves.length === 0) return sha256()
  if (leaves.length === 1) return Buffer.from(leaves[0]!)
  let split = 1
  while (split * 2 < leaves.length) split *= 2
  return sha256(NODE, merkleRoot(leaves.slice(0, split)), merkleRoot(leaves.slice(split)))
}
