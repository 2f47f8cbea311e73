// The secretariat approves a firm or one of its assessors for a standard or a language, for a time.
import { Button, NativeSelect, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import { useAct } from './act.ts'
import type { FirmOfView } from './firm-page.tsx'
import { languageName } from './language-name.ts'
import classes from './assessment.module.css'

const LANGUAGES = ['en', 'es', 'fr', 'zh', 'pt', 'de', 'ja', 'ru', 'id', 'ko', 'pl', 'ar', 'quz', 'aym']

export function GrantApproval({ firm }: { readonly firm: FirmOfView }) {
  const t = useMessages('assessment')
  const standards = useLooseRead('listStandards', {}).data?.items ?? []
  const [userId, setUserId] = useState('')
  const [matter, setMatter] = useState<'standard' | 'language'>('standard')
  const [subject, setSubject] = useState('')
  const [validFrom, setFrom] = useState('')
  const [validUntil, setUntil] = useState('')
  const slugs = [...new Set(standards.map(({ standard }) => standard))]
  const chosen = subject === '' ? (matter === 'standard' ? slugs[0] : LANGUAGES[0]) ?? '' : subject
  const grant = useAct(() => api.grantApproval({ firmId: firm.firmId, userId: userId === '' ? null : userId, matter, subject: chosen, validFrom, validUntil }))
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        grant.mutate(undefined)
      }}>
      <Stack gap="sm">
        <h3>{t('approval.grant')}</h3>
        <NativeSelect
          label={t('approval.who')}
          value={userId}
          data={[{ value: '', label: firm.name }, ...firm.people.filter(({ roles }) => roles.includes('assessor')).map((person) => ({ value: person.userId, label: person.name }))]}
          onChange={(event) => setUserId(event.currentTarget.value)}
        />
        <NativeSelect
          label={t('approval.matter')}
          value={matter}
          data={(['standard', 'language'] as const).map((one) => ({ value: one, label: t(`matter.${one}`) }))}
          onChange={(event) => {
            setMatter(event.currentTarget.value as 'standard' | 'language')
            setSubject('')
          }}
        />
        <NativeSelect
          label={t(`matter.${matter}`)}
          value={chosen}
          data={matter === 'standard' ? slugs.map((slug) => ({ value: slug, label: standards.find(({ standard }) => standard === slug)?.title ?? slug })) : LANGUAGES.map((code) => ({ value: code, label: languageName(code, t.language) }))}
          onChange={(event) => setSubject(event.currentTarget.value)}
        />
        <div className={classes.cells}>
          <TextInput type="date" required label={t('approval.from')} value={validFrom} onChange={(event) => setFrom(event.currentTarget.value)} />
          <TextInput type="date" required label={t('approval.until')} value={validUntil} onChange={(event) => setUntil(event.currentTarget.value)} />
        </div>
        <ProblemText error={grant.error} />
        <Button type="submit" loading={grant.isPending} style={{ alignSelf: 'flex-start' }}>
          {t('approval.grant')}
        </Button>
        {grant.isSuccess ? <p role="status">{t('approval.granted')}</p> : null}
      </Stack>
    </form>
  )
}
