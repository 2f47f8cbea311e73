// The private side of a case: the application as it came, and the contact person, for the site and the scheme.
import { Button, Checkbox, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, type Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Fact, Facts } from '../ui/facts.tsx'
import { useFormat } from '../ui/format.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import type { CaseOfView } from './case-frame.tsx'
import { Opened } from './opened.tsx'
import classes from './cases.module.css'

type Application = Result<'getApplication'>

function Another({ caseId, onDone }: { readonly caseId: string; readonly onDone: () => void }) {
  const t = useMessages('cases')
  const queries = useQueryClient()
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [phone, setPhone] = useState('')
  const [isResourced, setResourced] = useState(false)
  const save = useMutation({
    mutationFn: () =>
      api.setContact({
        caseId,
        contact: { name: name.trim(), email: email.trim(), phone: phone.trim() === '' ? null : phone.trim() },
        isResourced: true,
      }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['getApplication'] })
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
        <TextInput label={t('contact.name')} required maxLength={200} value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <TextInput type="email" label={t('contact.email')} required maxLength={200} value={email} onChange={(event) => setEmail(event.currentTarget.value)} />
        <TextInput type="tel" label={t('contact.phone.optional')} maxLength={40} value={phone} onChange={(event) => setPhone(event.currentTarget.value)} />
        <Checkbox label={t('contact.resourced')} checked={isResourced} onChange={(event) => setResourced(event.currentTarget.checked)} />
        <ProblemText error={save.error} />
        <Button type="submit" loading={save.isPending} disabled={!isResourced || name.trim() === '' || email.trim() === ''} className={classes.submit}>
          {t('contact.save')}
        </Button>
      </Stack>
    </form>
  )
}

function Erase({ caseId, onDone }: { readonly caseId: string; readonly onDone: () => void }) {
  const t = useMessages('cases')
  const queries = useQueryClient()
  const [isSure, setSure] = useState(false)
  const erase = useMutation({
    mutationFn: () => api.eraseContact({ caseId }),
    onSuccess: async () => {
      await queries.invalidateQueries()
      onDone()
    },
  })
  return (
    <Stack gap="sm" className={classes.form ?? ''}>
      <p>{t('contact.erase.means')}</p>
      <Checkbox label={t('end.sure')} checked={isSure} onChange={(event) => setSure(event.currentTarget.checked)} />
      <ProblemText error={erase.error} />
      <Button color="red" loading={erase.isPending} disabled={!isSure} className={classes.submit} onClick={() => erase.mutate()}>
        {t('contact.erase')}
      </Button>
    </Stack>
  )
}

function Person({ application }: { readonly application: Application }) {
  const t = useMessages('cases')
  const { day } = useFormat()
  if (application.contact === null)
    return <p className="quiet">{application.contactErasedOn === null ? null : t('contact.erased', { day: day(application.contactErasedOn) })}</p>
  return (
    <Facts>
      <Fact name={t('contact.name')}>{application.contact.name}</Fact>
      <Fact name={t('contact.email')}>
        <a href={`mailto:${application.contact.email}`}>{application.contact.email}</a>
      </Fact>
      {application.contact.phone === null ? null : <Fact name={t('contact.phone')}>{application.contact.phone}</Fact>}
    </Facts>
  )
}

export function CaseContact({ one }: { readonly one: CaseOfView }) {
  const t = useMessages('cases')
  const { day } = useFormat()
  const application = useLooseRead('getApplication', { caseId: one.caseId }).data
  if (application === undefined) return null
  const isOver = one.moves.length === 0
  return (
    <section aria-labelledby="contact">
      <h2 id="contact">{t('contact.title')}</h2>
      <p className="quiet">
        {t('contact.private')} {t('application.received', { day: day(one.appliedOn) })}
      </p>
      <Person application={application} />
      {application.note === null && application.allSitesBy === null ? null : (
        <Facts>
          {application.note === null ? null : <Fact name={t('application.note')}>{application.note}</Fact>}
          {application.allSitesBy === null ? null : (
            <Fact name={t('application.all-sites.label')}>{t('application.all-sites', { day: day(application.allSitesBy) })}</Fact>
          )}
        </Facts>
      )}
      <div className={classes.row}>
        {one.permits.includes('contact:write') && !isOver ? (
          <Opened label={t('contact.change')}>{(close) => <Another caseId={one.caseId} onDone={close} />}</Opened>
        ) : null}
        {one.permits.includes('contact:erase') ? (
          <Opened label={t('contact.erase')}>{(close) => <Erase caseId={one.caseId} onDone={close} />}</Opened>
        ) : null}
      </div>
    </section>
  )
}
