// Arrays as PostgreSQL reads them. The driver escapes an array value by value, which costs more than the insert itself where
// a batch has tens of thousands; these join.
type Written = number | string | boolean | null

const NEEDS_QUOTES = /[",\\{}\s]|^$|^null$/i
const quoted = (text: string): string => NEEDS_QUOTES.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : text

/** `{1,2,NULL}`; texts are quoted where they must be. */
export function arrayText(values: readonly Written[]): string {
  let joined = ''
  for (const value of values) joined += `${joined === '' ? '' : ','}${value === null ? 'NULL' : typeof value === 'string' ? quoted(value) : value}`
  return `{${joined}}`
}

/** One column of rows as an array. */
export const columnText = <Row>(rows: readonly Row[], of: (row: Row) => Written): string => arrayText(rows.map(of))

/** Texts without line breaks, such as canonical JSON: read back by `string_to_array($1, chr(10))`. */
export const linesText = (texts: readonly string[]): string => texts.join('\n')
