import { strToU8, unzipSync, zipSync } from 'fflate'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sha256Hex } from '#src/kernel/merkle.ts'
import { checkPack, packFile } from './pack-file.ts'

const about = { subject: { kind: 'shipment' as const, id: 'SH-1' }, madeAt: '2026-06-01T00:00:00Z', madeBy: 'Alta Copper', isSimulated: false }
const files = [{ path: 'index.html', title: 'Overview', bytes: strToU8('<p>hello</p>') }, { path: 'documents/coa.pdf', title: 'Certificate of analysis', bytes: strToU8('%PDF-1.7') }]
const checked = (bytes: Uint8Array) => { const outcome = checkPack(bytes); if (!outcome.accepted) throw new Error(outcome.refusal.code); return outcome.value }

describe('an evidence pack', () => {
  it('is whole as it was made, and the same files give the same bytes in any order', () => {
    const { bytes, digest } = packFile(about, files)
    expect(checked(bytes)).toMatchObject({ isWhole: true, digest, files: [{ path: 'documents/coa.pdf', state: 'as-listed' }, { path: 'index.html', state: 'as-listed' }] })
    expect(packFile(about, files.toReversed()).bytes).toEqual(bytes)
  })

  it('can be checked without us: the sums are in the form sha256sum reads', () => {
    const parts = unzipSync(packFile(about, files).bytes)
    expect(new TextDecoder().decode(parts.SHA256SUMS)).toBe(`${sha256Hex('%PDF-1.7')}  documents/coa.pdf\n${sha256Hex('<p>hello</p>')}  index.html\n`)
  })

  it('tells a file that was altered, taken out or put in', () => {
    const parts = unzipSync(packFile(about, files).bytes)
    const { 'index.html': _out, ...rest } = parts
    expect(checked(zipSync({ ...parts, 'index.html': strToU8('<p>hallo</p>') })).files).toContainEqual({ path: 'index.html', state: 'altered' })
    expect(checked(zipSync(rest)).files).toContainEqual({ path: 'index.html', state: 'missing' })
    expect(checked(zipSync({ ...parts, 'more.txt': strToU8('x') }))).toMatchObject({ isWhole: false, files: expect.arrayContaining([{ path: 'more.txt', state: 'not-listed' }]) })
  })

  it('has another digest when its manifest was altered with the file', () => {
    const { bytes, digest } = packFile(about, files)
    const parts = unzipSync(bytes)
    const manifest = new TextDecoder().decode(parts['manifest.json']).replace(sha256Hex('<p>hello</p>'), sha256Hex('x'))
    const forged = checked(zipSync({ ...parts, 'manifest.json': strToU8(manifest), 'index.html': strToU8('x') }))
    expect(forged.isWhole).toBe(true)
    expect(forged.digest).not.toBe(digest)
  })

  it.each([
    ['no archive', strToU8('hello'), 'archive-damaged'],
    ['an archive without a manifest', zipSync({ a: strToU8('b') }), 'pack-invalid'],
    ['a manifest that leads out of the folder', zipSync({ 'manifest.json': strToU8(JSON.stringify({ ...about, format: 'cupel-evidence-pack/1', files: [{ path: '../x', sha256: '0'.repeat(64), bytes: 0, title: '' }] })) }), 'pack-invalid'],
    ['an archive that unpacks to more than is read', zipSync({ 'manifest.json': strToU8('{}'), big: new Uint8Array(300_000_000) }), 'archive-too-large'],
  ])('is refused where it is %s', (_, bytes, code) => {
    expect(checkPack(bytes)).toMatchObject({ accepted: false, refusal: { code } })
  })

  it('never passes as whole with one byte of a file changed', () => {
    fc.assert(fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), fc.nat(), (content, at) => {
      const parts = unzipSync(packFile(about, [{ path: 'a.bin', title: 'a', bytes: content }]).bytes)
      const changed = content.slice()
      changed[at % content.length]! ^= 1
      expect(checked(zipSync({ ...parts, 'a.bin': changed })).isWhole).toBe(false)
    }), { numRuns: 50 })
  })
})
