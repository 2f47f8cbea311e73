import type { PassportContentOf } from './passport.handlers.ts'

export const passportContent: PassportContentOf = async () => { throw new Error('not wired yet') }
