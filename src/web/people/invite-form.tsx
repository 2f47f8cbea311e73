// Offering a role to an address. Where no mail goes out, the link is shown this once, to be handed over.
import { Button, CopyButton, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, type Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import { useRoleWords } from './role-words.ts'
import classes from './people.module.css'

type Offered = Result<'listOfferedScopes'>['items'][number]
export const keyOf = ({ scope }: Pick<Offered, 'scope'>): string => `${scope.kind}:${scope.id}`

/** What was sent, or the link to hand over. */
export function Sent({ sent, email }: { readonly sent: Result<'invitePerson'>; readonly email: string }) {
  const t = useMessages('people')
  if (sent.link === null) return <p role="status">{t('invite.mailed', { email })}</p>
  return (
    <div className={classes.link} role="status">
      <p>{t('invite.hand-over')}</p>
      <code>{sent.link}</code>
      <CopyButton value={sent.link}>
        {({ copied, copy }) => (
          <Button variant="default" size="xs" onClick={copy}>
            {t(copied ? 'invite.copied' : 'invite.copy')}
          </Button>
        )}
      </CopyButton>
    </div>
  )
}

type Choice = { readonly offered: Offered; readonly role: Offered['roles'][number] }

/** A place where the reader may give roles, and one of them. */
export function usePlaceAndRole(): { choice: Choice | undefined; fields: React.ReactNode } {
  const t = useMessages('people')
  const { placed } = useRoleWords()
  const offered = useLooseRead('listOfferedScopes', {}).data?.items ?? []
  const [key, setKey] = useState<string>()
  const [wanted, setWanted] = useState<string>()
  const place = offered.find((one) => keyOf(one) === key) ?? offered[0]
  const role = place?.roles.find((one) => one === wanted) ?? place?.roles.at(-1)
  return {
    choice: place === undefined || role === undefined ? undefined : { offered: place, role },
    fields: (
      <>
        <NativeSelect
          label={t('invite.place')}
          value={place === undefined ? '' : keyOf(place)}
          data={offered.map((one) => ({ value: keyOf(one), label: placed(one.scope, one.place) }))}
          onChange={(event) => setKey(event.currentTarget.value)}
        />
        <NativeSelect
          label={t('invite.role')}
          value={role ?? ''}
          data={(place?.roles ?? []).map((one) => ({ value: one, label: t(`role.${one}`) }))}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
      </>
    ),
  }
}

export function InviteForm() {
  const t = useMessages('people')
  const queries = useQueryClient()
  const { choice, fields } = usePlaceAndRole()
  const [email, setEmail] = useState('')
  const [sentTo, setSentTo] = useState('')
  const invite = useMutation({
    mutationFn: ({ offered, role }: Choice) => api.invitePerson({ email: email.trim(), role, scope: offered.scope }),
    onSuccess: () => {
      setSentTo(email.trim())
      setEmail('')
      void queries.invalidateQueries({ queryKey: ['listInvitations'] })
    },
  })
  return (
    <section aria-labelledby="invite">
      <h2 id="invite">{t('invite')}</h2>
      <form
        className={classes.row}
        onSubmit={(event) => {
          event.preventDefault()
          if (choice !== undefined) invite.mutate(choice)
        }}>
        <TextInput
          type="email"
          label={t('invite.email')}
          autoComplete="off"
          required
          maxLength={200}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        {fields}
        <Button type="submit" loading={invite.isPending} disabled={email.trim() === '' || choice === undefined}>
          {t('invite.send')}
        </Button>
      </form>
      <ProblemText error={invite.error} />
      {invite.data === undefined ? null : <Sent sent={invite.data} email={sentTo} />}
    </section>
  )
}
