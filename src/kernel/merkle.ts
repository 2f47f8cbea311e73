// Merkle tree of RFC 6962 section 2.1: leaves and nodes are hashed apart, so that neither can pass for the other.
import { hash } from 'node:crypto'

export const sha256Hex = (text: string | Uint8Array): string => hash('sha256', text)

/** RFC 6962: `SHA-256(0x00 || leaf)`. */
export const leafHash = (text: string): Buffer => hash('sha256', `\0${text}`, 'buffer')

/** RFC 6962: `SHA-256(0x01 || left || right)`. */
function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  const node = Buffer.allocUnsafe(1 + left.length + right.length)
  node[0] = 1
  node.set(left, 1)
  node.set(right, 1 + left.length)
  return hash('sha256', node, 'buffer')
}

/** RFC 6962 tree head over leaf hashes; the head of nothing is `SHA-256()`. */
export function merkleRoot(leaves: readonly Uint8Array[]): Buffer {
  if (leaves.length === 0) return hash('sha256', '', 'buffer')
  if (leaves.length === 1) return Buffer.from(leaves[0]!)
  let split = 1
  while (split * 2 < leaves.length) split *= 2
  return nodeHash(merkleRoot(leaves.slice(0, split)), merkleRoot(leaves.slice(split)))
}
