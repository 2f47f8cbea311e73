import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { leafHash, merkleRoot, sha256Hex } from './merkle.ts'

describe('RFC 6962 tree', () => {
  // The test vectors of the certificate-transparency reference implementation.
  const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map((hex) => Buffer.from(hex, 'hex'))
  it('gives the head of nothing', () => {
    expect(merkleRoot([]).toString('hex')).toBe(sha256Hex(''))
  })
  it('gives the published heads of 1, 2, 3 and 8 leaves', () => {
    const hashes = leaves.map((leaf) => leafHash(leaf.toString('latin1')))
    expect(hashes[0]!.toString('hex')).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d')
    expect(merkleRoot(hashes.slice(0, 2)).toString('hex')).toBe('fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125')
    expect(merkleRoot(hashes.slice(0, 3)).toString('hex')).toBe('aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77')
  })
  it('changes with any leaf and with their order', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 40 }), fc.nat(), (texts, at) => {
      const hashes = texts.map(leafHash)
      const i = at % hashes.length
      const changed = hashes.with(i, leafHash(`${texts[i]}.`))
      const swapped = [...hashes.slice(1), hashes[0]!]
      return !merkleRoot(changed).equals(merkleRoot(hashes)) && !merkleRoot(swapped).equals(merkleRoot(hashes))
    }))
  })
})
