export const lotContract = {} as const
