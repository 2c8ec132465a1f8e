import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import './chart.css';
import { element } from './element.ts';

/** One curve. */
export interface Curve {
  readonly name: string;
  /** A colour of VS Code's theme: `--vscode-charts-blue`. */
  readonly color: string;
}

export interface ChartOptions {
  readonly title: string;
  readonly curves: readonly Curve[];
  /** Of a value, on the axis and in the heading. */
  readonly text: (value: number) => string;
}

export interface ChartData {
  /** Milliseconds since 1970, oldest first. */
  readonly times: readonly number[];
  /** One list for each curve; undefined: not known. */
  readonly values: readonly (readonly (number | undefined)[])[];
  /** A line that must not be crossed. */
  readonly limit: number | undefined;
}

export interface Chart {
  readonly element: HTMLElement;
  show(data: ChartData): void;
  /** In the colours of the theme that has come. */
  recolor(): void;
}

const HEIGHT = 120;
/** A limit that is further away than this many times the largest value is said, but not drawn: the curve would be flat. */
const LIMIT_IN_SIGHT = 3;

/** A chart of the last minutes with its newest values in words, which are also all that a screen reader gets. */
export function createChart(options: ChartOptions): Chart {
  const newest = element('span', { className: 'newest' });
  const plot = element('div', { className: 'plot', attributes: { 'aria-hidden': 'true' } });
  const figure = element('figure', { className: 'chart', attributes: { 'aria-label': options.title } }, [
    element('figcaption', {}, [element('span', { className: 'name', text: options.title }), newest]),
    plot,
  ]);
  let chart: uPlot | undefined;
  let shown: ChartData = { times: [], values: options.curves.map(() => []), limit: undefined };
  const draw = (): void => {
    const width = plot.clientWidth;
    if (width === 0) return;
    chart ??= new uPlot(
      settingsOf(options, width, () => shown),
      [[], ...options.curves.map(() => []), []],
      plot,
    );
    chart.setData(alignedData(shown));
  };
  new ResizeObserver(() => {
    if (plot.clientWidth === 0) return;
    if (chart !== undefined) chart.setSize({ width: plot.clientWidth, height: HEIGHT });
    else draw();
  }).observe(plot);
  return {
    element: figure,
    show: (data) => {
      shown = data;
      newest.replaceChildren(...newestValues(options, data));
      draw();
    },
    recolor: () => {
      chart?.destroy();
      chart = undefined;
      draw();
    },
  };
}

function newestValues({ curves, text }: ChartOptions, { values, limit }: ChartData): readonly HTMLElement[] {
  return curves.flatMap(({ name, color }, at) => {
    const value = values[at]?.findLast((each) => each !== undefined);
    if (value === undefined) return [];
    const mark = element('span', { className: `mark ${color.slice('--vscode-'.length)}`, attributes: { 'aria-hidden': 'true' } });
    const said = name === '' ? text(value) : `${name} ${text(value)}`;
    return [
      element('span', { className: 'value' }, [
        mark,
        document.createTextNode(limit === undefined ? said : `${said} / ${text(limit)}`),
      ]),
    ];
  });
}

function isInSight({ values, limit }: ChartData): boolean {
  return limit !== undefined && limit <= largest(values) * LIMIT_IN_SIGHT;
}

function largest(values: ChartData['values']): number {
  let most = 0;
  for (const list of values) for (const value of list) most = Math.max(most, value ?? 0);
  return most;
}

function alignedData(data: ChartData): uPlot.AlignedData {
  const line = isInSight(data) ? data.limit : null;
  return [
    data.times.map((time) => time / 1000),
    ...data.values.map((list) => list.map((value) => value ?? null)),
    data.times.map(() => line ?? null),
  ];
}

function settingsOf({ curves, text }: ChartOptions, width: number, shown: () => ChartData): uPlot.Options {
  const [ink, line] = [
    themeColor('--vscode-descriptionForeground'),
    themeColor('--vscode-panel-border', '--vscode-contrastBorder'),
  ];
  const font = `11px ${getComputedStyle(document.body).fontFamily}`;
  const axis = { stroke: ink, font, grid: { stroke: line, width: 1 }, ticks: { show: false } };
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    select: { show: false, left: 0, top: 0, width: 0, height: 0 },
    padding: [8, 30, 0, 0],
    scales: {
      y: {
        range: (_chart, _least, most) => [
          0,
          Math.max(most || 0, isInSight(shown()) ? (shown().limit ?? 0) : 0, Number.MIN_VALUE) * 1.1,
        ],
      },
    },
    axes: [
      {
        ...axis,
        space: 80,
        size: 22,
        values: (_chart, times) => times.map((time) => new Date(time * 1000).toLocaleTimeString()),
      },
      { ...axis, size: 64, space: 34, values: (_chart, values) => values.map((value) => text(value)) },
    ],
    series: [
      {},
      ...curves.map(({ color }) => {
        const stroke = themeColor(color);
        return {
          stroke,
          width: 1.5,
          fill: curves.length === 1 ? `color-mix(in srgb, ${stroke} 18%, transparent)` : undefined,
          points: { show: false },
        } as uPlot.Series;
      }),
      { stroke: themeColor('--vscode-charts-red'), width: 1, dash: [5, 4], points: { show: false } },
    ],
  };
}

/** The first that the theme has. */
function themeColor(...names: readonly string[]): string {
  const style = getComputedStyle(document.documentElement);
  for (const name of names) {
    const value = style.getPropertyValue(name).trim();
    if (value !== '') return value;
  }
  return style.color;
}
