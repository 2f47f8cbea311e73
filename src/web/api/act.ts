// An act: a write by an operation, after which what it may have changed is read anew.
import { useMutation, useQueryClient } from '@tanstack/react-query'

/** A hook for acts. @param reads operations that are read anew before the act is done; without them all are, after it */
export function actRereading(reads?: readonly string[]) {
  return function useAct<I, R>(run: (input: I) => Promise<R>, onDone?: (result: R) => void) {
    const queries = useQueryClient()
    return useMutation({
      mutationFn: run,
      onSuccess: async (result) => {
        if (reads === undefined) {
          onDone?.(result)
          await queries.invalidateQueries()
          return
        }
        await Promise.all(reads.map((name) => queries.invalidateQueries({ queryKey: [name] })))
        onDone?.(result)
      },
    })
  }
}
