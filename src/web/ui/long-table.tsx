// A table of thousands of rows: only the rows in sight are drawn, the head stays, columns can be chosen and sorted, and the
// keyboard walks it (j/k or arrows from row to row, Enter opens). The markup is a plain table, so that it reads as one.
import {
  createSortedRowModel,
  columnVisibilityFeature,
  rowSortingFeature,
  tableFeatures,
  useTable,
  type ColumnDef,
  type RowData,
  type SortingState,
} from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { IconArrowDown, IconArrowUp, IconArrowsSort } from '@tabler/icons-react'
import { memo, useEffect, useMemo, useRef, type ReactNode, type RefObject } from 'react'
import { isTyping, useKeysAreOn } from '../shell/keys.ts'
import classes from './long-table.module.css'

const features = tableFeatures({ rowSortingFeature, columnVisibilityFeature, sortedRowModel: createSortedRowModel() })

export type Column<Row extends RowData> = {
  readonly id: string
  readonly heading: string
  /** Pixels; the table scrolls sideways where they do not fit. The first column takes what is left. */
  readonly width: number
  readonly cell: (row: Row) => ReactNode
  /** What the column is sorted by; a column without it is not sortable. */
  readonly sortBy?: (row: Row) => string | number | null
  readonly isNumeric?: boolean
}

export type Sort = { readonly id: string; readonly isDescending: boolean }

type Props<Row extends RowData> = {
  readonly label: string
  readonly rows: readonly Row[]
  readonly rowId: (row: Row) => string
  readonly columns: readonly Column<Row>[]
  readonly visible: ReadonlySet<string>
  readonly sort: Sort
  readonly onSort: (sort: Sort) => void
  readonly language: string
  /** All rows there will be, where more are on their way. */
  readonly total?: number
  readonly empty: ReactNode
}

const ROW_HEIGHT = 44

/** Empty values stand last in either direction. */
function comparing<Row extends RowData>(
  sortBy: (row: Row) => string | number | null,
  language: string,
  isDescending: boolean,
) {
  const collator = new Intl.Collator(language, { numeric: true, sensitivity: 'base' })
  return (a: { readonly original: Row }, b: { readonly original: Row }): number => {
    const [x, y] = [sortBy(a.original), sortBy(b.original)]
    if (x === null || y === null) return x === y ? 0 : (x === null ? 1 : -1) * (isDescending ? -1 : 1)
    return typeof x === 'number' && typeof y === 'number' ? x - y : collator.compare(String(x), String(y))
  }
}

function useColumns<Row extends RowData>(columns: readonly Column<Row>[], language: string, sort: Sort) {
  return useMemo(
    () =>
      columns.map((column): ColumnDef<typeof features, Row> => ({
        id: column.id,
        accessorFn: (row) => column.sortBy?.(row) ?? null,
        enableSorting: column.sortBy !== undefined,
        ...(column.sortBy === undefined ? {} : { sortFn: comparing(column.sortBy, language, sort.isDescending) }),
      })),
    [columns, language, sort.isDescending],
  )
}

/** j/k anywhere on the page, arrows inside the table: the focus goes to the link of the next row. */
function useRowKeys(count: number, focusRow: (index: number) => void) {
  const active = useRef(-1)
  const keysAreOn = useKeysAreOn()
  const scroller = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      const isInside = scroller.current?.contains(event.target as Node) ?? false
      const step =
        (keysAreOn && event.key === 'j') || (isInside && event.key === 'ArrowDown')
          ? 1
          : (keysAreOn && event.key === 'k') || (isInside && event.key === 'ArrowUp')
            ? -1
            : 0
      if (step === 0 || count === 0) return
      event.preventDefault()
      active.current = Math.max(0, Math.min(count - 1, active.current + step))
      focusRow(active.current)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [count, keysAreOn, focusRow])
  return { scroller, active }
}

function useSortedRows<Row extends RowData>({ rows, columns, visible, sort, language, rowId }: Props<Row>) {
  const table = useTable({
    features,
    data: rows as Row[],
    columns: useColumns(columns, language, sort),
    getRowId: rowId,
    state: {
      sorting: useMemo((): SortingState => [{ id: sort.id, desc: sort.isDescending }], [sort]),
      columnVisibility: useMemo(
        () => Object.fromEntries(columns.map(({ id }) => [id, visible.has(id)])),
        [columns, visible],
      ),
    },
  })
  return table.getRowModel().rows
}

