// The source of a fact, one click away: who says it, where, with what note. On paper the sources stand beside the fact.
import { Popover } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'
import { useMessages } from '../messages/use-messages.ts'
import classes from './sources.module.css'

export type Source = { readonly text: string; readonly url?: string | undefined; readonly note?: string | undefined }

export function SourceLine({ source }: { readonly source: Source }) {
  const t = useMessages('shell')
  return (
    <>
      {source.url === undefined ? source.text
        : <a href={source.url} rel="noreferrer" target="_blank">{source.text}<IconExternalLink size={13} aria-label={t('sources.new-tab')} className={classes.out} /></a>}
      {source.note === undefined ? null : <span className={classes.note}>{source.note}</span>}
    </>
  )
}

/** @param about names the fact, for those who hear the button without seeing what it stands beside */
export function Sources({ sources, about }: { readonly sources: readonly Source[]; readonly about: string }) {
  const t = useMessages('shell')
  if (sources.length === 0) return null
  return (
    <>
      <Popover width={360} position="bottom-start" shadow="md" withinPortal trapFocus>
        <Popover.Target>
          <button type="button" className={classes.button} aria-label={t('sources.of', { count: sources.length, about })}>{t('sources', { count: sources.length })}</button>
        </Popover.Target>
        <Popover.Dropdown aria-label={t('sources.of', { count: sources.length, about })}>
          <ul className={classes.list}>{sources.map((source, index) => <li key={index}><SourceLine source={source} /></li>)}</ul>
        </Popover.Dropdown>
      </Popover>
      <span className="print-only"><small>{sources.map(({ text, url }) => url === undefined ? text : `${text} (${url})`).join('; ')}</small></span>
    </>
  )
}
