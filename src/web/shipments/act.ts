// One act on a shipment: calls an operation, then reads anew whatever tells of it.
import { useMutation, useQueryClient } from '@tanstack/react-query'

const READS = ['listShipments', 'getShipment', 'listOpenReceipts', 'listNotices', 'getNext', 'listLots', 'listEvents']

export function useAct<A, T>(run: (input: A) => Promise<T>, onDone?: (result: T) => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: run,
    onSuccess: async (result) => {
      await Promise.all(READS.map((name) => queries.invalidateQueries({ queryKey: [name] })))
      onDone?.(result)
    },
  })
}
