// An act with its reason: a button that opens the form, what the act does, and the words that are kept with it.
import { Button, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useMessages } from '../messages/use-messages.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import { useAct } from './act.ts'
import classes from './assessment.module.css'

type Props = {
  readonly label: string
  readonly meaning?: string
  readonly field: string
  readonly onDo: (text: string) => Promise<unknown>
  readonly max?: number
  readonly isMain?: boolean
}

export function ReasonAct({ label, meaning, field, onDo, max = 2000, isMain = false }: Props) {
  const t = useMessages('assessment')
  const [isOpen, setOpen] = useState(false)
  const [text, setText] = useState('')
  const act = useAct(onDo, () => {
    setOpen(false)
    setText('')
  })
  if (!isOpen)
    return (
      <Button variant={isMain ? 'filled' : 'default'} onClick={() => setOpen(true)}>
        {label}
      </Button>
    )
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        act.mutate(text.trim())
      }}>
      <Stack gap="sm">
        {meaning === undefined ? null : <p>{meaning}</p>}
        <Textarea label={field} required autosize minRows={3} maxLength={max} value={text} onChange={(event) => setText(event.currentTarget.value)} />
        <ProblemText error={act.error} />
        <div className={classes.row}>
          <Button type="submit" loading={act.isPending} disabled={text.trim() === ''}>
            {label}
          </Button>
          <Button variant="default" onClick={() => setOpen(false)}>
            {t('cancel')}
          </Button>
        </div>
      </Stack>
    </form>
  )
}

/** An act that needs no words, with what it does said beside it. */
export function PlainAct({ label, onDo, isMain = true, isDisabled = false }: { readonly label: string; readonly onDo: () => Promise<unknown>; readonly isMain?: boolean; readonly isDisabled?: boolean }) {
  const act = useAct(onDo)
  return (
    <div>
      <Button variant={isMain ? 'filled' : 'default'} loading={act.isPending} disabled={isDisabled} onClick={() => act.mutate(undefined)}>
        {label}
      </Button>
      <ProblemText error={act.error} />
    </div>
  )
}
