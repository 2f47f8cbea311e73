// How like two names are: Jaro-Winkler for spelling, Dice over trigrams for word order and compounds.
// All are symmetric and lie between 0 (nothing in common) and 1 (equal).

/** Jaro 1989, with Winkler's bonus of 0.1 for each of up to four leading characters in common. */
export function jaroWinkler(a: string, b: string): number {
  if (a === b) return 1
  if (a.length === 0 || b.length === 0) return 0
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1)
  const takenB = new Uint8Array(b.length)
  const matchedA: number[] = []
  for (let i = 0; i < a.length; i++) {
    for (let j = Math.max(0, i - reach), end = Math.min(b.length, i + reach + 1); j < end; j++) {
      if (takenB[j] === 0 && a.charCodeAt(i) === b.charCodeAt(j)) { takenB[j] = 1; matchedA.push(i); break }
    }
  }
  const matches = matchedA.length
  if (matches === 0) return 0
  let exchanged = 0
  for (let k = 0, j = 0; k < matches; k++, j++) {
    while (takenB[j] === 0) j++
    if (a.charCodeAt(matchedA[k]!) !== b.charCodeAt(j)) exchanged++
  }
  const jaro = (matches / a.length + matches / b.length + (matches - exchanged / 2) / matches) / 3
  let lead = 0
  while (lead < 4 && lead < a.length && lead < b.length && a[lead] === b[lead]) lead++
  return jaro + lead * 0.1 * (1 - jaro)
}

/** The three-character pieces of a text, its ends marked, so that beginnings weigh. */
export function trigrams(text: string): ReadonlySet<string> {
  const padded = `  ${text} `
  const pieces = new Set<string>()
  for (let i = 0; i + 3 <= padded.length; i++) pieces.add(padded.slice(i, i + 3))
  return pieces
}

/** Dice's coefficient: twice what is in common over what there is. */
export function dice(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size + b.size === 0) return 0
  let common = 0
  for (const piece of a.size < b.size ? a : b) if (a.size < b.size ? b.has(piece) : a.has(piece)) common++
  return 2 * common / (a.size + b.size)
}
