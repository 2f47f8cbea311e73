// Properties draw the same cases each time, so that a change is judged by what it changes. `CUPEL_SEED=any` draws anew, and
// any number draws that seed's cases; a failure names its seed.
import fc from 'fast-check'

const asked = process.env['CUPEL_SEED']
if (asked !== 'any') fc.configureGlobal({ seed: Number(asked ?? 4) })
