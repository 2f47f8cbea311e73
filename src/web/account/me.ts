// Who is looking: the public, or the operator of this installation. A session is a cookie that scripts cannot read, so
// the server is asked.
import { useQueryClient } from '@tanstack/react-query'
import type { Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'

export type Me = Result<'getMe'>

/** Nothing while it is not known. */
export const useMe = (): Me | undefined => useLooseRead('getMe', {}).data

/** After signing in or out nothing that was read before may be shown again. */
export function useForgetReads(): () => Promise<void> {
  const queries = useQueryClient()
  return () => queries.resetQueries()
}