/** Scrolls to a row and puts the focus on its link, which may need a frame or two to be drawn. */
function focusLink(scroller: HTMLElement | null, index: number, tries = 4): void {
  const row = `tr[data-index="${index}"]`
  const link = scroller?.querySelector<HTMLElement>(`${row} a, ${row} button`)
  if (link) link.focus({ preventScroll: true })
  else if (tries > 0) requestAnimationFrame(() => focusLink(scroller, index, tries - 1))
}

/** The rows in sight, the space above and below them, and the keys that walk them. */
function useDrawnRows(count: number, keyOf: (index: number) => string | number) {
  const goTo = useRef<(index: number) => void>(() => undefined)
  const { scroller, active } = useRowKeys(count, (index) => goTo.current(index))
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    getItemKey: keyOf,
    scrollPaddingStart: ROW_HEIGHT,
  })
  goTo.current = (index) => {
    virtualizer.scrollToIndex(index, { align: 'auto' })
    focusLink(scroller.current, index)
  }
  const drawn = virtualizer.getVirtualItems()
  return {
    scroller,
    active,
    drawn,
    above: drawn[0]?.start ?? 0,
    below: virtualizer.getTotalSize() - (drawn.at(-1)?.end ?? 0),
  }
}

export function LongTable<Row extends RowData>(props: Props<Row>) {
  const { columns, visible, sort } = props
  const shown = useMemo(() => columns.filter(({ id }) => visible.has(id)), [columns, visible])
  const sorted = useSortedRows(props)
  const { scroller, active, drawn, above, below } = useDrawnRows(sorted.length, (index) => sorted[index]?.id ?? index)
  return (
    <div
      ref={scroller}
      className={classes.scroller}
      role="region"
      aria-label={props.label}
      tabIndex={0}
      data-long-table>
      <table
        className={classes.table}
        aria-rowcount={(props.total ?? sorted.length) + 1}
        style={{ minWidth: shown.reduce((sum, { width }) => sum + width, 0) }}>
        <colgroup>
          {shown.map(({ id, width }, index) => (
            <col key={id} style={index === 0 ? { minWidth: width } : { width }} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {shown.map((column) => (
              <HeadCell key={column.id} column={column} sort={sort} onSort={props.onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          <Space height={above} span={shown.length} />
          {drawn.map(({ index, key }) => (
            <BodyRow key={key} index={index} row={sorted[index]!.original} columns={shown} active={active} />
          ))}
          <Space height={below} span={shown.length} />
        </tbody>
      </table>
      {sorted.length === 0 ? <div className={classes.empty}>{props.empty}</div> : null}
    </div>
  )
}

/** Stands for the rows out of sight. */
const Space = ({ height, span }: { readonly height: number; readonly span: number }) =>
  height <= 0 ? null : (
    <tr aria-hidden>
      <td colSpan={span} style={{ height, padding: 0, border: 0 }} />
    </tr>
  )

type BodyRowProps<Row extends RowData> = {
  readonly index: number
  readonly row: Row
  readonly columns: readonly Column<Row>[]
  readonly active: RefObject<number>
}

/** Drawn once while it stays in sight: scrolling draws only the rows that come in. */
const BodyRow = memo(function BodyRow<Row extends RowData>({ index, row, columns, active }: BodyRowProps<Row>) {
  return (
    <tr
      data-index={index}
      aria-rowindex={index + 2}
      onFocus={() => {
        active.current = index
      }}>
      {columns.map((column, place) =>
        place === 0 ? (
          <th key={column.id} scope="row">
            {column.cell(row)}
          </th>
        ) : (
          <td key={column.id} data-numeric={column.isNumeric || undefined}>
            {column.cell(row)}
          </td>
        ),
      )}
    </tr>
  )
}) as <Row extends RowData>(props: BodyRowProps<Row>) => ReactNode

function HeadCell<Row extends RowData>({
  column,
  sort,
  onSort,
}: {
  readonly column: Column<Row>
  readonly sort: Sort
  readonly onSort: (sort: Sort) => void
}) {
  const isSorted = sort.id === column.id
  if (column.sortBy === undefined)
    return (
      <th scope="col" data-numeric={column.isNumeric || undefined}>
        <span className={classes.head}>{column.heading}</span>
      </th>
    )
  const Arrow = !isSorted ? IconArrowsSort : sort.isDescending ? IconArrowDown : IconArrowUp
  return (
    <th
      scope="col"
      aria-sort={isSorted ? (sort.isDescending ? 'descending' : 'ascending') : undefined}
      data-numeric={column.isNumeric || undefined}>
      <button
        type="button"
        className={classes.head}
        onClick={() => onSort({ id: column.id, isDescending: isSorted && !sort.isDescending })}>
        {column.heading}
        <Arrow size={14} aria-hidden data-quiet={!isSorted || undefined} />
      </button>
    </th>
  )
}
