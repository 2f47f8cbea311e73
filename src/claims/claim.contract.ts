export const claimContract = {} as const
