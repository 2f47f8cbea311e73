// Messages by key, checked against the English file: `const t = useMessages('registry'); t('sites.title')`.
import { use, useMemo, type ReactNode } from 'react'
import { IntlMessageFormat } from 'intl-messageformat'
import { loadMessages, loadedMessages, type Pack } from './catalogue.ts'
import type { MessageArea, MessageKey } from './areas.ts'
import { useLanguage } from './language.ts'

type Value = string | number | Date | boolean | null | undefined
type Values = Readonly<Record<string, Value>>
type RichValues = Readonly<Record<string, Value | ReactNode | ((parts: ReactNode[]) => ReactNode)>>

export type Messages<A extends MessageArea> = {
  /** A message as text. */
  (key: MessageKey<A>, values?: Values): string
  /** A message with elements: `t.rich('x', { a: (parts) => <a href="/">{parts}</a> })` for "go <a>home</a>". */
  readonly rich: (key: MessageKey<A>, values: RichValues) => ReactNode
  /** Whether a key made at run time exists; narrows it. */
  readonly has: (key: string) => key is MessageKey<A>
  readonly language: string
}

const formats = new Map<string, IntlMessageFormat>()

function formatOf(language: string, text: string): IntlMessageFormat {
  const key = `${language}\0${text}`
  let format = formats.get(key)
  if (!format) {
    format = new IntlMessageFormat(text, language)
    formats.set(key, format)
  }
  return format
}

export function messagesOf<A extends MessageArea>(language: string, pack: Pack): Messages<A> {
  const text = (key: string): string => pack[key] ?? key
  const plain = (key: MessageKey<A>, values?: Values): string => {
    const message = text(key)
    return values === undefined && !message.includes('{')
      ? message.replaceAll("''", "'")
      : String(formatOf(language, message).format(values))
  }
  return Object.assign(plain, {
    language,
    has: (key: string): key is MessageKey<A> => key in pack,
    rich: (key: MessageKey<A>, values: RichValues): ReactNode =>
      formatOf(language, text(key)).format(values as Parameters<IntlMessageFormat['format']>[0]) as ReactNode,
  })
}

/** Waits (React Suspense) until the area's messages are there. */
export function useMessages<A extends MessageArea>(area: A): Messages<A> {
  const language = useLanguage()
  const pack = loadedMessages(language, area) ?? use(loadMessages(language, area))
  return useMemo(() => messagesOf<A>(language, pack), [language, pack])
}
