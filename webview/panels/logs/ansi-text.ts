import { createAnsiSequenceParser } from 'ansi-sequence-parser';
import { CONTROL, NOT_COLOURS } from '../../components/plain-text.ts';

/** A piece of a line that looks the same throughout. */
export interface StyledText {
  readonly text: string;
  readonly classes: readonly string[];
  /** CSS colours that have no class: those of the table of 256, and free ones. */
  readonly color: string;
  readonly background: string;
}

/** A line in pieces; each line begins without colour, as lines of several programs stand among each other. */
export function styledText(line: string): readonly StyledText[] {
  if (!CONTROL.test(line)) return [plain(line)];
  const colours = line.replaceAll(NOT_COLOURS, '').replaceAll('\u001b[m', '\u001b[0m');
  return createAnsiSequenceParser()
    .parse(colours)
    .filter(({ value }) => value !== '')
    .map(({ value, foreground, background, decorations }) => {
      const isReverse = decorations.has('reverse');
      const [front, back] = isReverse ? [background, foreground] : [foreground, background];
      return {
        text: value,
        classes: [
          ...(front?.type === 'named' ? [`ansi-${front.name}`] : isReverse && front === null ? ['ansi-reverse'] : []),
          ...(back?.type === 'named' ? [`ansi-on-${back.name}`] : isReverse && back === null ? ['ansi-on-reverse'] : []),
          ...[...decorations].filter((each) => each !== 'reverse').map((each) => `ansi-${each}`),
        ],
        color: colourOf(front),
        background: colourOf(back),
      };
    });
}

type Colour = NonNullable<ReturnType<ReturnType<typeof createAnsiSequenceParser>['parse']>[number]['foreground']>;

const NAMES = ['Black', 'Red', 'Green', 'Yellow', 'Blue', 'Magenta', 'Cyan', 'White'];

function colourOf(colour: Colour | null): string {
  if (colour === null || colour.type === 'named') return '';
  if (colour.type === 'rgb') return `rgb(${colour.rgb.join(' ')})`;
  const { index } = colour;
  if (index < 16) return `var(--vscode-terminal-ansi${index < 8 ? '' : 'Bright'}${NAMES[index % 8] ?? ''})`;
  if (index >= 232)
    return `rgb(${Array(3)
      .fill(8 + (index - 232) * 10)
      .join(' ')})`;
  const at = index - 16;
  const part = (step: number): number => (step === 0 ? 0 : 55 + step * 40);
  return `rgb(${String(part(Math.floor(at / 36)))} ${String(part(Math.floor(at / 6) % 6))} ${String(part(at % 6))})`;
}

function plain(text: string): StyledText {
  return { text, classes: [], color: '', background: '' };
}
