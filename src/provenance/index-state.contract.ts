export const indexStateContract = {} as const
