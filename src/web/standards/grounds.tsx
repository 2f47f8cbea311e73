// Whether a statement was read in a source or inferred by us: inferred ones say so in a word and a dotted line; the
// sources are one click away.
import { createContext, useContext, type ReactNode } from 'react'
import { useMessages } from '../messages/use-messages.ts'
import { Sources, type Source } from '../ui/sources.tsx'
import classes from './standards.module.css'

export type Grounds = {
  readonly basis: 'found' | 'inferred'
  readonly sources?: readonly string[] | undefined
  readonly note?: string | undefined
}
export type NamedSource = {
  readonly id: string
  readonly text: string
  readonly urls?: readonly string[] | undefined
  readonly version?: string
}

const SourceBook = createContext<readonly NamedSource[]>([])

/** The sources of the standard file, which statements name by id. */
export const WithSources = ({
  sources,
  children,
}: {
  readonly sources: readonly NamedSource[]
  readonly children: ReactNode
}) => <SourceBook value={sources}>{children}</SourceBook>

const citation = ({ text, urls }: NamedSource): Source => ({ text, url: urls?.[0] })

/** @param version whose file names the sources, where several versions are on the page */
export function Basis({
  grounds,
  about,
  version,
}: {
  readonly grounds: Grounds
  readonly about: string
  readonly version?: string
}) {
  const t = useMessages('standards')
  const book = useContext(SourceBook)
  const named = book.filter(
    (source) =>
      (grounds.sources ?? []).includes(source.id) &&
      (version === undefined || source.version === undefined || source.version === version),
  )
  const isInferred = grounds.basis === 'inferred'
  return (
    <>
      {isInferred ? (
        <span className={classes.inferred} title={t('inferred.meaning')}>
          {t('inferred')}
        </span>
      ) : null}
      <Sources sources={named.map(citation)} about={about} />
      {grounds.note === undefined ? null : (
        <span className={classes.note} lang="en">
          {grounds.note}
        </span>
      )}
    </>
  )
}
