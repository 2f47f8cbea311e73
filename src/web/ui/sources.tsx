// The source of a fact, one click away: who says it, where, with what note. On paper a number stands beside the fact, and the
// sources in order at the end.
import { Popover } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'
import { createContext, use, type ReactNode } from 'react'
import { useMessages } from '../messages/use-messages.ts'
import classes from './sources.module.css'

export type Source = { readonly text: string; readonly url?: string | undefined; readonly note?: string | undefined }

export function SourceLine({ source }: { readonly source: Source }) {
  const t = useMessages('shell')
  return (
    <>
      {source.url === undefined ? (
        source.text
      ) : (
        <a href={source.url} rel="noreferrer" target="_blank">
          {source.text}
          <IconExternalLink size={13} aria-label={t('sources.new-tab')} className={classes.out} />
        </a>
      )}
      {source.note === undefined ? null : <span className={classes.note}>{source.note}</span>}
    </>
  )
}

const sourceKey = ({ text, url }: Source): string => `${url ?? ''} ${text}`

/** Each source once, in the order of the facts. */
export const distinct = (sources: readonly Source[]): readonly Source[] => [
  ...new Map(sources.map((source) => [sourceKey(source), source])).values(),
]

const Numbered = createContext<readonly Source[]>([])

/** Numbers the sources of a page for paper, and lists them after it. @param sources all of the page, from `distinct` */
export function Footnotes({
  sources,
  children,
}: {
  readonly sources: readonly Source[]
  readonly children: ReactNode
}) {
  const t = useMessages('shell')
  return (
    <Numbered value={sources}>
      {children}
      <section className={`${classes.notes} print-only`} aria-hidden>
        <h2>{t('sources.title')}</h2>
        <ol>
          {sources.map(({ text, url, note }) => (
            <li key={`${url} ${text}`}>{[text, url, note].filter((part) => part !== undefined).join('. ')}</li>
          ))}
        </ol>
      </section>
    </Numbered>
  )
}

function Printed({ sources }: { readonly sources: readonly Source[] }) {
  const numbered = use(Numbered)
  const keys = numbered.map(sourceKey)
  const places = sources.map((source) => keys.indexOf(sourceKey(source)))
  if (numbered.length === 0 || places.includes(-1)) {
    return (
      <span className={`${classes.inline} print-only`}>
        {sources.map(({ text, url }) => (url === undefined ? text : `${text} (${url})`)).join('; ')}
      </span>
    )
  }
  return <sup className={`${classes.number} print-only`}>[{places.map((place) => place + 1).join(', ')}]</sup>
}

/** @param about names the fact, for those who hear the button without seeing what it stands beside */
export function Sources({ sources, about }: { readonly sources: readonly Source[]; readonly about: string }) {
  const t = useMessages('shell')
  if (sources.length === 0) return null
  return (
    <>
      <Popover width={360} position="bottom-start" shadow="md" withinPortal trapFocus>
        <Popover.Target>
          <button
            type="button"
            className={classes.button}
            aria-label={t('sources.of', { count: sources.length, about })}>
            {t('sources', { count: sources.length })}
          </button>
        </Popover.Target>
        <Popover.Dropdown aria-label={t('sources.of', { count: sources.length, about })}>
          <ul className={classes.list}>
            {sources.map((source, index) => (
              <li key={index}>
                <SourceLine source={source} />
              </li>
            ))}
          </ul>
        </Popover.Dropdown>
      </Popover>
      <Printed sources={sources} />
    </>
  )
}
