// Lines of a body that is read as it comes (newline-delimited JSON). A line that cannot be handed on as text is handed on as
// what is wrong with it, so that its place in the count is kept and its owner says no in its own words.
export const TOO_LONG: object = Object.freeze({ line: 'too-long' })
/** Not text in UTF-8. */
export const UNREADABLE: object = Object.freeze({ line: 'unreadable' })
