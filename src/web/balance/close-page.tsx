// The close of a period in four looks: figures, what lapses, the balance, the stock; then once, for ever.
import { Button, Checkbox, Stack, Textarea } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api, type InputFor, type Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Fact, Facts } from '../ui/facts.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { RefusalText } from '../ui/refusal-text.tsx'
import { BookPage } from './book-page.tsx'
import { MassField, useAct, useMass, Waiting } from './parts.tsx'
import { massIn, type Unit } from './typed-mass.ts'
import classes from './balance.module.css'

const route = getRouteApi('/balance/$accountId/close')
type Preview = Result<'previewPeriodClose'>
const FIGURES = ['opening', 'credited', 'claimed', 'returned', 'adjusted', 'groupIn', 'groupOut', 'expired', 'closing', 'eligibleInput', 'otherInput', 'output'] as const
const isNothing = (mass: string): boolean => Number.parseFloat(mass) === 0

function Looks({ preview }: { readonly preview: Preview }) {
  const t = useMessages('balance')
  const { day } = useFormat()
  const mass = useMass()
  return (
    <>
      <h2>{t('close.figures')}</h2>
      <Facts>
        {FIGURES.filter((name) => ['opening', 'credited', 'claimed', 'closing'].includes(name) || !isNothing(preview.figures[name])).map((name) => <Fact key={name} name={t(`figure.${name}`)}>{mass(preview.figures[name])}</Fact>)}
      </Facts>
      {preview.members.length < 2 ? null : (
        <>
          <h3>{t('close.members')}</h3>
          <Facts>{preview.members.map((one) => <Fact key={one.accountId} name={one.siteName}>{mass(one.figures.closing)}</Fact>)}</Facts>
        </>
      )}
      {preview.creditsInDoubt.length === 0 ? null : (
        <section aria-labelledby="doubt">
          <h3 id="doubt">{t('close.doubt')}</h3>
          <p>{t('close.doubt.words')}</p>
          <PlainTable label={t('close.doubt')}>
            <thead><tr><th scope="col">{t('field.day')}</th><th scope="col">{t('field.supplier')}</th><th scope="col">{t('figure.amount')}</th><th scope="col">{t('field.rests')}</th></tr></thead>
            <tbody>{preview.creditsInDoubt.map((one) => <tr key={one.entryId}><td>{day(one.on, 'short')}</td><td>{one.supplierSite}</td><td className={classes.number}>{mass(one.amount)}</td><td>{one.restsRef}</td></tr>)}</tbody>
          </PlainTable>
        </section>
      )}
      <h2>{t('close.lapsing')}</h2>
      {preview.lapsing.length === 0 ? <p>{t('close.lapsing.none')}</p> : preview.lapsing.map((one) => (
        <p key={one.period}>{t('close.lapsing.words', { quantity: mass(one.quantity), period: one.period < 1 ? t('vintage.opening') : t('vintage.of', { period: one.period }) })}</p>
      ))}
      <h2>{t('close.floor')}</h2>
      <p>{t('close.floor.words', { closing: mass(preview.figures.closing), floor: mass(preview.floor) })}</p>
    </>
  )
}

function Close({ accountId, preview }: { readonly accountId: string; readonly preview: Preview }) {
  const t = useMessages('balance')
  const mass = useMass()
  const [fields, setFields] = useState({ counted: '', note: '', isUnderstood: false })
  const set = (more: Partial<typeof fields>): void => setFields((now) => ({ ...now, ...more }))
  const unit: Unit = preview.floor.endsWith('kg') ? 'kg' : 't'
  const close = useAct(() => api.closePeriod({
    accountId, period: preview.period, ...(fields.counted.trim() === '' ? {} : { countedStock: massIn(fields.counted, unit, t.language) }), ...(fields.note.trim() === '' ? {} : { differenceNote: fields.note.trim() }),
  } as InputFor<'closePeriod'>), () => set({ counted: '', note: '', isUnderstood: false }))
  return (
    <form className={classes.form} onSubmit={(event) => { event.preventDefault(); close.mutate(undefined) }}>
      <h2>{t('close.stock')}</h2>
      <Stack gap="sm">
        <MassField label={t('close.counted')} unit={unit} {...preview.expectedStock === null ? {} : { says: t('close.expected', { quantity: mass(preview.expectedStock) }) }} value={fields.counted} onChange={(counted) => set({ counted })} />
        <Textarea label={t('close.note')} autosize minRows={2} maxLength={1000} value={fields.note} onChange={(event) => set({ note: event.currentTarget.value })} />
        <Checkbox label={t('close.understood')} checked={fields.isUnderstood} onChange={(event) => set({ isUnderstood: event.currentTarget.checked })} />
        {preview.refusal === null ? null : <p role="alert"><RefusalText refusal={preview.refusal} /></p>}
        <ProblemText error={close.error} />
        {close.data === undefined ? null : <p className={classes.answer} role="status">{t('close.done', { closing: mass(close.data.period.figures.closing) })}</p>}
        <Button type="submit" className={classes.submit} disabled={!fields.isUnderstood || preview.refusal !== null} loading={close.isPending}>{t('close.submit')}</Button>
      </Stack>
    </form>
  )
}

function Content() {
  const { accountId } = route.useParams()
  const t = useMessages('balance')
  const { day } = useFormat()
  const { data, error } = useLooseRead('previewPeriodClose', { accountId })
  return (
    <>
      <PageHeading title={t('close.title')} lead={data === undefined ? undefined : t('close.lead', { from: day(data.from), to: day(data.to) })} />
      <p><Link to="/balance/$accountId" params={{ accountId }}>{t('account.back')}</Link></p>
      {data === undefined ? <Waiting error={error} /> : (
        <div className={classes.steps}>
          <Looks preview={data} />
          <Close accountId={accountId} preview={data} />
        </div>
      )}
    </>
  )
}

export const Page = () => (
  <BookPage isForKeepers>
    <Content />
  </BookPage>
)
