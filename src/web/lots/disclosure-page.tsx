// What a party lets others see of its metal, with a preview of a lot as others will see it.
import { Button, NativeSelect } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { NeedsAccount } from '../account/needs-account.tsx'
import { holdsRole, useMe } from '../account/me.ts'
import { call, type Result } from '../api/client.ts'
import { BookChoice } from '../custody/book-choice.tsx'
import { useLanguage } from '../messages/language.ts'
import { LotField } from '../custody/lot-field.tsx'
import { OrganisationName } from '../custody/names.tsx'
import { PartnerField } from '../custody/partner-field.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { AnswerView } from './answer-view.tsx'
import classes from './lots.module.css'

const route = getRouteApi('/lots/disclosure')
type Choice = Result<'listDisclosures'>['items'][number]
const FIELDS = ['origin', 'handling', 'documents', 'footprint', 'shares'] as const
const LEVELS = ['nothing', 'region', 'country', 'site'] as const
const levelsOf = (field: string) => (field === 'origin' || field === 'handling' ? LEVELS : (['nothing', 'site'] as const))
const keyOf = (organisationId: string) => ['listDisclosures', organisationId]

const isGroup = (partner: string): boolean => partner === 'everyone' || partner === 'public'

function usePartnerName() {
  const t = useMessages('lots')
  return (partner: string): string => (partner === 'everyone' ? t('disclosure.everyone') : partner === 'public' ? t('disclosure.public') : partner)
}

/** Whom it is about: everyone, the public, or one organisation by its id. */
function PartnerChoice({ partner, onChange }: { readonly partner: string; readonly onChange: (partner: string) => void }) {
  const t = useMessages('lots')
  const isOne = !isGroup(partner)
  return (
    <>
      <NativeSelect
        label={t('disclosure.partner')}
        value={isOne ? 'one' : partner}
        onChange={(event) => onChange(event.currentTarget.value === 'one' ? '' : event.currentTarget.value)}
        data={[{ value: 'everyone', label: t('disclosure.everyone') }, { value: 'public', label: t('disclosure.public') }, { value: 'one', label: t('disclosure.one') }]}
      />
      {isOne ? <PartnerField label={t('disclosure.organisation')} isRequired value={partner} error={undefined} onChange={onChange} /> : null}
    </>
  )
}

function NewChoice({ organisationId }: { readonly organisationId: string }) {
  const t = useMessages('lots')
  const queries = useQueryClient()
  const [partner, setPartner] = useState('everyone')
  const [field, setField] = useState<(typeof FIELDS)[number]>('origin')
  const [level, setLevel] = useState<(typeof LEVELS)[number]>('country')
  const set = useMutation({
    mutationFn: () => call('setDisclosure', { organisationId, partner: partner.trim(), field, level }),
    onSuccess: () => queries.invalidateQueries({ queryKey: keyOf(organisationId) }),
  })
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        set.mutate()
      }}>
      <PartnerChoice partner={partner} onChange={setPartner} />
      <NativeSelect
        label={t('disclosure.field')}
        value={field}
        onChange={(event) => {
          const next = event.currentTarget.value as (typeof FIELDS)[number]
          setField(next)
          if (!(levelsOf(next) as readonly string[]).includes(level)) setLevel('site')
        }}
        data={FIELDS.map((value) => ({ value, label: t(`field.${value}`) }))}
      />
      <NativeSelect label={t('column.level')} value={level} onChange={(event) => setLevel(event.currentTarget.value as (typeof LEVELS)[number])} data={levelsOf(field).map((value) => ({ value, label: t(`level.${value}`) }))} />
      <ProblemText error={set.error} />
      {set.isSuccess ? <p role="status">{t('disclosure.done')}</p> : null}
      <div>
        <Button type="submit" loading={set.isPending}>
          {t('disclosure.set')}
        </Button>
      </div>
    </form>
  )
}

