// What stands over the list of sites: how many there are, which columns are shown, the export.
import { Button, Checkbox, Menu, Popover } from '@mantine/core'
import { IconColumns3, IconDownload } from '@tabler/icons-react'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import type { Column } from '../ui/long-table.tsx'
import type { ExportFormat } from './sites-export.ts'
import type { AllSites, SiteRow } from './use-all-sites.ts'
import classes from './sites-page.module.css'

const FORMATS: readonly ExportFormat[] = ['csv', 'xlsx', 'json', 'geojson']

export function SiteCount({ sites: { rows, total, asOf, problem } }: { readonly sites: AllSites }) {
  const t = useMessages('registry')
  const { number, day } = useFormat()
  const text = (): string => {
    if (problem !== undefined) return ''
    if (total === undefined || asOf === undefined) return t('sites.loading')
    if (rows.length < total) return t('sites.arriving', { loaded: number(rows.length), total: number(total) })
    return t('sites.count', { count: total, total: number(total), day: day(asOf) })
  }
  return (
    <p role="status" className={classes.count}>
      {text()}
    </p>
  )
}

type ColumnChooserProps = {
  readonly columns: readonly Column<SiteRow>[]
  readonly visible: ReadonlySet<string>
  readonly onChange: (ids: readonly string[]) => void
}

export function ColumnChooser({ columns, visible, onChange }: ColumnChooserProps) {
  const t = useMessages('registry')
  const choose = (ids: readonly string[]) =>
    onChange(columns.filter(({ id }) => id === 'name' || ids.includes(id)).map(({ id }) => id))
  return (
    <Popover position="bottom-end" shadow="md" trapFocus withRoles={false}>
      <Popover.Target>
        <Button variant="default" leftSection={<IconColumns3 size={16} aria-hidden />} aria-haspopup="dialog">
          {t('sites.columns')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={t('sites.columns')}>
        <Checkbox.Group value={[...visible]} onChange={choose}>
          {columns.map(({ id, heading }) => (
            <Checkbox key={id} value={id} label={heading} disabled={id === 'name'} mih={32} />
          ))}
        </Checkbox.Group>
      </Popover.Dropdown>
    </Popover>
  )
}

export function ExportMenu({ addressOf }: { readonly addressOf: (format: ExportFormat) => string }) {
  const t = useMessages('registry')
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />}>
          {t('sites.export')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {FORMATS.map((format) => (
          <Menu.Item key={format} component="a" href={addressOf(format)} download>
            {t(`export.${format}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
