import { writeFile } from 'node:fs/promises';
import { RpcError } from '../client/rpc-error.ts';
import type { CommandContext } from '../commands/command.ts';
import { mayRunPods } from '../commands/pod/kubelet-owns.ts';
import { pullAndRun } from '../commands/pod/run-pod.ts';
import { t } from '../l10n.ts';
import type { Session } from '../target/session.ts';
import type { RunForm, RunSource, RunView } from '../../webview/protocol.ts';
import type { PanelKind } from './panel-connection.ts';
import { requireTrust } from './require-trust.ts';
import { meaningOf, previewOf } from './run-source.ts';

/** New images are suggested soon enough. */
const INTERVAL_MS = 5000;

/** The form for a new pod; its subject is the image that it was opened for, or ''. */
export function runPanel(context: () => CommandContext): PanelKind<RunView> {
  return {
    name: 'run',
    ask: async (session, image) => ({ image, images: await imagesOf(session) }),
    actions: {},
    answers: {
      preview: async ({ session, about }) => previewOf(await meaningOf(sourceIn(about), takenBy(session))),
      run: async ({ about }) => run(context(), sourceIn(about)),
      copy: async ({ session, about }) => context().ui.copy((await configOf(session, about)).config),
      save: async ({ session, about }) => {
        const { name, config } = await configOf(session, about);
        const path = await context().ui.chooseTarget({ title: t('Save Configuration'), name: `${name}.yaml` });
        if (path !== undefined) await writeFile(path, config);
      },
    },
    intervalMs: INTERVAL_MS,
    retained: true,
  };
}

async function imagesOf({ images }: Session): Promise<readonly string[]> {
  if (images.snapshot.value === undefined) await images.refresh();
  return (images.snapshot.value?.images ?? []).flatMap(({ tags }) => tags).toSorted();
}

function takenBy({ pods }: Session): ReadonlySet<string> {
  return new Set(pods.snapshot.value?.pods.map(({ name }) => name));
}

async function configOf(session: Session, about: unknown): Promise<ReturnType<typeof previewOf>> {
  const preview = previewOf(await meaningOf(sourceIn(about), takenBy(session)));
  const [problem] = Object.values(preview.problems);
  if (problem !== undefined) throw new RpcError('invalid-argument', problem);
  return preview;
}

async function run(context: CommandContext, source: RunSource): Promise<string> {
  requireTrust(context);
  const meaning = await meaningOf(source, takenBy(context.session));
  if ('problems' in meaning) throw new RpcError('invalid-argument', Object.values(meaning.problems).join('; '));
  if (!(await mayRunPods(context))) return '';
  await pullAndRun(context, meaning.plan);
  await context.session.refresh();
  return meaning.plan.name;
}

const FIELDS: readonly (keyof RunForm)[] = ['image', 'name', 'command', 'env', 'ports', 'mounts', 'memory', 'cpus', 'flags'];

/** What a page sent, each part checked. */
function sourceIn(about: unknown): RunSource {
  const text = (value: unknown, name: string): string => {
    const field: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
    if (typeof field === 'string') return field;
    throw new RpcError('invalid-argument', t('{0} has to be a text', name));
  };
  const form: unknown = typeof about === 'object' && about !== null ? Reflect.get(about, 'form') : undefined;
  return {
    from: text(about, 'from') === 'text' ? 'text' : 'form',
    text: text(about, 'text'),
    form: Object.fromEntries(FIELDS.map((name) => [name, text(form, name)])) as unknown as RunForm,
  };
}
