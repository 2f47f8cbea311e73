// One setting: what it is, what it is set to, whether that was only assumed, and who changed it and why.
import { Button, Group, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { api, type Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import { ValueField, type Shape } from './value-field.tsx'
import classes from './inbox.module.css'

export type Setting = Result<'listSettings'>['items'][number]

export function useValueText(): (value: unknown) => string {
  const t = useMessages('setting')
  const { number } = useFormat()
  const partsOf = (value: unknown): string[] =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value).map(([name, part]) => `${name}: ${said(part)}`) : [said(value)]
  const said = (value: unknown): string => {
    if (typeof value === 'boolean') return t(value ? 'yes' : 'no')
    if (typeof value === 'number') return number(value, 3)
    if (typeof value === 'string') return value
    if (Array.isArray(value) && value.every((one) => typeof one !== 'object')) return value.map(said).join(', ')
    if (value === null || (typeof value === 'object' && Object.keys(value).length === 0)) return t('nothing')
    if (typeof value === 'object' && 'sha256' in value) return t('text-changed')
    if (Array.isArray(value)) return value.map((one) => partsOf(one).join(' · ')).join('\n')
    return typeof value === 'object' ? partsOf(value).join('\n') : JSON.stringify(value)
  }
  return said
}

/** Places that are filled in later, such as `{site}`, are shown as they are to be written. */
const placed = (text: string): ReactNode[] =>
  text.split(/(\{\w+\})/).map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part))

function History({ name }: { readonly name: string }) {
  const t = useMessages('setting')
  const { instant } = useFormat()
  const said = useValueText()
  const changes = useLooseRead('listSettingChanges', { name }).data?.items
  if (changes === undefined) return null
  if (changes.length === 0) return <p className="quiet">{t('history.none')}</p>
  return (
    <ul className={classes.history}>
      {changes.map((change) => (
        <li key={change.at}>
          {instant(change.at)} · {change.by} ·{' '}
          {change.kind === 'setting.confirmed'
            ? t('history.confirmed', { value: said(change.new) })
            : t('history.changed', { old: said(change.old), new: said(change.new) })}
          {change.reason === null ? null : <div className="quiet">{change.reason}</div>}
        </li>
      ))}
    </ul>
  )
}

function ChangeForm({ setting, label, onDone }: { readonly setting: Setting; readonly label: string; readonly onDone: () => Promise<void> }) {
  const t = useMessages('setting')
  const [value, setValue] = useState<unknown>(setting.value)
  const [reason, setReason] = useState('')
  const save = useMutation({
    mutationFn: () => api.changeSetting({ name: setting.name, value, reason: reason.trim(), seenAt: setting.changedAt }),
    onSuccess: onDone,
  })
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}>
      <ValueField shape={setting.shape as Shape} label={label} value={value} onChange={setValue} />
      <TextInput
        label={t('reason')}
        description={t('reason.meaning')}
        required
        maxLength={1000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <ProblemText error={save.error} />
      <Group>
        <Button type="submit" loading={save.isPending} disabled={reason.trim() === ''}>
          {t('save')}
        </Button>
        <Button variant="subtle" onClick={() => void onDone()}>
          {t('cancel')}
        </Button>
      </Group>
    </form>
  )
}

export function SettingRow({ setting }: { readonly setting: Setting }) {
  const t = useMessages('setting')
  const { instant } = useFormat()
  const said = useValueText()
  const queries = useQueryClient()
  const [open, setOpen] = useState<'nothing' | 'change' | 'history'>('nothing')
  const renew = () => queries.invalidateQueries({ predicate: ({ queryKey }) => /Setting|MailStanding|PageText/.test(String(queryKey[0])) }).then(() => undefined)
  const confirm = useMutation({
    mutationFn: () => api.confirmSetting({ name: setting.name, seenAt: setting.changedAt }),
    onSuccess: renew,
  })
  const label = t.has(setting.name) ? t(setting.name) : setting.name
  const value = said(setting.value)
  // What scrolls must be reachable by key, so only what is long scrolls.
  const scrolls = value.length > 600 || value.split('\n').length > 7 ? { tabIndex: 0, role: 'group', 'aria-label': label, 'data-long': true } : {}
  const meaning = `${setting.name}.meaning`
  return (
    <article className={classes.setting} aria-label={label}>
      <h3>{label}</h3>
      <p>{t.has(meaning) ? placed(t(meaning)) : null}</p>
      <div className={classes.value} {...scrolls}>
        {placed(value)}
      </div>
      <p className="quiet">
        {setting.isAssumed ? (
          <span className={classes.badge}>{t('assumed')}</span>
        ) : setting.isSet && setting.changedAt !== null ? (
          t('set', { at: instant(setting.changedAt), standard: said(setting.standard) })
        ) : (
          t('found')
        )}
      </p>
      {open === 'change' ? (
        <ChangeForm
          setting={setting}
          label={label}
          onDone={async () => {
            setOpen('nothing')
            await renew()
          }}
        />
      ) : (
        <div className={classes.acts}>
          {setting.isAssumed ? (
            <Button size="compact-md" variant="default" loading={confirm.isPending} aria-label={`${t('confirm')}: ${label}`} onClick={() => confirm.mutate()}>
              {t('confirm')}
            </Button>
          ) : null}
          <Button size="compact-md" variant="subtle" aria-label={`${t('change')}: ${label}`} onClick={() => setOpen('change')}>
            {t('change')}
          </Button>
          {setting.isSet ? (
            <Button
              size="compact-md"
              variant="subtle"
              aria-expanded={open === 'history'}
              aria-label={`${t('history')}: ${label}`}
              onClick={() => setOpen(open === 'history' ? 'nothing' : 'history')}>
              {t('history')}
            </Button>
          ) : null}
        </div>
      )}
      <ProblemText error={confirm.error} />
      {open === 'history' ? <History name={setting.name} /> : null}
    </article>
  )
}
