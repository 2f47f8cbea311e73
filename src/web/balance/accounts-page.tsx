// The accounts somebody answers for: how much may still be claimed in each, and how many days are left to close.
import { Button, Checkbox, Modal, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useMe } from '../account/me.ts'
import { api, type InputFor } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useBooks } from '../custody/books.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { useFormat } from '../ui/format.ts'
import { quantumOf } from '../ui/mass.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { BookPage } from './book-page.tsx'
import { MassField, Meter, useAct, useKind, Waiting } from './parts.tsx'
import { massIn, unitOf } from './typed-mass.ts'
import classes from './balance.module.css'

const METALS = ['copper', 'molybdenum', 'nickel', 'zinc', 'lead', 'cobalt', 'gold', 'silver'] as const
const KINDS = ['awarded-mined', 'recycled-pre-consumer', 'recycled-post-consumer'] as const

/** Books whose groups one declares, each with its sites. */
function useOwnBooks() {
  const me = useMe()
  const books = useBooks().data?.items ?? []
  const own = new Set(me?.grants.filter(({ role, scope }) => scope.kind === 'organisation' && (role === 'site-owner' || role === 'partner')).map(({ scope }) => scope.id) ?? [])
  return books.filter(({ organisationId }) => own.has(organisationId))
}

function OpenAccount({ onDone }: { readonly onDone: (accountId: string) => void }) {
  const t = useMessages('balance')
  const books = useBooks().data?.items ?? []
  const places = books.flatMap(({ organisationId, name, sites }) => sites.map((site) => ({ organisationId, siteId: site.siteId, label: books.length > 1 ? `${site.name}, ${name}` : site.name })))
  const profiles = useLooseRead('listCustodyProfiles').data?.items ?? []
  const [fields, setFields] = useState({ siteId: '', profile: '', metal: 'copper', characteristic: 'awarded-mined', model: '', beginsOn: '', recovery: '1', recoveryDocument: '', opening: '' })
  const set = (more: Partial<typeof fields>): void => setFields((now) => ({ ...now, ...more }))
  const place = places.find(({ siteId }) => siteId === fields.siteId) ?? places[0]
  const profile = profiles.find(({ name }) => name === fields.profile) ?? profiles[0]
  const model = profile?.rules.models.find((one) => one === fields.model) ?? profile?.rules.models.find((one) => one === 'mass-balance') ?? profile?.rules.models[0]
  const unit = unitOf({ unit: quantumOf(fields.metal) })
  const open = useAct(() => api.openAccount({
    organisationId: place!.organisationId, siteId: place!.siteId, profile: profile!.name, metal: fields.metal, characteristic: fields.characteristic, model, beginsOn: fields.beginsOn,
    recovery: fields.recovery.trim().replace(',', '.'), ...(fields.recoveryDocument.trim() === '' ? {} : { recoveryDocument: fields.recoveryDocument.trim() }),
    opening: fields.opening.trim() === '' ? [] : [{ quantity: massIn(fields.opening, unit, t.language), periodsOld: 1 }],
  } as InputFor<'openAccount'>), ({ account }) => onDone(account.accountId))
  return (
    <form onSubmit={(event) => { event.preventDefault(); open.mutate(undefined) }}>
      <Stack gap="sm">
        <NativeSelect label={t('field.site')} required value={place?.siteId ?? ''} data={places.map(({ siteId, label }) => ({ value: siteId, label }))} onChange={(event) => set({ siteId: event.currentTarget.value })} />
        <NativeSelect label={t('field.profile')} description={profile?.about ?? ''} value={profile?.name ?? ''} data={profiles.map(({ name, title }) => ({ value: name, label: title }))} onChange={(event) => set({ profile: event.currentTarget.value })} />
        <NativeSelect label={t('field.metal')} value={fields.metal} data={METALS.map((value) => ({ value, label: t(`metal.${value}`) }))} onChange={(event) => set({ metal: event.currentTarget.value })} />
        <NativeSelect label={t('field.characteristic')} value={fields.characteristic} data={KINDS.map((value) => ({ value, label: t(`characteristic.${value}`) }))} onChange={(event) => set({ characteristic: event.currentTarget.value })} />
        <NativeSelect label={t('field.model')} value={model ?? ''} data={(profile?.rules.models ?? []).map((value) => ({ value, label: t(`model.${value}`) }))} onChange={(event) => set({ model: event.currentTarget.value })} />
        <TextInput type="date" label={t('field.begins')} description={t('open.begins.meaning')} required value={fields.beginsOn} onChange={(event) => set({ beginsOn: event.currentTarget.value })} />
        <TextInput label={t('field.recovery')} description={t('open.recovery.meaning')} required inputMode="decimal" value={fields.recovery} onChange={(event) => set({ recovery: event.currentTarget.value })} />
        <TextInput label={t('open.recovery.document')} maxLength={200} value={fields.recoveryDocument} onChange={(event) => set({ recoveryDocument: event.currentTarget.value })} />
        <MassField label={t('open.balance')} unit={unit} value={fields.opening} onChange={(opening) => set({ opening })} />
        <ProblemText error={open.error} />
        <Button type="submit" className={classes.submit} loading={open.isPending} disabled={profile === undefined || place === undefined}>{t('open.submit')}</Button>
      </Stack>
    </form>
  )
}

