// Claims and passports checked against the log: what was issued still reads as it did (custody invariants 15 and 31). Pure.
import { sha256Hex } from '#src/kernel/merkle.ts'
import type { Finding, Said } from '#src/transparency/fsck.ts'

export const issuedKinds: readonly string[] = ['claim.issued', 'passport.issued']

export type IssuedText = { readonly id: string; readonly version?: number; readonly text: string; readonly digest: string }

const nameOf = (id: string, version: unknown): string => version === undefined ? id : `${id} version ${String(version)}`

function checkTexts(kind: string, word: string, said: readonly Said[], texts: readonly IssuedText[]): Finding[] {
  const findings: Finding[] = []
  const own = said.filter((one) => one.kind === kind)
  const digests = new Map(own.filter(({ body }) => body !== null).map(({ subject, body }) => [nameOf(subject, body!['version']), body!['digest']]))
  const isErased = own.some(({ body }) => body === null)
  for (const { id, version, text, digest } of texts) {
    const name = nameOf(id, version)
    const where = `${word} ${name}`
    if (sha256Hex(text) !== digest) findings.push({ where, what: 'its text does not have its digest' })
    if (!digests.has(name)) { if (!isErased) findings.push({ where, what: 'no entry of the log speaks of it' }) }
    else if (digests.get(name) !== digest) findings.push({ where, what: 'its digest is not the one that the log vouches for' })
    digests.delete(name)
  }
  for (const name of digests.keys()) findings.push({ where: `${word} ${name}`, what: 'the log says it was issued, and it is not there' })
  return findings
}

export const checkIssued = (said: readonly Said[], claims: readonly IssuedText[], passports: readonly IssuedText[]): Finding[] =>
  [...checkTexts('claim.issued', 'claim', said, claims), ...checkTexts('passport.issued', 'passport', said, passports)]
