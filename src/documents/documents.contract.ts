export const documentsContract = {
} as const
