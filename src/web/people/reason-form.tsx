// A change that cannot be taken back by a click: what it does, why it is done, and the button that does it.
import { Button, Group, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useMessages } from '../messages/use-messages.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import classes from './people.module.css'

type Props = {
  readonly act: string
  readonly meaning?: string
  readonly isBusy: boolean
  readonly error: Error | null
  readonly color?: string
  readonly onDo: (reason: string) => void
  readonly onCancel: () => void
  readonly children?: React.ReactNode
}

export function ReasonForm({ act, meaning, isBusy, error, color, onDo, onCancel, children }: Props) {
  const t = useMessages('people')
  const [reason, setReason] = useState('')
  return (
    <form
      className={classes.reason}
      onSubmit={(event) => {
        event.preventDefault()
        onDo(reason.trim())
      }}>
      {meaning === undefined ? null : <p>{meaning}</p>}
      {children}
      <Textarea
        label={t('reason')}
        required
        autosize
        minRows={2}
        maxLength={600}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <ProblemText error={error} />
      <Group>
        <Button type="submit" loading={isBusy} disabled={reason.trim() === ''} {...(color === undefined ? {} : { color })}>
          {act}
        </Button>
        <Button variant="subtle" onClick={onCancel}>
          {t('cancel')}
        </Button>
      </Group>
    </form>
  )
}
