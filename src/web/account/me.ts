// Who is looking: the public, or the operator of this installation. A session is a cookie that scripts cannot read, so
// the server is asked.
import { useQueryClient } from '@tanstack/react-query'
import type { Role } from '#src/access/role.ts'
import type { Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'

export type Me = Result<'getMe'>

/** Nothing while it is not known. */
export const useMe = (): Me | undefined => useLooseRead('getMe', {}).data

export const holdsRole = (me: Me | undefined, ...roles: readonly Role[]): boolean =>
  me?.grants.some((grant) => roles.includes(grant.role)) ?? false

/** After signing in or out nothing that was read before may be shown again. */
export function useForgetReads(): () => Promise<void> {
  const queries = useQueryClient()
  return () => queries.resetQueries()
}
