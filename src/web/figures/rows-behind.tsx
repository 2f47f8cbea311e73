// The rows behind a count: which sites are counted surely, which possibly, each a link to its record.
import { Modal } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useMessages } from '../messages/use-messages.ts'
import { useAllSites } from '../registry/use-all-sites.ts'
import { useFormat } from '../ui/format.ts'
import { useWords } from '../ui/words.ts'
import classes from './figures.module.css'

export type Rows = { readonly surely: readonly string[]; readonly possibly: readonly string[] }
type Props = { readonly rows: Rows; readonly about: string }

export function RowsBehind({ rows, about }: Props) {
  const t = useMessages('figures')
  const [isOpen, modal] = useDisclosure(false)
  const count = rows.surely.length + rows.possibly.length
  if (count === 0) return null
  return (
    <>
      <button
        type="button"
        className={classes.rowsButton}
        onClick={modal.open}
        aria-label={t('rows.of', { count, about })}>
        {t('rows', { count })}
      </button>
      <Modal
        opened={isOpen}
        onClose={modal.close}
        size="lg"
        title={t('rows.title', { about })}
        closeButtonProps={{ 'aria-label': t('close') }}>
        {isOpen ? <RowLists rows={rows} /> : null}
      </Modal>
    </>
  )
}

function RowLists({ rows }: { readonly rows: Rows }) {
  const t = useMessages('figures')
  const words = useWords()
  const { language } = useFormat()
  const sites = useAllSites({})
  const names = useMemo(() => new Map(sites.rows.map((site) => [site.siteId, site])), [sites.rows])
  const nameOf = (id: string): string => names.get(id)?.name ?? id
  const list = (title: string, ids: readonly string[]) =>
    ids.length === 0 ? null : (
      <section>
        <h3 className={classes.rowsTitle}>{title}</h3>
        <ul className={classes.rowList}>
          {ids
            .toSorted((a, b) => nameOf(a).localeCompare(nameOf(b), language))
            .map((id) => {
              const country = names.get(id)?.country
              return (
                <li key={id}>
                  <Link to="/sites/$siteId" params={{ siteId: id }}>
                    {nameOf(id)}
                  </Link>
                  {country === undefined ? null : <span className="quiet">, {words.country(country)}</span>}
                </li>
              )
            })}
        </ul>
      </section>
    )
  return (
    <>
      {list(t('rows.surely', { count: rows.surely.length }), rows.surely)}
      {list(t('rows.possibly', { count: rows.possibly.length }), rows.possibly)}
      <p className="quiet">
        <small>{t('rows.meaning')}</small>
      </p>
    </>
  )
}
