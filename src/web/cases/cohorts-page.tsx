// Cohorts, for the scheme: their rules beside their counts, and the form that makes or changes one.
import { Button, Checkbox, Fieldset, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { NeedsAccount } from '../account/needs-account.tsx'
import { api, type Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { Opened } from './opened.tsx'
import classes from './cases.module.css'

type Cohort = Result<'listCohorts'>['items'][number]
type Clock = { readonly slug: string; readonly title: string; readonly months: number }

/** The clocks of the standards in force that award marks; a cohort may give each another length. */
function useClocks(): readonly Clock[] {
  const t = useMessages('cases')
  const row = useLooseRead('listStandards', { register: 'mark', limit: 200, language: t.language }).data?.items.find(({ isInForce, isExample }) => isInForce === true && !isExample)
  const whole = useLooseRead('getStandard', { standard: row?.standard ?? '', version: row?.version ?? '', language: t.language }, row !== undefined).data
  return whole?.clocks.map(({ slug, title, length }) => ({ slug, title, months: length.months })) ?? []
}

function CohortForm({ cohort, clocks, onDone }: { readonly cohort?: Cohort; readonly clocks: readonly Clock[]; readonly onDone: () => void }) {
  const t = useMessages('cases')
  const queries = useQueryClient()
  const [slug, setSlug] = useState(cohort?.cohort ?? '')
  const [title, setTitle] = useState(cohort?.title ?? '')
  const [note, setNote] = useState(cohort?.note ?? '')
  const [isCounted, setCounted] = useState(cohort?.isCounted ?? false)
  const [isOpen, setOpen] = useState(cohort?.isOpen ?? true)
  const [months, setMonths] = useState<Readonly<Record<string, string>>>(() => ({
    ...Object.fromEntries((cohort?.withoutClocks ?? []).map((clock) => [clock, '0'])),
    ...Object.fromEntries(Object.entries(cohort?.clockMonths ?? {}).map(([clock, length]) => [clock, String(length)])),
  }))
  const save = useMutation({
    mutationFn: (): Promise<unknown> => {
      const set = Object.entries(months).filter(([, value]) => value.trim() !== '')
      const rules = {
        title: title.trim(), isCounted, isOpen, note: note.trim() === '' ? null : note.trim(),
        clockMonths: Object.fromEntries(set.filter(([, value]) => Number(value) > 0).map(([clock, value]) => [clock, Number(value)])),
        withoutClocks: set.filter(([, value]) => Number(value) === 0).map(([clock]) => clock),
      }
      return cohort === undefined ? api.createCohort({ cohort: slug.trim(), ...rules }) : api.changeCohort({ cohort: cohort.cohort, version: cohort.version, ...rules })
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['listCohorts'] })
      onDone()
    },
  })
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}>
      <Stack gap="sm">
        {cohort === undefined ? <TextInput label={t('cohort.slug')} required maxLength={80} pattern="[a-z0-9]+(-[a-z0-9]+)*" value={slug} onChange={(event) => setSlug(event.currentTarget.value)} /> : null}
        <TextInput label={t('cohort.name')} required maxLength={200} value={title} onChange={(event) => setTitle(event.currentTarget.value)} />
        <Fieldset legend={t('cohort.col.rules')}>
          <Stack gap="sm">
            {clocks.map((clock) => (
              <TextInput
                key={clock.slug}
                type="number"
                inputMode="numeric"
                min={0}
                max={600}
                label={t('cohort.clock', { clock: clock.title })}
                description={t('cohort.clock.meaning', { months: clock.months })}
                value={months[clock.slug] ?? ''}
                onChange={(event) => setMonths({ ...months, [clock.slug]: event.currentTarget.value })}
              />
            ))}
          </Stack>
        </Fieldset>
        <Checkbox label={t('cohort.counted')} checked={isCounted} onChange={(event) => setCounted(event.currentTarget.checked)} />
        <Checkbox label={t('cohort.open')} checked={isOpen} onChange={(event) => setOpen(event.currentTarget.checked)} />
        <Textarea label={t('cohort.note')} autosize minRows={2} maxLength={2000} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
        <p className="quiet">{t('cohort.saved')}</p>
        <ProblemText error={save.error} />
        <Button type="submit" loading={save.isPending} disabled={title.trim() === '' || (cohort === undefined && slug.trim() === '')} className={classes.submit}>
          {t('cohort.save')}
        </Button>
      </Stack>
    </form>
  )
}

