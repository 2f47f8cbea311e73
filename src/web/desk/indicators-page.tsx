// How the programme does, as of any day: each number with how many it rests on, made from published facts alone.
import { TextInput } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import classes from './desk.module.css'

const route = getRouteApi('/programme-indicators')

export function Page() {
  const t = useMessages('desk')
  const { day } = useFormat()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const read = useLooseRead('getProgrammeIndicators', search.day === undefined ? {} : { asOf: search.day })
  const number = new Intl.NumberFormat(t.language, { maximumFractionDigits: 1 })
  return (
    <Frame>
      <PageHeading title={t('indicators.title')} lead={t('indicators.lead')} />
      <TextInput
        type="date"
        maw={220}
        mb="md"
        label={t('indicators.day')}
        value={search.day ?? read.data?.asOf ?? ''}
        onChange={(event) => {
          const value = event.currentTarget.value
          void navigate({ search: value === '' ? {} : { day: value }, replace: true })
        }}
      />
      <ProblemText error={read.error} />
      {read.data === undefined ? null : (
        <>
          <p className="quiet">{t('indicators.as-of', { day: day(read.data.asOf) })}</p>
          <dl className={classes.numbers}>
            {read.data.indicators.map((one) => (
              <div key={one.indicator}>
                <dt>{t(`indicator.${one.indicator}`)}</dt>
                <dd>{one.value === null ? '–' : t(`unit.${one.unit}`, { value: number.format(one.value) })}</dd>
                <dd style={{ fontSize: '0.875rem' }} className="quiet">
                  {one.value === null ? t('indicators.nothing') : t('indicators.n', { count: one.n })} {t(`indicator.${one.indicator}.rule`)}
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </Frame>
  )
}
