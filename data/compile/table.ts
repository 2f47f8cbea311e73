// How the starter registry is written: plain CSV, LF, every source in the row as `text <address>`, joined by ` | `.

export type Cells = Readonly<Record<string, string | number | boolean | null | undefined>>
export type Table = { readonly file: string; readonly columns: readonly string[]; readonly rows: readonly Cells[] }

const text = (value: Cells[string]): string =>
  value === null || value === undefined ? '' : value === true ? 'yes' : value === false ? 'no' : String(value)

const quoted = (value: string): string => /[",\n]/.test(value) ? `"${value.replace(/"/g, '""')}"` : value

export function csvOf({ columns, rows, file }: Table): string {
  for (const row of rows) {
    const stray = Object.keys(row).find((key) => !columns.includes(key))
    if (stray !== undefined) throw new Error(`${file}: a row has ${stray}, which is no column`)
  }
  return [columns.join(','),
    ...rows.map((row) => columns.map((column) => quoted(text(row[column]))).join(','))].join('\n') + '\n'
}

export type Source = { readonly text: string; readonly url?: string }

export const sourcesCell = (sources: readonly Source[]): string =>
  [...new Set(sources.map(({ text: words, url }) => {
    if (/[|<>]/.test(words)) throw new Error(`a source may hold no |, < or >: ${words}`)
    return url === undefined ? words : `${words} <${url}>`
  }))].join(' | ')

/** Gives each row an id of its own: a second one of the same name gets `-2`. */
export function withIds<T extends Cells>(rows: readonly T[], idOf: (row: T) => string): (T & { id: string })[] {
  const seen = new Map<string, number>()
  return rows.map((row) => {
    const base = idOf(row)
    const count = (seen.get(base) ?? 0) + 1
    seen.set(base, count)
    return { ...row, id: count === 1 ? base : `${base}-${count}` }
  })
}
