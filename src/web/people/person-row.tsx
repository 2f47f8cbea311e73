// One person: the roles they hold, each with its end; a further role; and, for an operator, the erasure of the account.
import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, type Result } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { usePlaceAndRole } from './invite-form.tsx'
import { ReasonForm } from './reason-form.tsx'
import { useRoleWords } from './role-words.ts'
import classes from './people.module.css'

type Person = Result<'listPeople'>['items'][number]
type Grant = Person['grants'][number]

function useAgain(): () => void {
  const queries = useQueryClient()
  return () => void queries.invalidateQueries({ queryKey: ['listPeople'] })
}

function RoleRow({ grant, name }: { readonly grant: Grant; readonly name: string }) {
  const t = useMessages('people')
  const { held, placed } = useRoleWords()
  const again = useAgain()
  const [isAsked, setAsked] = useState(false)
  const end = useMutation({ mutationFn: (reason: string) => api.revokeRole({ grantId: grant.grantId, reason }), onSuccess: again })
  const named = t('role.end.named', { role: t(`role.${grant.role}`), place: placed(grant.scope, grant.place), name })
  return (
    <li>
      {held(grant)}
      {!grant.isYoursToEnd || isAsked ? null : (
        <Button size="compact-sm" variant="subtle" aria-label={named} onClick={() => setAsked(true)}>
          {t('role.end')}
        </Button>
      )}
      {isAsked ? (
        <ReasonForm
          act={t('role.end')}
          meaning={t('role.end.meaning')}
          isBusy={end.isPending}
          error={end.error}
          onDo={(reason) => end.mutate(reason)}
          onCancel={() => setAsked(false)}
        />
      ) : null}
    </li>
  )
}

function GiveRole({ userId, onDone }: { readonly userId: string; readonly onDone: () => void }) {
  const t = useMessages('people')
  const again = useAgain()
  const { choice, fields } = usePlaceAndRole()
  const give = useMutation({
    mutationFn: (reason: string) =>
      choice === undefined
        ? Promise.reject(new Error('no place'))
        : api.grantRole({ userId, role: choice.role, scope: choice.offered.scope, reason }),
    onSuccess: () => {
      again()
      onDone()
    },
  })
  return (
    <ReasonForm act={t('role.give')} isBusy={give.isPending} error={give.error} onDo={(reason) => give.mutate(reason)} onCancel={onDone}>
      {fields}
    </ReasonForm>
  )
}

type Props = { readonly person: Person; readonly isMe: boolean; readonly mayErase: boolean }

export function PersonRow({ person, isMe, mayErase }: Props) {
  const t = useMessages('people')
  const again = useAgain()
  const [act, setAct] = useState<'give' | 'erase'>()
  const erase = useMutation({ mutationFn: (reason: string) => api.erasePerson({ userId: person.userId, reason }), onSuccess: again })
  return (
    <li className={classes.person}>
      <div className={classes.head}>
        <strong>{person.name}</strong>
        <span>{person.email}</span>
      </div>
      {person.grants.length === 0 ? (
        <p className="quiet">{t('people.no-role')}</p>
      ) : (
        <ul className={classes.roles}>
          {person.grants.map((grant) => (
            <RoleRow key={grant.grantId} grant={grant} name={person.name} />
          ))}
        </ul>
      )}
      {isMe || act !== undefined ? null : (
        <div className={classes.acts}>
          <Button size="xs" variant="default" aria-label={t('role.give.named', { name: person.name })} onClick={() => setAct('give')}>
            {t('role.give')}
          </Button>
          {mayErase ? (
            <Button size="xs" variant="subtle" aria-label={t('erase.named', { name: person.name })} onClick={() => setAct('erase')}>
              {t('erase')}
            </Button>
          ) : null}
        </div>
      )}
      {act === 'give' ? <GiveRole userId={person.userId} onDone={() => setAct(undefined)} /> : null}
      {act === 'erase' ? (
        <ReasonForm
          act={t('erase')}
          meaning={t('erase.meaning')}
          color="red"
          isBusy={erase.isPending}
          error={erase.error}
          onDo={(reason) => erase.mutate(reason)}
          onCancel={() => setAct(undefined)}
        />
      ) : null}
    </li>
  )
}
