// What was written to and fro between a source and those who look into it.
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import classes from './grievance.module.css'

type Message = { readonly direction: 'from-source' | 'to-source'; readonly text: string | null; readonly sentOn: string }

export function MessageList({ messages }: { readonly messages: readonly Message[] }) {
  const t = useMessages('grievance')
  const { day } = useFormat()
  if (messages.length === 0) return null
  return (
    <>
      <h3>{t('messages')}</h3>
      <ul>
        {messages.map((message, index) => (
          <li key={index}>
            <span className="quiet">
              {t(`message.${message.direction}`)}, {day(message.sentOn)}
            </span>
            <p className={classes.words}>{message.text ?? t('erased')}</p>
          </li>
        ))}
      </ul>
    </>
  )
}
