// How it looks: warm ground, one accent in copper, one family, a grid of 8. Contrast of accent and dimmed text on the
// ground is at least 4.5:1 in both schemes (WCAG 2.2, 1.4.3).
import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'

const copper: MantineColorsTuple = [
  '#fbf2ec',
  '#f4e1d6',
  '#eac5b0',
  '#e5a682',
  '#e08a5a',
  '#c76f40',
  '#a8552b',
  '#8c4522',
  '#6f371c',
  '#532a17',
]
const gray: MantineColorsTuple = [
  '#f7f4ef',
  '#f0ebe4',
  '#e5dfd6',
  '#d6cec3',
  '#b8aea2',
  '#8f857a',
  '#655c53',
  '#4d463f',
  '#36312c',
  '#211d1a',
]
const dark: MantineColorsTuple = [
  '#ece6df',
  '#d3cbc2',
  '#aba196',
  '#8a8177',
  '#4a443d',
  '#3a352f',
  '#2a2622',
  '#171411',
  '#110f0d',
  '#0b0a08',
]
const amber: MantineColorsTuple = [
  '#fdf6e3',
  '#f9e9bd',
  '#f3d68a',
  '#ecc055',
  '#e3aa2b',
  '#c48e17',
  '#8a6000',
  '#6f4d00',
  '#543b00',
  '#3a2900',
]

const FAMILY =
  "'Inter Variable', system-ui, -apple-system, 'Segoe UI', 'Noto Sans', 'PingFang SC', 'Hiragino Sans GB', " +
  "'Microsoft YaHei', 'Noto Sans SC', 'Noto Sans CJK SC', 'WenQuanYi Micro Hei', sans-serif"

export const theme = createTheme({
  colors: { copper, gray, dark, amber },
  primaryColor: 'copper',
  // White on this copper is 5.2:1 in either scheme; text in copper takes `--copper-ink`, which is lighter in the dark.
  primaryShade: 6,
  autoContrast: true,
  fontFamily: FAMILY,
  fontFamilyMonospace: "ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace",
  headings: {
    fontWeight: '640',
    textWrap: 'pretty',
    sizes: {
      h1: { fontSize: 'clamp(1.5rem, 1.25rem + 1.2vw, 2rem)', lineHeight: '1.2' },
      h2: { fontSize: '1.25rem', lineHeight: '1.3' },
      h3: { fontSize: '1.0625rem', lineHeight: '1.4' },
      h4: { fontSize: '1rem', lineHeight: '1.4' },
    },
  },
  defaultRadius: 'sm',
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 'lg' } },
    Anchor: { defaultProps: { underline: 'always' } },
    // Its two arrows are 17 px high, and the arrow keys do the same.
    NumberInput: { defaultProps: { hideControls: true } },
    Modal: { defaultProps: { centered: true } },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 300, events: { hover: true, focus: true, touch: true } } },
  },
})

/** Names of our own beside Mantine's; `src/web/ui/global.css` gives the same to the page before the script runs. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#fbf8f4',
    '--mantine-color-text': '#211d1a',
    '--mantine-color-dimmed': '#655c53',
    '--mantine-color-placeholder': '#70675d',
    '--mantine-color-anchor': '#99491f',
    '--mantine-color-default-border': '#d6cec3',
    '--mantine-color-error': '#b3261e',
  },
  dark: {
    '--mantine-color-body': '#171411',
    '--mantine-color-text': '#ece6df',
    '--mantine-color-dimmed': '#aba196',
    '--mantine-color-placeholder': '#968c81',
    '--mantine-color-anchor': '#e9a27a',
    '--mantine-color-default-border': '#4a443d',
    '--mantine-color-error': '#ff9b91',
  },
})
