// The signs of one scenario line, each with its column. A number may be written with commas between thousands: a comma that
// divides a list has a space after it.
export type TokenKind = 'word' | 'number' | 'day' | 'time' | 'text' | 'sign' | 'end'
export type Token = { readonly kind: TokenKind; readonly text: string; readonly column: number }

const KINDS: readonly [TokenKind, RegExp][] = [
  ['text', /"([^"]*)"/y],
  ['day', /\d{4}-\d{2}-\d{2}(?![\p{L}\p{N}_./-])/uy],
  ['time', /\d{2}:\d{2}(?![\p{L}\p{N}_:./-])/uy],
  ['number', /(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\p{L}\p{N}_./-])/uy],
  ['word', /[\p{L}\p{N}_][\p{L}\p{N}_./-]*/uy],
  ['sign', /[^\s]/uy],
]

/** @returns the tokens of a line and an `end` behind the last */
export function tokensOf(line: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  for (;;) {
    while (at < line.length && /\s/.test(line[at]!)) at += 1
    if (at >= line.length) return [...tokens, { kind: 'end', text: '', column: line.length + 1 }]
    for (const [kind, pattern] of KINDS) {
      pattern.lastIndex = at
      const found = pattern.exec(line)
      if (found === null) continue
      tokens.push({ kind, text: kind === 'number' ? found[0].replaceAll(',', '') : found[1] ?? found[0], column: at + 1 })
      at += found[0].length
      break
    }
  }
}
