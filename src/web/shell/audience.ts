// Who sees which place of the navigation. The server asks again at every door; this only spares people doors that are not theirs.
import type { Role } from '#src/access/role.ts'
import type { Me } from '../account/me.ts'
import type { Audience } from './area.ts'

export type Viewer = Pick<Me, 'kind' | 'grants'> | undefined

/** While it is not known who looks, only what is everybody's is shown. */
export function isFor(audience: Audience | undefined, viewer: Viewer): boolean {
  if (audience === undefined || audience === 'everyone') return true
  if (viewer === undefined || viewer.kind === 'public') return false
  if (audience === 'member') return true
  const roles: readonly Role[] = typeof audience === 'string' ? [audience] : audience
  return viewer.grants.some(({ role }) => roles.includes(role))
}

export const isSignedIn = (viewer: Viewer): boolean => viewer !== undefined && viewer.kind !== 'public'
