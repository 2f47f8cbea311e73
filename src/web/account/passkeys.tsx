// Passkeys of the account: added on this device, named, removed.
import { Button, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Problem } from '../api/problem.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { useMe } from './me.ts'
import { addPasskey, hasPasskeys, listPasskeys, removePasskey } from './passkey.ts'
import classes from './account.module.css'

const QUERY = ['passkeys'] as const

function AddPasskey({ onDone }: { readonly onDone: () => void }) {
  const t = useMessages('account')
  const [name, setName] = useState('')
  const add = useMutation({
    mutationFn: () => addPasskey(name.trim()),
    onSuccess: () => {
      setName('')
      onDone()
    },
  })
  const isStale = add.error instanceof Problem && add.error.code === 'stale'
  return (
    <>
      <form
        className={classes.row}
        onSubmit={(event) => {
          event.preventDefault()
          add.mutate()
        }}>
        <TextInput
          label={t('passkey.called')}
          required
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={add.isPending} disabled={name.trim() === ''}>
          {t('passkey.add')}
        </Button>
      </form>
      {add.error === null ? null : (
        <p role="alert" className={classes.problem}>
          {t(isStale ? 'passkey.stale' : 'passkey.failed')}
        </p>
      )}
    </>
  )
}

export function Passkeys() {
  const t = useMessages('account')
  const { day } = useFormat()
  const queries = useQueryClient()
  // A key of the API or the local one has no session, and the library answers sessions alone.
  const isSession = useMe()?.via === 'session'
  const keys = useQuery({ queryKey: QUERY, queryFn: listPasskeys, enabled: isSession }).data
  const again = () => void queries.invalidateQueries({ queryKey: QUERY })
  const remove = useMutation({ mutationFn: removePasskey, onSuccess: again })
  return (
    <section className={classes.part} aria-labelledby="passkeys">
      <h2 id="passkeys">{t('passkeys')}</h2>
      <p>{t('passkeys.meaning')}</p>
      {keys === undefined || keys.length === 0 ? (
        <p className="quiet">{t('passkeys.none')}</p>
      ) : (
        <ul className={classes.next}>
          {keys.map(({ id, name, createdAt }) => (
            <li key={id}>
              <strong>{name ?? t('passkey.unnamed')}</strong>
              {createdAt === null || createdAt === undefined ? null : <span>{day(createdAt)}</span>}
              <Button
                size="xs"
                variant="default"
                className={classes.submit}
                loading={remove.isPending && remove.variables === id}
                aria-label={t('passkey.remove.named', { name: name ?? t('passkey.unnamed') })}
                onClick={() => remove.mutate(id)}>
                {t('passkey.remove')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {hasPasskeys() && isSession ? <AddPasskey onDone={again} /> : <p className="quiet">{t('passkeys.unable')}</p>}
    </section>
  )
}
