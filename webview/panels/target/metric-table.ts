import { element } from '../../components/element.ts';
import { textField } from '../../components/fields.ts';
import { nothing } from '../../components/section.ts';
import { table } from '../../components/table.ts';
import { button } from '../../components/toolkit.ts';
import { t } from '../../l10n.ts';
import type { MetricView } from '../../protocol.ts';

/** More rows are not made: the search finds the rest. */
const MOST_ROWS = 200;

/** All metrics of pods and containers, read when somebody asks for them, and a search among them. */
export function createMetricTable(read: () => Promise<readonly MetricView[]>): { readonly element: HTMLElement } {
  let known: readonly MetricView[] | undefined;
  const rows = element('div', { className: 'rows' });
  const problem = element('p', { className: 'problem', attributes: { role: 'alert' } });
  const search = textField({
    label: t('Search'),
    type: 'search',
    value: '',
    placeholder: t('memory web'),
    onInput: () => {
      show();
    },
  });
  search.field.hidden = true;
  const load = async (): Promise<void> => {
    problem.textContent = '';
    try {
      known = await read();
      search.field.hidden = false;
      show();
    } catch (error) {
      problem.textContent = error instanceof Error ? error.message : String(error);
    }
  };
  const show = (): void => {
    const found = samplesWith(known ?? [], search.input.value);
    const shown = found
      .slice(0, MOST_ROWS)
      .map(([name, labels, value], at) => ({ key: String(at), cells: [name, labels, value] }));
    const more = found.length - shown.length;
    rows.replaceChildren(
      shown.length === 0 ? nothing(t('No value has that.')) : table([t('Metric'), t('Labels'), t('Value')], shown),
      ...(more > 0 ? [nothing(t('{0} more', more))] : []),
    );
  };
  const bar = element('div', { className: 'bar' }, [
    button({ text: t('Read Metrics'), onClick: () => void load() }),
    search.field,
  ]);
  return { element: element('div', { className: 'metrics' }, [bar, problem, rows]) };
}

/** Those with each of the words in name or labels. */
function samplesWith(metrics: readonly MetricView[], text: string): readonly (readonly [string, string, string])[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return metrics.flatMap(({ name, samples }) =>
    samples
      .filter(({ labels }) => words.every((word) => `${name} ${labels}`.toLowerCase().includes(word)))
      .map(({ labels, value }) => [name, labels, String(value)] as const),
  );
}
