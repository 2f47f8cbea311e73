// Our own mark: a shallow cup with a bright bead, one colour, legible at 16 px. A tool's name, not a certificate's.
type Props = { readonly size?: number; readonly title?: string }

export function Logo({ size = 28, title }: Props) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" fill="currentColor" role={title === undefined ? undefined : 'img'}
      aria-hidden={title === undefined ? true : undefined} aria-label={title}>
      <circle cx="16" cy="9.5" r="5" />
      <path d="M2.5 13.5h5.2c.6 4.3 4 7 8.3 7s7.7-2.7 8.3-7h5.2l-2.6 11.6c-.5 2.1-1.8 3.4-4 3.4H9.1c-2.2 0-3.5-1.3-4-3.4z" />
    </svg>
  )
}
