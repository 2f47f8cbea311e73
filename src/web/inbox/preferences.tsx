// In which language, at which hour of whose day and by how many mails a person is told. Saved as it is chosen.
import { NativeSelect, Radio, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, type Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useLanguages } from '../messages/languages.ts'
import { useMessages } from '../messages/use-messages.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import classes from './inbox.module.css'

type Choice = Pick<Result<'getPreferences'>, 'language' | 'timeZone' | 'mail'>
const CHOICES = ['at-once', 'daily', 'none'] as const

export function Preferences() {
  const t = useMessages('inbox')
  const queries = useQueryClient()
  const languages = useLanguages()
  const kept = useLooseRead('getPreferences', {}).data
  const save = useMutation({
    mutationFn: (choice: Choice) => api.changePreferences(choice),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['getPreferences'] }),
  })
  if (kept === undefined) return null
  const chosen: Choice = { language: kept.language, timeZone: kept.timeZone, mail: kept.mail, ...save.variables }
  const put = (change: Partial<Choice>) => save.mutate({ ...chosen, ...change })
  return (
    <section aria-labelledby="preferences" className={classes.part}>
      <h2 id="preferences">{t('preferences')}</h2>
      <div className={classes.fields}>
        <Radio.Group
          label={t('preferences.mail')}
          value={chosen.mail}
          onChange={(value) => put({ mail: value as Choice['mail'] })}>
          <Stack gap="xs" mt="xs">
            {CHOICES.map((value) => (
              <Radio key={value} value={value} label={t(`preferences.mail.${value}`)} />
            ))}
          </Stack>
        </Radio.Group>
        <NativeSelect
          label={t('preferences.language')}
          value={chosen.language}
          onChange={(event) => put({ language: event.currentTarget.value })}
          data={languages.map(({ tag, name }) => ({ value: tag, label: name }))}
        />
        <NativeSelect
          label={t('preferences.time-zone')}
          description={t('preferences.time-zone.meaning')}
          value={chosen.timeZone ?? ''}
          onChange={(event) => put({ timeZone: event.currentTarget.value === '' ? null : event.currentTarget.value })}
          data={[{ value: '', label: t('preferences.time-zone.scheme') }, ...Intl.supportedValuesOf('timeZone')]}
        />
        <p role="status" className="quiet">
          {save.isPending ? t('preferences.saving') : save.isSuccess ? t('preferences.saved') : ''}
        </p>
        <ProblemText error={save.error} />
      </div>
    </section>
  )
}
