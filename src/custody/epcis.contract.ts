export const epcisContract = {} as const
