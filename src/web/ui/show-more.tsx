// At the end of a list: the next rows while there are some.
import { Button } from '@mantine/core'
import type { More } from '../api/pages.ts'
import { useMessages } from '../messages/use-messages.ts'

export function ShowMore({ of: { hasMore, isAsking, more } }: { readonly of: More }) {
  const t = useMessages('shell')
  if (!hasMore) return null
  return (
    <Button variant="default" mt="md" loading={isAsking} onClick={more}>
      {t('list.more')}
    </Button>
  )
}
