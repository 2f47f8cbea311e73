// The forms in which names of sites are compared. "Mina El Abra (SCM El Abra)" and "El Abra copper mine" speak of one
// place: what a site does, which metal it gives and the legal form of a firm are left aside, unless nothing else is left.
import { foldName } from '#src/kernel/text.ts'
import { dice, jaroWinkler, trigrams } from './likeness.ts'

export type NameForm = {
  readonly name: string
  /** All words, folded. */
  readonly folded: string
  /** The words that tell it from others, in the order written. */
  readonly core: readonly string[]
  /** The core in one piece: "Sar Cheshmeh" is "Sarcheshmeh". */
  readonly joined: string
  readonly pieces: ReadonlySet<string>
}

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

const SET_ASIDE = words(`
  mine mines mina minas mining miner minera minero mineracao miniere project projects proyecto projet prospect operation operations operacion
  complex plant plants planta works unit deposit deposits yacimiento gisement district camp property division site sites facility
  smelter smelters smelting fundicion fonderie refinery refineries refining refineria raffinerie affinerie concentrator concentradora mill
  metallurgical metallurgy metalurgica combine combinat kombinat sx ew leach leaching heap tailings underground opencast open pit pits surface
  copper cobre cuivre cu zinc lead plomo plomb nickel niquel gold oro silver plata molybdenum moly cobalt uranium iron tin
  company co ltd llc inc corp corporation limited plc pty sa sac saa spa sca ag gmbh ab oy oyj jsc ojsc ao oao zao llp lp nv bv as sarl
  the of and de del des du y et und for in at group grupo holding holdings
  矿 铜矿 矿山 冶炼厂 公司 有限公司`)

/** Words by which neighbours are told apart: two names that differ in these are two places. */
const TELL_APART = words(`
  north south east west norte sur este oeste oriente poniente nord sud ouest northern southern eastern western upper lower
  i ii iii iv v vi vii 1 2 3 4 5 6 7 8 9 10 first second new old nuevo nueva viejo vieja grande chico nouveau central`)

/** A name may say another name in brackets or after a dash: each is a name of its own. */
export function nameVariants(name: string): string[] {
  const inBrackets = [...name.matchAll(/[（(]([^()（）]{3,})[)）]/g)].map((found) => found[1]!)
  const outside = name.replace(/[（(][^()（）]*[)）]/g, ' ').trim()
  return [...new Set([name, outside, ...inBrackets].map((text) => text.trim()).filter((text) => text !== ''))]
}

export function nameForm(name: string): NameForm {
  const folded = foldName(name)
  const all = folded.split(' ').filter((word) => word !== '')
  const telling = all.filter((word) => !SET_ASIDE.has(word))
  const core = telling.length > 0 ? telling : all
  const joined = core.join('')
  return { name, folded, core, joined, pieces: trigrams(joined) }
}

/** How much a word tells: a word of many names ("san", "el") tells little. */
export type WordWeight = (word: string) => number
export const equalWeight: WordWeight = () => 1

/** The most that names told apart by one word can be alike: never enough for a match, however near the sites are. */
const NEIGHBOUR = 0.7

/** 0 to 1; symmetric. */
export function nameLikeness(a: NameForm, b: NameForm, weight: WordWeight = equalWeight): number {
  if (a.folded === b.folded || a.joined === b.joined) return a.joined === '' ? 0 : 1
  const likeness = Math.max(wordLikeness(a, b, weight), 0.97 * spellingLikeness(a.joined, b.joined), 0.9 * dice(a.pieces, b.pieces))
  return tellsApart(a, b) ? Math.min(likeness, NEIGHBOUR) : likeness
}

/** Short names differ by a letter and are different places; spelling counts from a likeness of 0.9 on. */
function spellingLikeness(a: string, b: string): number {
  const likeness = jaroWinkler(a, b)
  return likeness < 0.9 || Math.min(a.length, b.length) < 5 ? 0 : likeness
}

/** Words in common by weight, either way; a misspelt word counts as far as it is alike. */
function wordLikeness(a: NameForm, b: NameForm, weight: WordWeight): number {
  return (coverage(a.core, b.core, weight) + coverage(b.core, a.core, weight)) / 2
}

function coverage(from: readonly string[], to: readonly string[], weight: WordWeight): number {
  let all = 0
  let found = 0
  for (const word of from) {
    const w = weight(word)
    all += w
    found += w * Math.max(...to.map((other) => word === other ? 1 : spellingLikeness(word, other)))
  }
  return all === 0 ? 0 : found / all
}

function tellsApart(a: NameForm, b: NameForm): boolean {
  const lone = (from: NameForm, to: NameForm): boolean =>
    from.core.some((word) => TELL_APART.has(word) && !to.core.includes(word))
  return lone(a, b) || lone(b, a)
}
