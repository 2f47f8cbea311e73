export const ratingContract = {
} as const
