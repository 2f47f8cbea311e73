// Reads for screens, cached by operation, input and language. `useTimes` gives the day and the state of knowledge asked for.
import { keepPreviousData, queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useLanguage, currentLanguage } from '../messages/language.ts'
import type { Times } from '../shell/root-route.ts'
import { call, type InputFor, type OperationName, type Result } from './client.ts'

/** The times in the address: every public read passes them on. */
export function useTimes(): Times {
  const { asOf, knownAt } = useSearch({ strict: false }) as Times
  return { ...(asOf === undefined ? {} : { asOf }), ...(knownAt === undefined ? {} : { knownAt }) }
}

export const readOptions = <N extends OperationName>(name: N, input?: InputFor<N>, language = currentLanguage()) =>
  queryOptions({
    queryKey: [name, input ?? {}, language] as const,
    queryFn: ({ signal }): Promise<Result<N>> => call(name, input, { signal }),
  })

/** Waits by Suspense; a problem goes to the page's error screen. */
export const useRead = <N extends OperationName>(name: N, input?: InputFor<N>): Result<N> =>
  useSuspenseQuery(readOptions(name, input, useLanguage())).data as Result<N>

/** Does not wait: keeps the answer before while a filter changes, and says so. */
export const useLooseRead = <N extends OperationName>(name: N, input?: InputFor<N>, isWanted = true) =>
  useQuery({ ...readOptions(name, input, useLanguage()), placeholderData: keepPreviousData, enabled: isWanted })
