export const switchOverContract = {
} as const
