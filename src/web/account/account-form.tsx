// One form for everything that opens or guards an account: fields in a column, why it was refused, and one button.
import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { useMessages } from '../messages/use-messages.ts'
import classes from './account.module.css'

export const LEAST_PASSWORD = 12

type FormProps = {
  readonly act: string
  readonly isBusy: boolean
  readonly reason?: ReactNode
  readonly color?: string
  readonly isReady?: boolean
  readonly onSubmit: () => void
  readonly children: ReactNode
}

export function AccountForm({ act, isBusy, reason, color, isReady = true, onSubmit, children }: FormProps) {
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}>
      <Stack gap="md">
        {children}
        {reason === undefined ? null : (
          <div role="alert" className={classes.problem}>
            {reason}
          </div>
        )}
        <Button
          type="submit"
          loading={isBusy}
          disabled={!isReady}
          className={classes.submit}
          {...(color === undefined ? {} : { color })}>
          {act}
        </Button>
      </Stack>
    </form>
  )
}

type FieldProps = { readonly value: string; readonly onChange: (value: string) => void }

export function EmailField({ value, onChange }: FieldProps) {
  const t = useMessages('account')
  return (
    <TextInput
      type="email"
      label={t('email')}
      autoComplete="username"
      required
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

/** A password that is known, or one that is chosen: the browser offers to fill in the one and to make the other. */
export function PasswordField({ value, onChange, label, isNew = false }: FieldProps & { readonly label: string; readonly isNew?: boolean }) {
  const t = useMessages('account')
  return (
    <PasswordInput
      label={label}
      autoComplete={isNew ? 'new-password' : 'current-password'}
      required
      value={value}
      visibilityToggleButtonProps={{ 'aria-label': t('password.show') }}
      onChange={(event) => onChange(event.currentTarget.value)}
      {...(isNew ? { minLength: LEAST_PASSWORD, description: t('welcome.password.meaning', { count: LEAST_PASSWORD }) } : {})}
    />
  )
}

/** A code of an app or a recovery code: pasted, filled in by the browser, or typed. */
export function CodeField({ value, onChange, label, meaning, isRecovery = false }: FieldProps & { readonly label: string; readonly meaning?: string; readonly isRecovery?: boolean }) {
  return (
    <TextInput
      label={label}
      description={meaning}
      autoComplete="one-time-code"
      inputMode={isRecovery ? 'text' : 'numeric'}
      required
      maxLength={isRecovery ? 20 : 8}
      maw={240}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
