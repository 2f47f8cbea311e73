export const noticesContract = {
} as const
