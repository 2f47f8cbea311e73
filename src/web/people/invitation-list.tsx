// Invitations that were sent: what became of each, sent again or taken back.
import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, type Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { Sent } from './invite-form.tsx'
import { useRoleWords } from './role-words.ts'
import classes from './people.module.css'

type Invitation = Result<'listInvitations'>['items'][number]
const endOf = ({ state, acceptedAt, revokedAt, expiresAt }: Invitation): string =>
  (state === 'accepted' ? acceptedAt : state === 'revoked' ? revokedAt : null) ?? expiresAt

export function InvitationList() {
  const t = useMessages('people')
  const { day } = useFormat()
  const { held } = useRoleWords()
  const queries = useQueryClient()
  const invitations = useLooseRead('listInvitations', { limit: 200 })
  const again = () => void queries.invalidateQueries({ queryKey: ['listInvitations'] })
  const renew = useMutation({ mutationFn: ({ invitationId }: Invitation) => api.renewInvitation({ invitationId }), onSuccess: again })
  const revoke = useMutation({ mutationFn: ({ invitationId }: Invitation) => api.revokeInvitation({ invitationId }), onSuccess: again })
  const items = invitations.data?.items ?? []
  return (
    <section aria-labelledby="invitations">
      <h2 id="invitations">{t('invitations')}</h2>
      {renew.data === undefined ? null : <Sent sent={renew.data} email={renew.variables?.email ?? ''} />}
      <ProblemText error={invitations.error ?? renew.error ?? revoke.error} />
      {items.length === 0 ? (
        <p className="quiet">{t('invitations.none')}</p>
      ) : (
        <PlainTable label={t('invitations')}>
          <thead>
            <tr>
              <th scope="col">{t('invitation.to')}</th>
              <th scope="col">{t('invite.role')}</th>
              <th scope="col">{t('invitation.state')}</th>
              <th scope="col">
                <span className="visually-hidden">{t('acts')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((one) => (
              <tr key={one.invitationId}>
                <th scope="row">{one.email ?? t('invitation.forgotten')}</th>
                <td>{held(one)}</td>
                <td className="nowrap">{t(`invitation.state.${one.state}`, { day: day(endOf(one), 'short') })}</td>
                <td>
                  {one.email === null || !['open', 'expired'].includes(one.state) ? null : (
                    <div className={classes.acts}>
                      <Button
                        size="xs"
                        variant="default"
                        aria-label={t('invitation.renew.named', { email: one.email })}
                        loading={renew.isPending && renew.variables === one}
                        onClick={() => renew.mutate(one)}>
                        {t('invitation.renew')}
                      </Button>
                      {one.state === 'open' ? (
                        <Button
                          size="xs"
                          variant="subtle"
                          aria-label={t('invitation.revoke.named', { email: one.email })}
                          loading={revoke.isPending && revoke.variables === one}
                          onClick={() => revoke.mutate(one)}>
                          {t('invitation.revoke')}
                        </Button>
                      ) : null}
                    </div>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </PlainTable>
      )}
    </section>
  )
}
