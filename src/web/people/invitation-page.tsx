// Accepting an invitation: as who is signed in, or with a new account. The secret of the link is sent in a body, never kept.
import { Button, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { AccountForm, PasswordField } from '../account/account-form.tsx'
import { useForgetReads, useMe } from '../account/me.ts'
import { signIn, signOut } from '../account/session.ts'
import { api, type Result } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { Fact, Facts } from '../ui/facts.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { useRoleWords } from './role-words.ts'

const route = getRouteApi('/invitations/$token')
type Invitation = Result<'getInvitation'>

function useAccepted(): () => Promise<void> {
  const navigate = useNavigate()
  const forget = useForgetReads()
  return async () => {
    // First away from here: what was read of the invitation is over, and is not asked for again.
    await navigate({ to: '/next' })
    await forget()
  }
}

function NewAccount({ invitation, token }: { readonly invitation: Invitation; readonly token: string }) {
  const t = useMessages('people')
  const done = useAccepted()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const accept = useMutation({
    mutationFn: async () => {
      await api.acceptInvitation({ token, name: name.trim(), password })
      await signIn(invitation.email, password)
    },
    onSuccess: done,
  })
  return (
    <>
      <p>
        {t('accept.new')} <Link to="/personal-data">{t('accept.privacy')}</Link>
      </p>
      <AccountForm
        act={t('accept.do')}
        isBusy={accept.isPending}
        isReady={name.trim() !== ''}
        reason={accept.error === null ? undefined : <ProblemText error={accept.error} />}
        onSubmit={() => accept.mutate()}>
        <TextInput
          label={t('accept.your-name')}
          autoComplete="name"
          required
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <PasswordField label={t('accept.password')} isNew value={password} onChange={setPassword} />
      </AccountForm>
    </>
  )
}

function AddToAccount({ token }: { readonly token: string }) {
  const t = useMessages('people')
  const done = useAccepted()
  const accept = useMutation({ mutationFn: () => api.acceptInvitation({ token }), onSuccess: done })
  return (
    <>
      <Button loading={accept.isPending} onClick={() => accept.mutate()}>
        {t('accept.add')}
      </Button>
      <ProblemText error={accept.error} />
    </>
  )
}

/** Another account is signed in: the way to the right one. */
function WrongAccount() {
  const t = useMessages('people')
  const forget = useForgetReads()
  const leave = useMutation({ mutationFn: signOut, onSuccess: forget })
  return (
    <>
      <p>{t('accept.other')}</p>
      <Button variant="default" loading={leave.isPending} onClick={() => leave.mutate()}>
        {t('accept.sign-out')}
      </Button>
    </>
  )
}

function Ways({ invitation, token }: { readonly invitation: Invitation; readonly token: string }) {
  const t = useMessages('people')
  const me = useMe()
  if (me === undefined) return null
  if (invitation.isYours) return <AddToAccount token={token} />
  if (me.kind !== 'public') return <WrongAccount />
  if (!invitation.hasAccount) return <NewAccount invitation={invitation} token={token} />
  return (
    <>
      <p>{t('accept.sign-in')}</p>
      <Button component="a" renderRoot={(props) => <Link {...props} to="/sign-in" search={{ back: `/invitations/${token}` }} />}>
        {t('accept.go-sign-in')}
      </Button>
    </>
  )
}

export function Page() {
  const t = useMessages('people')
  const { day } = useFormat()
  const { placed } = useRoleWords()
  const { token } = route.useParams()
  const me = useMe()
  const read = useQuery({
    queryKey: ['getInvitation', token, me?.userId],
    queryFn: () => api.getInvitation({ token }),
    enabled: me !== undefined,
    retry: false,
    staleTime: Infinity,
  })
  const one = read.data
  return (
    <Frame width="reading">
      <PageHeading
        title={t('accept.title')}
        lead={
          one === undefined
            ? undefined
            : t('accept.lead', { inviter: one.invitedByName ?? t('accept.the-scheme'), day: day(one.expiresAt) })
        }
      />
      {read.error === null ? null : (
        <Empty title={t('accept.not')}>
          <ProblemText error={read.error} />
          <Link to="/sign-in">{t('accept.go-sign-in')}</Link>
        </Empty>
      )}
      {one === undefined ? null : (
        <>
          <Facts>
            <Fact name={t('invite.role')}>{t(`role.${one.role}`)}</Fact>
            <Fact name={t('invite.place')}>{placed(one.scope, one.place)}</Fact>
            <Fact name={t('invite.email')}>{one.email}</Fact>
          </Facts>
          <Ways invitation={one} token={token} />
        </>
      )}
    </Frame>
  )
}
