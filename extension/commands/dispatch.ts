import { RpcError, isRpcError } from '../client/rpc-error.ts';
import { t } from '../l10n.ts';
import { brokenLink } from '../target/chain.ts';
import type { Session } from '../target/session.ts';
import type { Subject, SubjectKind, SubjectOf } from '../tree/tree-node.ts';
import { ageOf, sizeOf } from '../tree/words.ts';
import type { PickItem } from '../ui/ui.ts';
import type { Command, CommandContext } from './command.ts';
import { onlyLooks } from './restricted-mode.ts';

/** How one command ended for each of its subjects. */
export interface Outcome {
  readonly done: number;
  readonly failures: readonly { readonly subject: Subject | undefined; readonly error: unknown }[];
}

const AT_ONCE = 4;

/** Runs one row of the table: finds its subjects (or asks for one), confirms, shows progress, refreshes. Undefined when dismissed. */
export async function dispatch(row: Command, context: CommandContext, given: readonly Subject[]): Promise<Outcome | undefined> {
  if (!context.trusted && row.among === undefined && !onlyLooks(row.id))
    throw new RpcError('failed-precondition', t('this workspace is in Restricted Mode: nothing is changed'), {
      hint: t('trust it with Workspaces: Manage Workspace Trust'),
    });
  if (row.among !== undefined) return dispatchAmong(row.among(), context, given);
  const subjects = await subjectsFor(row, context, given);
  if (subjects === undefined) return undefined;
  if (row.confirm !== undefined && !(await context.ui.confirm(await row.confirm(subjects, context)))) return undefined;
  if (row.runAll !== undefined) {
    const outcome = await runTogether(row.runAll, context, subjects);
    if (row.changes === true) await context.session.refresh();
    return outcome;
  }
  const failures: { subject: Subject | undefined; error: unknown }[] = [];
  const all: readonly (Subject | undefined)[] = subjects.length === 0 ? [undefined] : subjects;
  for (let at = 0; at < all.length; at += AT_ONCE) {
    await Promise.all(
      all.slice(at, at + AT_ONCE).map(async (subject) => {
        try {
          await runOne(row, context, subject);
        } catch (error) {
          if (!isRpcError(error, 'cancelled')) failures.push({ subject, error: await explain(error, context.session) });
        }
      }),
    );
  }
  if (row.changes === true) await context.session.refresh();
  return { done: all.length - failures.length, failures };
}

/** Nothing happens on a line that none of the rows is for. */
async function dispatchAmong(
  rows: readonly Command[],
  context: CommandContext,
  given: readonly Subject[],
): Promise<Outcome | undefined> {
  const row = rows.find(({ on }) => on === given[0]?.kind);
  return row === undefined ? undefined : dispatch(row, context, given);
}

async function runTogether(
  runAll: NonNullable<Command['runAll']>,
  context: CommandContext,
  subjects: readonly Subject[],
): Promise<Outcome | undefined> {
  try {
    await runAll(context, subjects);
    return { done: subjects.length, failures: [] };
  } catch (error) {
    if (isRpcError(error, 'cancelled')) return undefined;
    return { done: 0, failures: [{ subject: subjects[0], error: await explain(error, context.session) }] };
  }
}

/** A runtime that is away is explained by the link that is broken, not by what gRPC says of it. */
async function explain(error: unknown, session: Session): Promise<unknown> {
  if (!isRpcError(error, 'unavailable')) return error;
  await session.health.refresh();
  const broken = brokenLink(session.health.snapshot.value?.links ?? []);
  if (broken === undefined) return error;
  const hint = broken.fix === 'start' ? t('start it with Slipway: Start Runtime') : t('the Targets view shows the whole chain');
  return new RpcError('unavailable', broken.cause, { hint, cause: error });
}

async function runOne(row: Command, context: CommandContext, subject: Subject | undefined): Promise<void> {
  // A row without `on` never looks at its subject.
  const run = async (): Promise<void> => row.run?.(context, subject as Subject);
  if (row.progress === undefined || subject === undefined) await run();
  else await context.ui.progress({ title: row.progress(subject), cancellable: false }, run);
}

/** The given subjects that the row accepts; one from a picker when none is given; [] for rows without subject. */
async function subjectsFor(
  row: Command,
  context: CommandContext,
  given: readonly Subject[],
): Promise<readonly Subject[] | undefined> {
  if (row.on === undefined) return [];
  const fits = (subject: Subject): boolean => subject.kind === row.on && row.accepts?.(subject) !== false;
  const ofKind = given.filter((subject) => subject.kind === row.on);
  if (ofKind.length > 0) {
    const fitting = ofKind.filter(fits);
    if (fitting.length > 0) return fitting;
    throw new RpcError('failed-precondition', t('{0} is not in a state for this', describe(ofKind[0])));
  }
  if (row.optional === true) return [];
  const chosen = await choose(row.on, context, fits);
  return chosen === undefined ? undefined : [chosen];
}