function DeclareGroup({ onDone }: { readonly onDone: () => void }) {
  const t = useMessages('balance')
  const books = useOwnBooks()
  const profiles = (useLooseRead('listCustodyProfiles').data?.items ?? []).filter(({ rules }) => rules.level === 'group')
  const [fields, setFields] = useState({ organisationId: '', profile: '', name: '', boundary: '', siteIds: [] as string[] })
  const set = (more: Partial<typeof fields>): void => setFields((now) => ({ ...now, ...more }))
  const book = books.find(({ organisationId }) => organisationId === fields.organisationId) ?? books[0]
  const declare = useAct(() => api.declareGroup({
    organisationId: book!.organisationId, profile: fields.profile || profiles[0]!.name, name: fields.name.trim(), boundary: fields.boundary.trim(),
    siteIds: fields.siteIds,
  }), onDone)
  return (
    <form onSubmit={(event) => { event.preventDefault(); declare.mutate(undefined) }}>
      <Stack gap="sm">
        <p>{t('group.meaning')}</p>
        {books.length < 2 ? null : <NativeSelect label={t('field.organisation')} value={book?.organisationId ?? ''} data={books.map(({ organisationId, name }) => ({ value: organisationId, label: name }))} onChange={(event) => set({ organisationId: event.currentTarget.value, siteIds: [] })} />}
        <NativeSelect label={t('field.profile')} value={fields.profile || (profiles[0]?.name ?? '')} data={profiles.map(({ name, title }) => ({ value: name, label: title }))} onChange={(event) => set({ profile: event.currentTarget.value })} />
        <TextInput label={t('group.name')} required maxLength={200} value={fields.name} onChange={(event) => set({ name: event.currentTarget.value })} />
        <Textarea label={t('group.boundary')} required autosize minRows={2} maxLength={1000} value={fields.boundary} onChange={(event) => set({ boundary: event.currentTarget.value })} />
        <Checkbox.Group label={t('group.sites')} value={fields.siteIds} onChange={(siteIds) => set({ siteIds })}>
          <Stack gap={6} mt={6}>{book?.sites.map(({ siteId, name }) => <Checkbox key={siteId} value={siteId} label={name} />)}</Stack>
        </Checkbox.Group>
        <ProblemText error={declare.error} />
        <Button type="submit" className={classes.submit} disabled={book === undefined || fields.siteIds.length < 2} loading={declare.isPending}>{t('group.declare.submit')}</Button>
      </Stack>
    </form>
  )
}

function Accounts() {
  const t = useMessages('balance')
  const { day } = useFormat()
  const kindOf = useKind()
  const { data, error } = useLooseRead('listAccounts', { limit: 500 })
  if (data === undefined) return <Waiting error={error} />
  if (data.items.length === 0) return <Empty title={t('accounts.none')}><p>{t('accounts.none.next')}</p></Empty>
  return (
    <ul className={classes.cards}>
      {data.items.map((row) => (
        <li key={row.account.accountId} className={classes.card}>
          <h2><Link to="/balance/$accountId" params={{ accountId: row.account.accountId }}>{row.siteName}: {kindOf(row.account)}</Link></h2>
          <Meter row={row} />
          <p className={classes.small}>{row.profileTitle}. {t('period', { from: day(row.period.from, 'short'), to: day(row.period.to, 'short') })}</p>
        </li>
      ))}
    </ul>
  )
}

function Content() {
  const t = useMessages('balance')
  const navigate = useNavigate()
  const books = useOwnBooks()
  const [open, setOpen] = useState<'account' | 'group'>()
  return (
    <>
      <PageHeading title={t('accounts.title')} lead={t('accounts.lead')} />
      <div className={classes.actions}>
        <Button onClick={() => setOpen('account')}>{t('open')}</Button>
        {books.length === 0 ? null : <Button variant="default" onClick={() => setOpen('group')}>{t('group.declare')}</Button>}
        <Button variant="subtle" component="a" renderRoot={(props) => <Link {...props} to="/transfer-statements" search={{}} />}>{t('statements.link')}</Button>
        <Button variant="subtle" component="a" renderRoot={(props) => <Link {...props} to="/custody-profiles" />}>{t('profiles.link')}</Button>
      </div>
      <Accounts />
      <Modal opened={open !== undefined} onClose={() => setOpen(undefined)} title={t(open === 'group' ? 'group.declare' : 'open')} size="lg" closeButtonProps={{ 'aria-label': t('close') }}>
        {open === 'group' ? <DeclareGroup onDone={() => setOpen(undefined)} /> : <OpenAccount onDone={(accountId) => void navigate({ to: '/balance/$accountId', params: { accountId } })} />}
      </Modal>
    </>
  )
}

export const Page = () => (
  <BookPage>
    <Content />
  </BookPage>
)
