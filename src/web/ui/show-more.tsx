// At the end of a list: the next rows while there are some.
import { Button } from '@mantine/core'
import { useMessages } from '../messages/use-messages.ts'

export function ShowMore({ of: { hasMore, isAsking, more } }: { readonly of: { readonly hasMore: boolean; readonly isAsking: boolean; readonly more: () => void } }) {
  const t = useMessages('shell')
  if (!hasMore) return null
  return (
    <Button variant="default" loading={isAsking} onClick={more}>
      {t('list.more')}
    </Button>
  )
}
