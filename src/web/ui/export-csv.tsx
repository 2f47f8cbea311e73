// Takes a list along: all its rows, also those not shown yet.
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useMessages } from '../messages/use-messages.ts'
import { ProblemText } from './problem-text.tsx'

export function ExportCsv({ save }: { readonly save: () => Promise<void> }) {
  const t = useMessages('shell')
  const act = useMutation({ mutationFn: save })
  return (
    <>
      <Button variant="default" loading={act.isPending} onClick={() => act.mutate()}>
        {t('list.csv')}
      </Button>
      <ProblemText error={act.error} />
    </>
  )
}
