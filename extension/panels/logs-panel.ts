import { writeFile } from 'node:fs/promises';
import { RpcError, isRpcError } from '../client/rpc-error.ts';
import type { LogQuery } from '../client/types.ts';
import { t } from '../l10n.ts';
import { containerLog } from '../logs/container-log.ts';
import { openLogReader } from '../logs/log-reader.ts';
import type { LogReader } from '../logs/log-reader.ts';
import { logSubjectOf } from '../logs/log-subject.ts';
import { containerLogs, podLog } from '../logs/pod-log.ts';
import type { SourcedEntries } from '../logs/pod-log.ts';
import type { Session } from '../target/session.ts';
import type { Ui } from '../ui/ui.ts';
import type { LogsView } from '../../webview/protocol.ts';
import type { Answer, Question } from './panel-answers.ts';
import type { OwnAnswers, PanelKind } from './panel-connection.ts';

/** Whether the logs are still there is asked rarely: what is new in them comes by itself. */
const INTERVAL_MS = 5000;

/** The panel of the logs of a pod or of some containers. */
export function logsPanel(ui: Pick<Ui, 'copy' | 'chooseTarget'>): PanelKind<LogsView> {
  return {
    name: 'logs',
    ask: askView,
    actions: {},
    answers: {
      copy: async ({ about }) => {
        await ui.copy(textIn(about, 'text'));
      },
      save: (question) => save(ui, question),
    },
    openAnswers,
    retained: true,
    intervalMs: INTERVAL_MS,
  };
}

/** One reading at a time: a page that wants another one begins it with another number. */
function openAnswers(): OwnAnswers {
  let reading = -1;
  let reader: LogReader | undefined;
  const read: Answer = async (question) => {
    const wanted = numberIn(question.about, 'reading');
    if (wanted !== reading || reader === undefined) {
      reader?.dispose();
      reader = open(question);
      reading = wanted;
    }
    return reader.next(question.signal);
  };
  return { answers: { read }, dispose: () => reader?.dispose() };
}

function open({ session, id, about }: Question): LogReader {
  const query = queryIn(about);
  const { client } = session;
  const subject = logSubjectOf(id);
  return openLogReader({
    read: (signal) => readAll(session, { subject, query, signal }),
    filtered: () => query.pattern === undefined || client.offers('pod' in subject ? 'podLogs' : 'containerLogs') === true,
  });
}

interface Reading {
  readonly subject: ReturnType<typeof logSubjectOf>;
  readonly query: LogQuery;
  readonly signal: AbortSignal;
}

async function* readAll({ client, pods }: Session, reading: Reading): AsyncGenerator<readonly SourcedEntries[]> {
  const { subject, query, signal } = reading;
  if ('pod' in subject) {
    const known = pods.snapshot.value?.containers ?? (await client.listContainers({ signal }));
    yield* podLog(client, subject.pod, { query, signal, containers: known.filter(({ podId }) => podId === subject.pod) });
    return;
  }
  const [only = ''] = subject.containers;
  if (subject.containers.length === 1) {
    for await (const entries of containerLog(client, only, { query, signal })) yield [{ source: '', entries }];
    return;
  }
  const containers = await Promise.all(subject.containers.map((id) => client.containerStatus(id, { signal, background: true })));
  yield* containerLogs(client, { query, signal, containers });
}

async function askView({ client }: Session, id: string, signal: AbortSignal): Promise<LogsView | 'gone'> {
  const subject = logSubjectOf(id);
  const options = { signal, background: true };
  try {
    if ('pod' in subject) return { name: (await client.podStatus(subject.pod, options)).name, many: true };
    const names = await Promise.all(subject.containers.map(async (each) => (await client.containerStatus(each, options)).name));
    return { name: names.join(', '), many: names.length > 1 };
  } catch (error) {
    if (isRpcError(error, 'not-found')) return 'gone';
    throw error;
  }
}

async function save(ui: Pick<Ui, 'chooseTarget'>, { about }: Question): Promise<string> {
  const text = textIn(about, 'text');
  const path = await ui.chooseTarget({ title: t('Save Log'), name: `${textIn(about, 'name').replaceAll(/[^\w.-]+/g, '-')}.log` });
  if (path !== undefined) await writeFile(path, text);
  return path ?? '';
}

/** What a page sent as its query, each part checked. */
function queryIn(about: unknown): LogQuery {
  const given = fieldIn(about, 'query');
  const stream = fieldIn(given, 'stream');
  const pattern = textIn(given, 'pattern');
  return {
    follow: fieldIn(given, 'follow') === true,
    tailLines: numberIn(given, 'tailLines'),
    sinceMs: numberIn(given, 'sinceMs'),
    untilMs: numberIn(given, 'untilMs'),
    ...(stream === 'stdout' || stream === 'stderr' ? { stream } : {}),
    ...(pattern === '' ? {} : { pattern }),
  };
}

function fieldIn(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function numberIn(value: unknown, name: string): number {
  const field = fieldIn(value, name);
  if (typeof field === 'number' && Number.isSafeInteger(field) && field >= 0) return field;
  throw new RpcError('invalid-argument', t('{0} has to be a number', name));
}

function textIn(value: unknown, name: string): string {
  const field = fieldIn(value, name);
  if (typeof field === 'string') return field;
  throw new RpcError('invalid-argument', t('{0} has to be a text', name));
}
