// A form that is opened by a button, so that a page shows its facts first.
import { Button } from '@mantine/core'
import { useState, type ReactNode } from 'react'

type Props = { readonly label: string; readonly children: (close: () => void) => ReactNode }

export function Opened({ label, children }: Props) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button variant="default" size="xs" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {label}
      </Button>
      {isOpen ? children(() => setOpen(false)) : null}
    </>
  )
}
