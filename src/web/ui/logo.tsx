// Our own mark: a shallow cup with a bright bead, one colour, legible at 16 px. A tool's name, not a certificate's.
type Props = { readonly size?: number; readonly title?: string }

export function Logo({ size = 28, title }: Props) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 1.6 32 32"
      fill="currentColor"
      role={title === undefined ? undefined : 'img'}
      aria-hidden={title === undefined ? true : undefined}
      aria-label={title}>
      <circle cx="16" cy="13" r="5.2" />
      <path d="M1.5 13h6.7a7.8 7.8 0 0 0 15.6 0h6.7c0 9-6 14.5-14.5 14.5S1.5 22 1.5 13z" />
    </svg>
  )
}
