// The words of a claim in the reader's language: it was issued in four, and is shown in English where a pack is added.
type Told = { readonly title: string; readonly statement: string; readonly means: string }
type Words = { readonly en: Told; readonly es: Told; readonly zh: Told; readonly fr: Told }

export const wordsFor = (words: Words, language: string): Told => (language in words ? words[language as keyof Words] : words.en)

/** Reasons of a review are kept as names, one after another. */
export const reasonsOf = (reason: string): string[] => reason.split(' ').filter((one) => one !== '')
