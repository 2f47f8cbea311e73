// A new version of a passport: the old ones stay readable at its address, and say what changed.
import { TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { NeedsAccount } from '../account/needs-account.tsx'
import { useForgetReads } from '../account/me.ts'
import { api, type Result } from '../api/client.ts'
import { useRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { bodyOfForm, ReleaseForm, type ProductForm } from './release-form.tsx'

const route = getRouteApi('/passports/$passportId/renewal')

function Renewal() {
  const t = useMessages('passports')
  const { passportId } = route.useParams()
  const [mine] = useRead('listPassports', { passportId, limit: 1 }).items
  if (mine === undefined) {
    return (
      <Empty title={t('renew.absent', { number: passportId })}>
        <p>{t('renew.absent.meaning')}</p>
      </Empty>
    )
  }
  return <RenewalForm mine={mine} />
}

function RenewalForm({ mine }: { readonly mine: Result<'listPassports'>['items'][number] }) {
  const t = useMessages('passports')
  const navigate = useNavigate()
  const forget = useForgetReads()
  const { passportId } = mine
  const before = useRead('getPassport', { passportId }).current.content
  const [form, setForm] = useState<ProductForm>({ product: before.product, description: before.description ?? '', release: mine.release as ProductForm['release'] })
  const [because, setBecause] = useState('')
  const renew = useMutation({
    mutationFn: () => api.renewPassport({ passportId, because: because.trim(), ...bodyOfForm(form) }),
    onSuccess: async () => {
      await forget()
      await navigate({ to: '/passports/$passportId', params: { passportId } })
    },
  })
  return (
    <ReleaseForm
      lotId={mine.lotId}
      form={form}
      onChange={setForm}
      submit={{ label: t('renew.submit'), onSubmit: () => renew.mutate(), isBusy: renew.isPending, isReady: because.trim() !== '' && form.product.trim() !== '', error: renew.error }}>
      <TextInput label={t('issue.because')} required value={because} maxLength={300} onChange={(event) => setBecause(event.currentTarget.value)} />
    </ReleaseForm>
  )
}

export function Page() {
  const t = useMessages('passports')
  const { passportId } = route.useParams()
  return (
    <Frame>
      <PageHeading title={t('renew.title', { number: passportId })} lead={t('issue.lead')} />
      <NeedsAccount roles={['site-owner', 'partner']}>
        <Renewal />
      </NeedsAccount>
    </Frame>
  )
}
