// A file can be dropped here or chosen with the button, which does the same (WCAG 2.2, 2.5.7). Long uploads show how far
// they are and can be stopped.
import { Button, Progress } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import { useRef, useState, type ReactNode } from 'react'
import classes from './file-drop.module.css'

type Props = {
  readonly label: string
  /** As an input takes it: `.csv,.xlsx`. */
  readonly accept: string
  readonly onFile: (file: File) => void
  readonly isBusy?: boolean
  /** 0 to 1; undefined while it is not known. */
  readonly progress?: number | undefined
  readonly stop?: { readonly label: string; readonly onStop: () => void }
  readonly children?: ReactNode
}

export function FileDrop({ label, accept, onFile, isBusy = false, progress, stop, children }: Props) {
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setOver] = useState(false)
  const take = (files: FileList | null) => {
    const file = files?.[0]
    if (file !== undefined && !isBusy) onFile(file)
  }
  return (
    <div
      className={classes.drop}
      data-over={isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        take(event.dataTransfer.files)
      }}>
      <Button
        leftSection={<IconUpload size={16} aria-hidden />}
        loading={isBusy}
        onClick={() => input.current?.click()}>
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        accept={accept}
        className={classes.input}
        tabIndex={-1}
        aria-hidden
        onChange={(event) => {
          take(event.currentTarget.files)
          event.currentTarget.value = ''
        }}
      />
      {children}
      {isBusy && progress !== undefined ? (
        <Progress value={progress * 100} className={classes.bar} aria-label={label} animated={progress >= 1} />
      ) : null}
      {isBusy && stop !== undefined ? (
        <Button variant="default" size="xs" onClick={stop.onStop}>
          {stop.label}
        </Button>
      ) : null}
    </div>
  )
}
