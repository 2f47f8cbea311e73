// API keys for programs. A secret is shown once, when the key is made; after that only its beginning is known.
import { Button, CopyButton, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import classes from './account.module.css'

const DAYS = ['30', '90', '365', ''] as const

function NewKey({ onMade }: { readonly onMade: () => void }) {
  const t = useMessages('account')
  const [name, setName] = useState('')
  const [days, setDays] = useState('90')
  const [reach, setReach] = useState<'read' | 'write'>('read')
  const make = useMutation({
    mutationFn: () => api.createApiKey({ name: name.trim(), reach, ...(days === '' ? {} : { expiresInDays: Number(days) }) }),
    onSuccess: () => {
      setName('')
      onMade()
    },
  })
  return (
    <>
      <form
        className={classes.row}
        onSubmit={(event) => {
          event.preventDefault()
          make.mutate()
        }}>
        <TextInput
          label={t('key.name')}
          placeholder={t('key.name.example')}
          required
          maxLength={32}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <NativeSelect
          label={t('key.reach')}
          value={reach}
          data={(['read', 'write'] as const).map((one) => ({ value: one, label: t(`key.reach.${one}`) }))}
          onChange={(event) => setReach(event.currentTarget.value === 'write' ? 'write' : 'read')}
        />
        <NativeSelect
          label={t('key.ends')}
          value={days}
          data={DAYS.map((one) => ({
            value: one,
            label: one === '' ? t('key.never') : t('key.days', { count: Number(one) }),
          }))}
          onChange={(event) => setDays(event.currentTarget.value)}
        />
        <Button type="submit" loading={make.isPending} disabled={name.trim() === ''}>
          {t('key.make')}
        </Button>
      </form>
      <ProblemText error={make.error} />
      {make.data === undefined ? null : (
        <div className={classes.secret} role="status">
          <p>{t('key.made')}</p>
          <code>{make.data.key}</code>
          <CopyButton value={make.data.key}>
            {({ copied, copy }) => (
              <Button variant="default" size="xs" onClick={copy}>
                {copied ? t('key.copied') : t('key.copy')}
              </Button>
            )}
          </CopyButton>
        </div>
      )}
    </>
  )
}

export function ApiKeys() {
  const t = useMessages('account')
  const { day, instant } = useFormat()
  const queries = useQueryClient()
  const keys = useLooseRead('listApiKeys', {}).data?.items
  const again = () => void queries.invalidateQueries({ queryKey: ['listApiKeys'] })
  const remove = useMutation({ mutationFn: (keyId: string) => api.deleteApiKey({ keyId }), onSuccess: again })
  const [asked, setAsked] = useState<string>()
  return (
    <section>
      <h2>{t('keys')}</h2>
      <p className="quiet">
        {t('keys.meaning')} <a href="/docs">{t('keys.docs')}</a>
      </p>
      <NewKey onMade={again} />
      {keys === undefined || keys.length === 0 ? (
        <p className="quiet">{t('keys.none')}</p>
      ) : (
        <PlainTable label={t('keys')}>
          <thead>
            <tr>
              <th scope="col">{t('key.name')}</th>
              <th scope="col">{t('key.start')}</th>
              <th scope="col">{t('key.reach')}</th>
              <th scope="col">{t('key.created')}</th>
              <th scope="col">{t('key.ends')}</th>
              <th scope="col">{t('key.used')}</th>
              <th scope="col">
                <span className="visually-hidden">{t('key.delete')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {keys.map((key) => (
              <tr key={key.keyId}>
                <th scope="row">{key.name}</th>
                <td>
                  <code>{key.start}…</code>
                </td>
                <td>{t(`key.reach.${key.reach}`)}</td>
                <td className="nowrap">{day(key.createdAt, 'short')}</td>
                <td className="nowrap">{key.expiresAt === null ? t('key.never') : day(key.expiresAt, 'short')}</td>
                <td className="nowrap">{key.lastUsedAt === null ? '–' : instant(key.lastUsedAt)}</td>
                <td className="nowrap">
                  {asked === key.keyId ? (
                    <Button size="xs" color="red" loading={remove.isPending} onClick={() => remove.mutate(key.keyId)}>
                      {t('key.delete.sure')}
                    </Button>
                  ) : (
                    <Button
                      size="xs"
                      variant="default"
                      onClick={() => setAsked(key.keyId)}
                      aria-label={t('key.delete.named', { name: key.name })}>
                      {t('key.delete')}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </PlainTable>
      )}
      <ProblemText error={remove.error} />
    </section>
  )
}
