export type Rgb = readonly [red: number, green: number, blue: number];

/** What WCAG asks for at level AA, and what VS Code's terminal keeps, too. */
const CONTRAST = 4.5;
const STEPS = 20;
const NAMES = ['Black', 'Red', 'Green', 'Yellow', 'Blue', 'Magenta', 'Cyan', 'White'].flatMap((name) => [name, `Bright${name}`]);

/** The colour itself where it can be read on this background, else one a little nearer to white or to black. */
export function readable(color: Rgb, background: Rgb): Rgb {
  const end = luminance(background) < 0.18 ? 255 : 0;
  for (let step = 0; step < STEPS; step += 1) {
    const mixed = color.map((part) => Math.round(part + ((end - part) * step) / STEPS)) as unknown as Rgb;
    if (contrast(mixed, background) >= CONTRAST) return mixed;
  }
  return [end, end, end];
}

/** From 1, the same, to 21, black on white. */
export function contrast(one: Rgb, other: Rgb): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function luminance(color: Rgb): number {
  const [red, green, blue] = color.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/**
 * Keeps `--ansi-Red` and its fifteen siblings on the page: the theme's colours, readable on its background. `onChange` is called after
 * each change of the theme. What it returns does the same for any colour of CSS.
 */
export function followTheme(onChange: () => void): (color: string) => string {
  const { style } = document.body;
  let background: Rgb = [0, 0, 0];
  const readableText = (color: string): string => {
    const parsed = parse(color);
    return parsed === undefined ? color : `rgb(${readable(parsed, background).join(' ')})`;
  };
  const look = (): void => {
    const theme = getComputedStyle(document.documentElement);
    background = parse(theme.getPropertyValue('--vscode-editor-background')) ?? background;
    for (const name of NAMES)
      style.setProperty(`--ansi-${name}`, readableText(theme.getPropertyValue(`--vscode-terminal-ansi${name}`)));
  };
  look();
  new MutationObserver(() => {
    look();
    onChange();
  }).observe(document.body, { attributeFilter: ['class', 'data-vscode-theme-id'] });
  return readableText;
}

/** Of "#cd3131", "rgb(205 49 49)" and what else CSS knows. */
function parse(color: string): Rgb | undefined {
  const probe = document.createElement('span');
  probe.style.color = color;
  if (probe.style.color === '') return undefined;
  document.body.append(probe);
  const [red, green, blue] =
    getComputedStyle(probe)
      .color.match(/[\d.]+/g)
      ?.map(Number) ?? [];
  probe.remove();
  return red === undefined || green === undefined || blue === undefined ? undefined : [red, green, blue];
}
