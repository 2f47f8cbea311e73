// What a criterion of a case is called where people are told of it: its number and title, never its address.
import type { Context } from '#src/access/context.ts'
import type { Case } from './case.ts'
import { criterionWords } from './matrix.handlers.ts'

/** In the language of whoever acts. The address where the standard is not known here. */
export async function criterionName(ctx: Context, one: Case, standard: string, criterion: string): Promise<string> {
  const version = one.standards.find((asked) => asked.standard === standard)?.standardVersion
  const found = version === undefined ? null : (await criterionWords(ctx))(standard, version, criterion)
  return found === null ? criterion : `${found.number} ${found.title}`
}
