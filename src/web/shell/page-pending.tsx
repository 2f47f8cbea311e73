// While a page is on its way: its outline, and one word for those who listen.
import { Skeleton } from '@mantine/core'
import { Page } from '../ui/page.tsx'

export function PagePending() {
  return (
    <Page>
      <div aria-busy="true" aria-live="polite">
        <Skeleton h={34} w="min(24rem, 80%)" mb="lg" />
        <Skeleton h={16} mb="xs" w="min(46rem, 100%)" />
        <Skeleton h={16} mb="xs" w="min(42rem, 95%)" />
        <Skeleton h={16} mb="xl" w="min(30rem, 70%)" />
        <Skeleton h={240} />
      </div>
    </Page>
  )
}
