// How a name stands in the drawing of a flow, between its column and the next.

const LETTER_WIDTH = 7.2

/** A name on two lines at most; Chinese letters are twice as wide. The whole name is told when it is pointed at, and in the table. */
export function linesOf(name: string, width: number): string[] {
  const widthOf = (text: string): number => [...text].reduce((sum, letter) => sum + (letter > '\u2e80' ? 2 : 1), 0) * LETTER_WIDTH
  const lines = ['']
  for (const piece of name.match(/[^\s\u2e80-\uffff]+\s*|./gu) ?? []) {
    const last = lines.at(-1)!
    if (last === '' || widthOf((last + piece).trimEnd()) <= width) lines[lines.length - 1] = last + piece
    else lines.push(piece)
  }
  const trimmed = lines.map((line) => line.trimEnd())
  return trimmed.length <= 2 ? trimmed : [trimmed[0]!, `${trimmed[1]}…`]
}
