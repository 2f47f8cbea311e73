export const custodyFileContract = {} as const
