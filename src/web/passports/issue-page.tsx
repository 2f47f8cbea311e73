// Issue the passport of a lot: name the product, choose what everybody may see, look, issue.
import { useMutation } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { NeedsAccount } from '../account/needs-account.tsx'
import { api } from '../api/client.ts'
import { LotField } from '../custody/lot-field.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { bodyOfForm, emptyForm, ReleaseForm } from './release-form.tsx'

const route = getRouteApi('/passports/new')

function Issue() {
  const t = useMessages('passports')
  const { lot } = route.useSearch()
  const [lotId, setLotId] = useState(lot ?? '')
  const [form, setForm] = useState(emptyForm)
  const issue = useMutation({ mutationFn: () => api.issuePassport({ lotId: lotId.trim(), ...bodyOfForm(form) }) })
  if (issue.data !== undefined) {
    return (
      <p role="status">
        <strong>{t('issue.done', { number: issue.data.passportId })}</strong>{' '}
        <Link to="/passports/$passportId" params={{ passportId: issue.data.passportId }}>
          {t('issue.open')}
        </Link>
      </p>
    )
  }
  return (
    <ReleaseForm
      lotId={lotId.trim()}
      form={form}
      onChange={setForm}
      submit={{ label: t('issue.submit'), onSubmit: () => issue.mutate(), isBusy: issue.isPending, isReady: lotId.trim() !== '' && form.product.trim() !== '', error: issue.error }}>
      <LotField label={t('issue.lot')} lotId={lotId} onChange={setLotId} />
    </ReleaseForm>
  )
}

export function Page() {
  const t = useMessages('passports')
  return (
    <Frame>
      <PageHeading title={t('issue.title')} lead={t('issue.lead')} />
      <NeedsAccount roles={['site-owner', 'partner']}>
        <Issue />
      </NeedsAccount>
    </Frame>
  )
}