function Choices({ organisationId, mayChoose }: { readonly organisationId: string; readonly mayChoose: boolean }) {
  const t = useMessages('lots')
  const name = usePartnerName()
  const { day } = useFormat()
  const queries = useQueryClient()
  const read = useQuery({ queryKey: keyOf(organisationId), queryFn: ({ signal }) => call('listDisclosures', { organisationId }, { signal }) })
  const drop = useMutation({
    mutationFn: ({ partner, field, level }: Choice) => call('setDisclosure', { organisationId, partner, field, level, isDropped: true }),
    onSuccess: () => queries.invalidateQueries({ queryKey: keyOf(organisationId) }),
  })
  if (read.data === undefined) return read.error === null ? <p role="status">{t('loading')}</p> : <ProblemText error={read.error} />
  if (read.data.items.length === 0) return <p>{t('disclosure.none')}</p>
  return (
    <>
      <ProblemText error={drop.error} />
      <PlainTable label={t('disclosure.choices')}>
        <thead>
          <tr>
            {(['partner', 'field', 'level', 'born'] as const).map((column) => <th key={column} scope="col">{t(`column.${column}`)}</th>)}
            {mayChoose ? <th scope="col">{t('disclosure.drop')}</th> : null}
          </tr>
        </thead>
        <tbody>
          {read.data.items.map((choice) => (
            <tr key={`${choice.partner} ${choice.field}`}>
              <th scope="row" className={classes.refs}>{isGroup(choice.partner) ? name(choice.partner) : <OrganisationName organisationId={choice.partner} />}</th>
              <td>{t(`field.${choice.field}`)}</td>
              <td>{t(`level.${choice.level}`)}</td>
              <td className="nowrap">{day(choice.chosenAt, 'short')}</td>
              {mayChoose ? (
                <td>
                  <Button size="compact-sm" variant="default" aria-label={`${t('disclosure.drop')}: ${name(choice.partner)}, ${t(`field.${choice.field}`)}`} onClick={() => drop.mutate(choice)}>
                    {t('disclosure.drop')}
                  </Button>
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </PlainTable>
    </>
  )
}

function Preview({ organisationId }: { readonly organisationId: string }) {
  const t = useMessages('lots')
  const [lot, setLot] = useState('')
  const [partner, setPartner] = useState('everyone')
  const [asked, setAsked] = useState<{ lotId: string; partner: string }>()
  const read = useQuery({
    queryKey: ['previewDisclosure', asked?.lotId, asked?.partner, useLanguage()],
    enabled: asked !== undefined,
    queryFn: ({ signal }) => call('previewDisclosure', asked!, { signal }),
  })
  return (
    <section className={classes.section}>
      <h2>{t('preview.title')}</h2>
      <p>{t('preview.lead')}</p>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          setAsked({ lotId: lot, partner: partner.trim() })
        }}>
        <LotField label={t('preview.lot')} lotId={lot} onChange={setLot} book={organisationId} />
        <PartnerChoice partner={partner} onChange={setPartner} />
        <div>
          <Button type="submit" variant="default" loading={read.isFetching}>
            {t('preview.go')}
          </Button>
        </div>
      </form>
      <ProblemText error={read.error} />
      {read.data === undefined ? null : <AnswerView answer={read.data} />}
    </section>
  )
}

function Told() {
  const t = useMessages('lots')
  const { day } = useFormat()
  const read = useQuery({ queryKey: ['listInquiries', 'own', useLanguage()], queryFn: ({ signal }) => call('listInquiries', { limit: 20 }, { signal }) })
  return (
    <section className={classes.section}>
      <h2>{t('inquiries.told')}</h2>
      <ProblemText error={read.error} />
      {read.data === undefined || read.data.items.length === 0 ? (
        <p>{t('inquiries.told.none')}</p>
      ) : (
        <ul>
          {read.data.items.map(({ inquiryId, openedAt, closesAt, closedAt, reason }) => (
            <li key={inquiryId}>
              {day(openedAt)} – {day(closedAt ?? closesAt)}: {reason}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

export function Page() {
  const t = useMessages('lots')
  const { book } = route.useSearch()
  const navigate = useNavigate()
  const mayChoose = holdsRole(useMe(), 'site-owner', 'partner')
  return (
    <Frame>
      <PageHeading title={t('disclosure.title')} lead={t('disclosure.lead')} />
      <NeedsAccount roles={['site-owner', 'site-contributor', 'partner']}>
        <BookChoice chosen={book} onChoose={(next) => void navigate({ to: '/lots/disclosure', search: { book: next }, replace: true })}>
          {({ organisationId }) => (
            <>
              <section className={classes.section}>
                <h2>{t('disclosure.choices')}</h2>
                <Choices organisationId={organisationId} mayChoose={mayChoose} />
              </section>
              {mayChoose ? <NewChoice organisationId={organisationId} /> : null}
              <Preview organisationId={organisationId} />
              {mayChoose ? <Told /> : null}
            </>
          )}
        </BookChoice>
      </NeedsAccount>
    </Frame>
  )
}
