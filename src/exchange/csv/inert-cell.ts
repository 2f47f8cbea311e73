// A spreadsheet runs a cell that begins with one of these as a formula, whoever wrote it (OWASP, CSV injection). We put
// an apostrophe before such text and take one away when we read a file back, so that what was written is what is read.
const RUNS = /^'*[=+\-@\t\r\n\uFF0B\uFF0D\uFF1D\uFF20]/

export const toInertCell = (text: string): string => RUNS.test(text) ? `'${text}` : text

export const fromInertCell = (text: string): string => text.startsWith("'") && RUNS.test(text) ? text.slice(1) : text