function Rules({ cohort, clocks }: { readonly cohort: Cohort; readonly clocks: readonly Clock[] }) {
  const t = useMessages('cases')
  const titleOf = (slug: string) => clocks.find((clock) => clock.slug === slug)?.title ?? slug
  const lines = [
    ...Object.entries(cohort.clockMonths).map(([clock, months]) => t('cohort.months', { clock: titleOf(clock), months })),
    ...cohort.withoutClocks.map((clock) => t('cohort.without', { clock: titleOf(clock) })),
  ]
  return lines.length === 0 ? t('cohort.as-standard') : lines.map((line) => <div key={line}>{line}</div>)
}

function Cohorts() {
  const t = useMessages('cases')
  const clocks = useClocks()
  const read = useLooseRead('listCohorts', {})
  const [changing, setChanging] = useState<string>()
  if (read.data === undefined) return <ProblemText error={read.error} />
  const changed = read.data.items.find(({ cohort }) => cohort === changing)
  const yes = (is: boolean) => (is ? t('cohort.yes') : t('cohort.no'))
  return (
    <>
      {read.data.items.length === 0 ? (
        <Empty title={t('cohort.none')}>
          <p>{t('cohort.none.next')}</p>
        </Empty>
      ) : (
        <PlainTable label={t('cohort.title')}>
          <thead>
            <tr>
              <th scope="col">{t('cohort.col.title')}</th>
              <th scope="col">{t('cohort.col.rules')}</th>
              <th scope="col">{t('cohort.col.cases')}</th>
              <th scope="col">{t('cohort.col.counted')}</th>
              <th scope="col">{t('cohort.col.open')}</th>
              <th scope="col">{t('cohort.change')}</th>
            </tr>
          </thead>
          <tbody>
            {read.data.items.map((cohort) => (
              <tr key={cohort.cohort}>
                <th scope="row">
                  {cohort.title}
                  {cohort.note === null ? null : <span className={classes.small}>{cohort.note}</span>}
                </th>
                <td>
                  <Rules cohort={cohort} clocks={clocks} />
                </td>
                <td>{t('cohort.counts', { all: cohort.caseCount, open: cohort.openCount, awarded: cohort.awardedCount })}</td>
                <td>{yes(cohort.isCounted)}</td>
                <td>{yes(cohort.isOpen)}</td>
                <td>
                  <Button size="xs" variant="default" aria-label={t('cohort.edit', { title: cohort.title })} onClick={() => setChanging(changing === cohort.cohort ? undefined : cohort.cohort)}>
                    {t('cohort.change')}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </PlainTable>
      )}
      {changed === undefined ? null : (
        <section aria-labelledby="change">
          <h2 id="change">{t('cohort.edit', { title: changed.title })}</h2>
          <CohortForm key={`${changed.cohort} ${changed.version}`} cohort={changed} clocks={clocks} onDone={() => setChanging(undefined)} />
        </section>
      )}
      <div className={classes.buttons}>
        <Opened label={t('cohort.new')}>{(close) => <CohortForm clocks={clocks} onDone={close} />}</Opened>
      </div>
    </>
  )
}

export function Page() {
  const t = useMessages('cases')
  return (
    <Frame>
      <PageHeading title={t('cohort.title')} lead={t('cohort.lead')} />
      <NeedsAccount roles={['operator']}>
        <Cohorts />
      </NeedsAccount>
    </Frame>
  )
}
