export const workbookContract = {
} as const
