export const markPreviewContract = {
} as const
