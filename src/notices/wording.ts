// The words of a notice in one language: the messages of its kind, filled with its values and with where its due day
// stands today. Plain text, so that a mail of it is readable as it is.
import { IntlMessageFormat } from 'intl-messageformat'
import { Day, daysBetween } from '#src/kernel/time.ts'

/** Messages by key: `<kind>.subject`, `<kind>.text`, and `word.<name>` for values that are words themselves. */
export type Pack = Readonly<Record<string, string>>
type Worded = { readonly kind: string; readonly params: Readonly<Record<string, unknown>>; readonly dueOn: Day | null }

/** Day before month, as the screens write English. */
const localeOf = (language: string): string => language === 'en' ? 'en-GB' : language

export const writtenDay = (day: Day, language: string): string =>
  new Intl.DateTimeFormat(localeOf(language), { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`))

function valueOf(value: unknown, language: string, pack: Pack): string | number {
  if (typeof value === 'number') return value
  const text = String(value)
  if (Day.safeParse(text).success) return writtenDay(text, language)
  return text.startsWith('@') ? pack[`word.${text.slice(1)}`] ?? text.slice(1).replace(/^.*\./, '').replaceAll('-', ' ') : text
}

/** A message of the catalogue; what it lacks is said by its key rather than by nothing. */
export function said(pack: Pack, language: string, key: string, values: Readonly<Record<string, string | number>>): string {
  const message = pack[key]
  if (message === undefined) return key
  try {
    return String(new IntlMessageFormat(message, localeOf(language), undefined, { ignoreTag: true }).format(values))
  } catch {
    // A value that the message wants and the notice lacks: its own words still say what it is about.
    return message
  }
}

/** A sentence may begin with a word that elsewhere stands in its middle. */
const begun = (text: string, language: string): string => text.charAt(0).toLocaleUpperCase(language) + text.slice(1)

/** @param today civil day of the scheme: a reminder counts the days from now, not from when it was written */
export function worded(notice: Worded, pack: Pack, language: string, today: Day): { subject: string; text: string } {
  const left = notice.dueOn === null ? 0 : daysBetween(today, notice.dueOn)
  const values = {
    due: notice.dueOn === null ? '' : writtenDay(notice.dueOn, language),
    days: Math.max(left, 0), late: Math.max(-left, 0), when: left < 0 ? 'late' : left === 0 ? 'today' : 'before',
    ...Object.fromEntries(Object.entries(notice.params).map(([name, value]) => [name, valueOf(value, language, pack)])),
  }
  // A subject is one line, whatever the names in it hold.
  return { subject: said(pack, language, `${notice.kind}.subject`, values).replace(/\s+/g, ' ').trim(), text: begun(said(pack, language, `${notice.kind}.text`, values), language) }
}

export type Letter = { readonly subject: string; readonly text: string }
type Told = Worded & { readonly link: string }

const WIDTH = 76

const HAN = /\p{Script=Han}/u

/** Breaks lines at spaces, so that the text reads in any client; addresses stay whole, and so do lines without spaces. */
export function wrapped(text: string, indent = ''): string {
  if (HAN.test(text)) return text.split('\n').map((line) => line === '' ? '' : indent + line).join('\n')
  return text.split('\n').map((line) => {
    const lines: string[] = []
    let now = ''
    for (const word of line.split(' ')) {
      if (now !== '' && now.length + 1 + word.length > WIDTH - indent.length) { lines.push(now); now = word } else now = now === '' ? word : `${now} ${word}`
    }
    return [...lines, now].map((one) => one === '' ? '' : indent + one).join('\n')
  }).join('\n')
}

/**
 * One mail that says one or several things, each with its link, then why it came and how to stop it.
 * @param publicUrl without a slash at its end
 */
export function letterOf(notices: readonly Told[], pack: Pack, language: string, today: Day, by: { publicUrl: string; sender: string; name: string }): Letter {
  const parts = notices.map((notice) => ({ ...worded(notice, pack, language, today), address: `${by.publicUrl}${notice.link}` }))
  const say = (key: string, values: Readonly<Record<string, string | number>> = {}) => said(pack, language, key, values)
  const one = parts.length === 1 ? parts[0]! : undefined
  const subject = one?.subject ?? say('mail.digest.subject', { count: parts.length, sender: by.sender })
  const body = parts.map((part) => one === undefined ? `${wrapped(`* ${part.subject}`)}\n${wrapped(part.text, '  ')}\n  ${part.address}` : `${wrapped(part.text)}\n\n${part.address}`)
  return {
    subject,
    text: [wrapped(say('mail.greeting', { name: by.name })), ...body, '-- ', wrapped(say('mail.why', { sender: by.sender })),
      `${wrapped(say('mail.stop'))}\n${by.publicUrl}/inbox`].join('\n\n').replace('\n\n-- \n\n', '\n\n-- \n') + '\n',
  }
}
