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

export function LongTable<Row extends RowData>(props: Props<Row>) {
  const { rows, columns, visible, sort, label } = props
  const shown = useMemo(() => columns.filter(({ id }) => visible.has(id)), [columns, visible])
  const table = useTable({
    features,
    data: rows as Row[],
    columns: useColumns(columns, props.language, sort),
    getRowId: props.rowId,
    state: {
      sorting: useMemo((): SortingState => [{ id: sort.id, desc: sort.isDescending }], [sort]),
      columnVisibility: useMemo(
        () => Object.fromEntries(columns.map(({ id }) => [id, visible.has(id)])),
        [columns, visible],
      ),
    },
  })
  const sorted = table.getRowModel().rows
  const focusRow = useRef((index: number) => {
    void index
  })
  const { scroller, active } = useRowKeys(sorted.length, (index) => focusRow.current(index))
  const virtualizer = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    getItemKey: (index) => sorted[index]?.id ?? index,
    scrollPaddingStart: ROW_HEIGHT,
  })
  focusRow.current = (index) => {
    virtualizer.scrollToIndex(index, { align: 'auto' })
    const focus = (tries: number): void => {
      const link = scroller.current?.querySelector<HTMLElement>(
        `tr[data-index="${index}"] a, tr[data-index="${index}"] button`,
      )
      if (link) link.focus({ preventScroll: true })
      else if (tries > 0) requestAnimationFrame(() => focus(tries - 1))
    }
    focus(4)
  }
  const drawn = virtualizer.getVirtualItems()
  const above = drawn[0]?.start ?? 0
  const below = virtualizer.getTotalSize() - (drawn.at(-1)?.end ?? 0)
  return (
    <div ref={scroller} className={classes.scroller} role="region" aria-label={label} tabIndex={0} data-long-table>
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
          {above > 0 ? (
            <tr aria-hidden>
              <td colSpan={shown.length} style={{ height: above, padding: 0, border: 0 }} />
            </tr>
          ) : null}
          {drawn.map(({ index, key }) => (
            <BodyRow key={key} index={index} row={sorted[index]!.original} columns={shown} active={active} />
          ))}
          {below > 0 ? (
            <tr aria-hidden>
              <td colSpan={shown.length} style={{ height: below, padding: 0, border: 0 }} />
            </tr>
          ) : null}
        </tbody>
      </table>
      {sorted.length === 0 ? <div className={classes.empty}>{props.empty}</div> : null}
    </div>
  )
}

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
