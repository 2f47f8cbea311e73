import { describe, expect, it } from 'vitest'
import type { Role } from '#src/access/role.ts'
import { isFor, type Viewer } from './audience.ts'

const holding = (...roles: Role[]): Viewer => ({ kind: roles.includes('operator') ? 'operator' : 'member', grants: roles.map((role) => ({ role, scope: { kind: 'house', id: '' } })) })
const nobody: Viewer = { kind: 'public', grants: [] }

describe('an entry of the navigation', () => {
  it('without an audience is everybody’s', () => {
    expect([undefined, nobody, holding()].map((viewer) => isFor(undefined, viewer))).toEqual([true, true, true])
    expect(isFor('everyone', nobody)).toBe(true)
  })
  it('of members is of whoever is signed in', () => {
    expect([undefined, nobody, holding(), holding('partner')].map((viewer) => isFor('member', viewer))).toEqual([false, false, true, true])
  })
  it('of roles is of whoever holds one of them', () => {
    expect(isFor('operator', holding('site-owner'))).toBe(false)
    expect(isFor('operator', holding('operator'))).toBe(true)
    expect(isFor(['lead-assessor', 'assessor'], holding('assessor'))).toBe(true)
    expect(isFor(['lead-assessor', 'assessor'], nobody)).toBe(false)
  })
})
