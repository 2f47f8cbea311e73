export const balanceContract = {} as const
