export const concernContract = {
} as const
