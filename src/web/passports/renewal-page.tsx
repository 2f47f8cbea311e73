// A new version of a passport: the old ones stay readable at its address, and say what changed.
import { TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { NeedsAccount } from '../account/needs-account.tsx'
import { useForgetReads } from '../account/me.ts'
import { api } from '../api/client.ts'
import { useRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { bodyOfForm, emptyForm, ReleaseForm, type ProductForm } from './release-form.tsx'

const route = getRouteApi('/passports/$passportId/renewal')

function Renewal() {
  const t = useMessages('passports')
  const { passportId } = route.useParams()
  const navigate = useNavigate()
  const forget = useForgetReads()
  const { items } = useRead('listPassports', { limit: 1000 })
  const mine = items.find((one) => one.passportId === passportId)
  const before = useRead('getPassport', { passportId }).current.content
  const [form, setForm] = useState<ProductForm>({ product: before.product, description: before.description ?? '', release: { ...emptyForm.release, ...(mine?.release as ProductForm['release'] | undefined) } })
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
      lotId={mine?.lotId ?? ''}
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
