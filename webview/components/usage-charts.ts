import { t } from '../l10n.ts';
import type { Limits, UsageAnswer, UsagePoint } from '../protocol.ts';
import { bytesText, coresText } from './amounts.ts';
import { createChart } from './chart.ts';
import type { Chart } from './chart.ts';
import { element } from './element.ts';

const EACH_MS = 2000;
/** As many as the extension keeps. */
const MOST_POINTS = 300;

type Ask = (what: string, about?: unknown) => Promise<unknown>;

export interface UsageCharts {
  readonly element: HTMLElement;
  /** What is drawn beside the curves. */
  limit(limits: Limits): void;
  /** Whether there is something to measure; false: what is there stays, and nothing is asked. */
  run(isRunning: boolean): void;
}

interface Drawn {
  readonly chart: Chart;
  readonly curves: readonly ((point: UsagePoint) => number | undefined)[];
  readonly limitOf: (limits: Limits) => number | undefined;
}

/** Charts of processor, memory, network and processes, which ask for a new point every two seconds while they are seen. */
export function createUsageCharts(ask: Ask): UsageCharts {
  const drawn = charts();
  const note = element('p', { className: 'quiet', text: t('Measuring…') });
  const grid = element('div', { className: 'charts' });
  const points: UsagePoint[] = [];
  let limits: Limits = { cores: undefined, memoryBytes: undefined };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isRunning = false;
  const show = (): void => {
    const times = points.map(({ at }) => at);
    const known = drawn.filter(({ curves }) => points.some((point) => curves.some((curve) => curve(point) !== undefined)));
    note.hidden = known.length > 0;
    // What is there stays where it is: a chart that is moved is drawn anew.
    if (known.length !== grid.childElementCount) grid.replaceChildren(...known.map(({ chart }) => chart.element));
    for (const { chart, curves, limitOf } of known)
      chart.show({ times, values: curves.map((curve) => points.map(curve)), limit: limitOf(limits) });
  };
  const next = async (): Promise<void> => {
    try {
      const answer = (await ask('usage', { after: points.at(-1)?.at ?? 0 })) as UsageAnswer;
      points.push(...answer.points);
      points.splice(0, points.length - MOST_POINTS);
      if (answer.problem !== '') {
        note.textContent = answer.problem;
        isRunning = false;
      }
      if (answer.points.length > 0) show();
    } catch (error) {
      // Said where nothing is drawn yet; what is drawn stays.
      note.textContent = error instanceof Error ? error.message : String(error);
    }
    if (isRunning) timer = setTimeout(() => void next(), EACH_MS);
  };
  // VS Code tells the page of another theme by the classes of its body.
  new MutationObserver(() => {
    for (const { chart } of drawn) chart.recolor();
  }).observe(document.body, { attributes: true, attributeFilter: ['class'] });
  return {
    element: element('div', { className: 'usage' }, [note, grid]),
    limit: (given) => {
      if (JSON.stringify(given) === JSON.stringify(limits)) return;
      limits = given;
      if (points.length > 0) show();
    },
    run: (wanted) => {
      if (wanted === isRunning) return;
      isRunning = wanted;
      clearTimeout(timer);
      if (wanted) void next();
    },
  };
}

function charts(): readonly Drawn[] {
  const rate = (value: number): string => `${bytesText(value)}/s`;
  return [
    {
      chart: createChart({ title: t('Processor'), curves: [{ name: '', color: '--vscode-charts-blue' }], text: coresText }),
      curves: [({ cores }) => cores],
      limitOf: ({ cores }) => cores,
    },
    {
      chart: createChart({ title: t('Memory'), curves: [{ name: '', color: '--vscode-charts-purple' }], text: bytesText }),
      curves: [({ memoryBytes }) => memoryBytes],
      limitOf: ({ memoryBytes }) => memoryBytes,
    },
    {
      chart: createChart({
        title: t('Network of the pod'),
        curves: [
          { name: t('in'), color: '--vscode-charts-blue' },
          { name: t('out'), color: '--vscode-charts-yellow' },
        ],
        text: rate,
      }),
      curves: [({ received }) => received, ({ sent }) => sent],
      limitOf: () => undefined,
    },
    {
      chart: createChart({
        title: t('Processes of the pod'),
        curves: [{ name: '', color: '--vscode-charts-green' }],
        text: (value) => (Number.isInteger(value) ? String(value) : ''),
      }),
      curves: [({ processes }) => processes],
      limitOf: () => undefined,
    },
  ];
}
