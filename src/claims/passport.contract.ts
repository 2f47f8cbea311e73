export const passportContract = {} as const
