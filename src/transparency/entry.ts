// The bytes of a log entry. The header is the position and the digest of the payload, nothing else: no header shows when a
// worker spoke or a cargo moved (architecture section 5). These bytes are hashed for ever; they never change.
import { canonicalText } from '#src/kernel/canonical.ts'
import { leafHash, merkleRoot, sha256Hex } from '#src/kernel/merkle.ts'
import type { Instant } from '#src/kernel/time.ts'
import type { FactLine } from './fact.ts'

/** The version of the payload's form; a reader keeps an up-caster per version, a payload is never migrated. */
export const PAYLOAD_VERSION = 1

export type Payload = {
  readonly version: number
  readonly kind: string
  readonly subject: string
  readonly at: Instant
  readonly actor: string
  /** Random, so that nobody can find a payload by trying likely ones against the digest. */
  readonly salt: string
  readonly body: Readonly<Record<string, unknown>>
  /** Where the entry carries lines: the RFC 6962 head over them, and how many. */
  readonly lines?: { readonly root: string; readonly count: number }
}

/** An entry and a line as they stand in the database. */
export type EntryRow = { position: number; header: string; leaf_hash: Buffer; payload: string | null; kind: string; subject: string; is_public: boolean; recorded_at: string }
export type LineRow = { position: number; line: number; leaf_hash: Buffer; kind: string; fact_id: string; text: string | null }

export type SealedEntry = { readonly header: string; readonly leafHash: Buffer; readonly payload: string }

/** Seals a payload at a position. @returns the three texts and hashes that are stored as written */
export function sealEntry(position: number, payload: Payload): SealedEntry {
  const text = canonicalText(payload)
  const header = canonicalText({ digest: sha256Hex(text), position })
  return { header, leafHash: leafHash(header), payload: text }
}

export type SealedLine = { readonly text: string; readonly leafHash: Buffer; readonly kind: string; readonly factId: string }

/** Each line has a salt of its own, so that one can be erased by law without its hash giving it away. */
export function sealLine(line: FactLine, salt: string): SealedLine {
  const text = canonicalText({ ...line, salt })
  return { text, leafHash: leafHash(text), kind: line.kind, factId: line.id }
}

export const lineRoot = (lines: readonly { readonly leafHash: Uint8Array }[]): string => merkleRoot(lines.map((line) => line.leafHash)).toString('hex')
