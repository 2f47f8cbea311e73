export const reviewContract = {
} as const
