// What anybody who holds a printed statement learns: valid, void or superseded.
import { getRouteApi } from '@tanstack/react-router'
import { useLooseRead } from '../api/reads.ts'
import { Problem } from '../api/problem.ts'
import { useMessages } from '../messages/use-messages.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { Waiting } from './parts.tsx'
import classes from './balance.module.css'

const route = getRouteApi('/statement-check/$number/$digest')

export function Page() {
  const t = useMessages('balance')
  const { number, digest } = route.useParams()
  // What cannot be one is not asked for.
  const isWhole = /^TS-[0-9A-Z]{10}-[0-9A-Z]$/.test(number) && /^[0-9a-f]{64}$/.test(digest)
  const { data, error } = useLooseRead('checkStatement', { number, digest }, isWhole)
  return (
    <Frame width="reading">
      <PageHeading title={t('check.title')} />
      {data !== undefined ? (
        <>
          <p className={classes.standing}>{data.standing === 'valid' ? '✓ ' : '✕ '}{t(`check.${data.standing}`, { number })}</p>
          <p>{t('check.meaning')}</p>
        </>
      ) : !isWhole || error instanceof Problem && [400, 404, 422].includes(error.body.status) ? <p role="alert">{t('check.unknown')}</p> : <Waiting error={error} />}
    </Frame>
  )
}
