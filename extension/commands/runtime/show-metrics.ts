import type { MetricSample } from '../../client/runtime-calls.ts';
import { t } from '../../l10n.ts';
import type { CommandContext } from '../command.ts';

/** The metrics of all pods, by name, as a document to search in. */
export async function showMetrics({ session, ui }: CommandContext): Promise<void> {
  const metrics = await session.client.metrics();
  const text = metrics
    .filter(({ samples }) => samples.length > 0)
    .map(({ name, help, samples }) => [`# ${help}`, ...samples.map((sample) => lineOf(name, sample))].join('\n'))
    .join('\n\n');
  await ui.showText({ title: t('Metrics'), text: `${text}\n`, language: 'properties' });
}

function lineOf(name: string, { labels, value }: MetricSample): string {
  const pairs = Object.entries(labels).filter(([, text]) => text !== '');
  return `${name}{${pairs.map(([key, text]) => `${key}="${text}"`).join(', ')}} = ${String(value)}`;
}
