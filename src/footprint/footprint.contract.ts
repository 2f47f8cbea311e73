export const footprintContract = {} as const
