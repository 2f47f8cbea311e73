// The file in which evidence travels: a zip with a manifest of hashes that anybody can check without us, with `sha256sum -c`
// or with the check here. The manifest's own digest is what a statement or a mail can quote.
import { strFromU8, strToU8, zipSync } from 'fflate'
import { z } from 'zod'
import { canonicalText } from '#src/kernel/canonical.ts'
import { sha256Hex } from '#src/kernel/merkle.ts'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse } from '#src/kernel/refusal.ts'
import { unpackParts } from '../spreadsheet/archive.ts'

export const PACK_FORMAT = 'cupel-evidence-pack/1'
const MOST_BYTES = 200_000_000
const MOST_RATIO = 250

/** A name inside the pack that stays inside whatever folder it is unpacked into. */
const PackPath = z.string().max(200).regex(/^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/)

export const PackManifest = z.object({
  format: z.literal(PACK_FORMAT),
  /** What the pack is about, such as a shipment or a lot by its number. */
  subject: z.object({ kind: z.enum(['shipment', 'lot']), id: z.string().max(200) }),
  madeAt: z.string().max(40),
  madeBy: z.string().max(300),
  isSimulated: z.boolean(),
  files: z.array(z.object({ path: PackPath, sha256: z.string().regex(/^[0-9a-f]{64}$/), bytes: z.number().int().nonnegative(), title: z.string().max(300) })).max(5000),
})
export type PackManifest = z.infer<typeof PackManifest>
export type PackedFile = { readonly path: string; readonly title: string; readonly bytes: Uint8Array }

export const PackCheck = z.object({
  manifest: PackManifest,
  /** SHA-256 of the manifest's canonical text: what to compare with the number you were given. */
  digest: z.string(),
  isWhole: z.boolean(),
  files: z.array(z.object({ path: z.string(), state: z.enum(['as-listed', 'altered', 'missing', 'not-listed']) })),
})
export type PackCheck = z.infer<typeof PackCheck>

export const manifestDigest = (manifest: PackManifest): string => sha256Hex(canonicalText(manifest))

/** The same files give the same bytes: entries are sorted and carry one fixed date. */
export function packFile(about: Omit<PackManifest, 'format' | 'files'>, files: readonly PackedFile[]): { readonly bytes: Uint8Array; readonly digest: string } {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1))
  const manifest: PackManifest = PackManifest.parse({
    ...about, format: PACK_FORMAT,
    files: sorted.map(({ path, title, bytes }) => ({ path, sha256: sha256Hex(bytes), bytes: bytes.byteLength, title })),
  })
  const sums = manifest.files.map(({ path, sha256 }) => `${sha256}  ${path}\n`).join('')
  const entries = Object.fromEntries(sorted.map(({ path, bytes }) => [path, bytes]))
  const bytes = zipSync({ 'manifest.json': strToU8(canonicalText(manifest)), SHA256SUMS: strToU8(sums), ...entries }, { mtime: new Date('2000-01-01T00:00:00Z'), level: 6 })
  return { bytes, digest: manifestDigest(manifest) }
}

const OWN: ReadonlySet<string> = new Set(['manifest.json', 'SHA256SUMS'])

/**
 * Looks every file of a pack through. A pack whose files were altered is answered, not refused: that is what is asked.
 * @returns refusals `archive-damaged`, `archive-too-large`, `file-protected`, `pack-invalid`
 */
export function checkPack(bytes: Uint8Array): Outcome<PackCheck> {
  const unpacked = unpackParts(bytes, { unpackedBytes: MOST_BYTES, unpackedRatio: MOST_RATIO }, (name) => !name.endsWith('/'))
  if (!unpacked.accepted) return unpacked
  const parts = unpacked.value
  const text = parts.get('manifest.json')
  const manifest = text === undefined ? undefined : manifestOf(strFromU8(text))
  if (manifest === undefined) return deny(refuse('pack-invalid', 'This is no evidence pack: it has no manifest that can be read. Ask whoever sent it for the file as it was made.'))
  const listed = new Map(manifest.files.map((file) => [file.path, file]))
  const files = [
    ...manifest.files.map(({ path, sha256 }) => {
      const part = parts.get(path)
      return { path, state: part === undefined ? 'missing' as const : sha256Hex(part) === sha256 ? 'as-listed' as const : 'altered' as const }
    }),
    ...[...parts.keys()].filter((path) => !OWN.has(path) && !listed.has(path)).map((path) => ({ path, state: 'not-listed' as const })),
  ]
  return accept({ manifest, digest: manifestDigest(manifest), isWhole: files.every(({ state }) => state === 'as-listed'), files })
}

function manifestOf(text: string): PackManifest | undefined {
  try {
    const parsed = PackManifest.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}