/** Asks for one subject of a kind; undefined when dismissed. Throws not-found when there is none. */
export async function chooseSubject<K extends SubjectKind>(
  kind: K,
  context: CommandContext,
  accepts: (subject: SubjectOf<K>) => boolean,
): Promise<SubjectOf<K> | undefined> {
  const isKind = (subject: Subject): subject is SubjectOf<K> => subject.kind === kind;
  const chosen = await choose(kind, context, (subject) => isKind(subject) && accepts(subject));
  return chosen !== undefined && isKind(chosen) ? chosen : undefined;
}

async function choose(
  kind: SubjectKind,
  context: CommandContext,
  fits: (subject: Subject) => boolean,
): Promise<Subject | undefined> {
  const items = (await itemsOf(kind, context)).filter((item) => fits(item.value));
  if (items.length === 0) throw new RpcError('not-found', missing(kind));
  return context.ui.pick({ title: 'Slipway', placeholder: choice(kind), items });
}

function choice(kind: SubjectKind): string {
  switch (kind) {
    case 'pod':
      return t('Choose a pod');
    case 'container':
      return t('Choose a container');
    case 'image':
      return t('Choose an image');
    case 'forward':
      return t('Choose a forwarded port');
    case 'call':
      return t('Choose a call');
    case 'task':
      return t('Choose a running task');
    case 'target':
    case 'link':
    case 'file':
    case 'entry':
    case 'more':
      return t('Choose one');
  }
}

function missing(kind: SubjectKind): string {
  switch (kind) {
    case 'pod':
      return t('there is no pod that this works on');
    case 'container':
      return t('there is no container that this works on');
    case 'image':
      return t('there is no image that this works on');
    case 'forward':
      return t('there is no forwarded port');
    case 'call':
      return t('there is no call that this works on');
    case 'task':
      return t('nothing runs that this works on');
    case 'target':
    case 'link':
    case 'file':
    case 'entry':
    case 'more':
      return t('there is nothing that this works on');
  }
}

async function itemsOf(kind: SubjectKind, { session, forwards }: CommandContext): Promise<readonly PickItem<Subject>[]> {
  switch (kind) {
    case 'pod': {
      await session.pods.refresh();
      const list = need(session.pods.snapshot);
      return list.pods.map((pod) => ({
        label: pod.name,
        description: `${pod.state} · ${pod.namespace}`,
        icon: 'vm',
        value: { kind: 'pod', pod },
      }));
    }
    case 'container': {
      await session.pods.refresh();
      const list = need(session.pods.snapshot);
      return list.containers.map((container) => ({
        label: container.name,
        description: `${container.state} · ${ageOf(container.createdAt, Date.now())} · ${container.image}`,
        icon: 'play-circle',
        value: { kind: 'container', container },
      }));
    }
    case 'image': {
      await session.images.refresh();
      const list = need(session.images.snapshot);
      return list.images.flatMap((image) =>
        (image.tags.length > 0 ? image.tags : image.digests).map((name) => ({
          label: name,
          description: sizeOf(image.sizeBytes),
          icon: 'package',
          value: { kind: 'image' as const, image, name },
        })),
      );
    }
    case 'forward':
      return forwards.list.map((forward) => ({
        label: `localhost:${String(forward.localPort)}`,
        description: t('port {0} of {1}', forward.port, forward.podName),
        icon: 'plug',
        value: { kind: 'forward', forward },
      }));
    case 'call':
      return session.activity.calls.map((call) => ({
        label: call.method,
        description: call.code ?? t('running'),
        value: { kind: 'call', call },
      }));
    case 'task':
      return session.activity.tasks.map((task) => ({
        label: task.title,
        description: task.detail,
        value: { kind: 'task', task },
      }));
    case 'target':
    case 'link':
    case 'file':
    case 'entry':
    case 'more':
      return [];
  }
}

/** The fresh list, or the reason why there is none. */
function need<T>(snapshot: { readonly value: T | undefined; readonly error: unknown }): T {
  if (snapshot.error !== undefined) throw asError(snapshot.error);
  if (snapshot.value === undefined) throw new RpcError('unavailable', t('the runtime has not answered yet'));
  return snapshot.value;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new RpcError('internal', String(error));
}

/** The name of a subject in a sentence. */
export function describe(subject: Subject | undefined): string {
  switch (subject?.kind) {
    case 'pod':
      return t('pod {0}', subject.pod.name);
    case 'container':
      return t('container {0}', subject.container.name);
    case 'image':
      return t('image {0}', subject.name);
    case 'forward':
      return t('port {0} of {1}', subject.forward.port, subject.forward.podName);
    case 'task':
      return subject.task.title;
    case 'call':
      return subject.call.method;
    case 'target':
    case 'link':
    case 'file':
    case 'entry':
    case 'more':
    case undefined:
      return t('the runtime');
  }
}
