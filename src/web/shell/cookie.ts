// The two choices the server must know before it prints a page: language and colour scheme. Nothing else is kept in a cookie.
type Choice = 'cupel-language' | 'cupel-scheme'

const A_YEAR = 365 * 24 * 3600

export function writeCookie(name: Choice, value: string): void {
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${A_YEAR}; samesite=lax`
}

export function readCookie(name: Choice): string | undefined {
  const pair = document.cookie.split('; ').find((part) => part.startsWith(`${name}=`))
  return pair === undefined ? undefined : decodeURIComponent(pair.slice(name.length + 1))
}
