export const deskReviewContract = {
} as const
