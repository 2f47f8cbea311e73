// The notice of an assessment: what becomes public, and until when concerns reach the assessors.
import { Button, Stack, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api, type Result } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import { useAct } from './act.ts'
import { languageName } from './language-name.ts'
import classes from './assessment.module.css'

export function NoticeForm({ caseId, plan }: { readonly caseId: string; readonly plan: Result<'getPlan'> }) {
  const t = useMessages('assessment')
  const { day } = useFormat()
  const [text, setText] = useState('')
  const [until, setUntil] = useState(plan.plan.visitFrom ?? '')
  const languages = [...new Set([...plan.plan.languages, 'en'])]
  const publish = useAct(() => api.publishNotice({ caseId, text: text.trim(), languages, concernsUntil: until }))
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        publish.mutate(undefined)
      }}>
      <Stack gap="sm">
        <p>{t('notice.meaning', { languages: languages.map((code) => languageName(code, t.language)).join(', '), days: plan.noticeDays, from: plan.plan.visitFrom === null ? '' : day(plan.plan.visitFrom) })}</p>
        <Textarea label={t('notice.text')} description={t('notice.text.meaning')} required autosize minRows={4} maxLength={4000} value={text} onChange={(event) => setText(event.currentTarget.value)} />
        <TextInput type="date" required label={t('notice.until')} value={until} onChange={(event) => setUntil(event.currentTarget.value)} />
        <ProblemText error={publish.error} />
        <Button type="submit" loading={publish.isPending} disabled={text.trim() === ''} style={{ alignSelf: 'flex-start' }}>
          {t('notice.publish')}
        </Button>
      </Stack>
    </form>
  )
}
