import { RpcError } from '../client/rpc-error.ts';
import { splitWords } from '../commands/image/run-request.ts';
import { t } from '../l10n.ts';

/** The type of tasks in tasks.json; package.json has its schema. */
export const TASK_TYPE = 'slipway';

export type SlipwayTask =
  | { readonly act: 'pull'; readonly image: string }
  | {
      readonly act: 'runImage';
      readonly image: string;
      readonly name: string;
      readonly command: readonly string[];
      readonly env: Readonly<Record<string, string>>;
      readonly ports: readonly string[];
      readonly wait: boolean;
    }
  /** Paths of files: a pod of Kubernetes, or a PodSandboxConfig and its ContainerConfigs. */
  | { readonly act: 'runPod'; readonly config: string; readonly containers: readonly string[] }
  | { readonly act: 'exec'; readonly container: string; readonly command: readonly string[] };

/** Reads what somebody wrote into tasks.json. Throws invalid-argument that names the property. */
export function readTask(definition: Readonly<Record<string, unknown>>): SlipwayTask {
  const act = textOf(definition, 'act');
  switch (act) {
    case 'pull':
      return { act, image: needed(definition, 'image') };
    case 'runImage':
      return {
        act,
        image: needed(definition, 'image'),
        name: textOf(definition, 'name'),
        command: wordsOf(definition, 'command'),
        env: mapOf(definition, 'env'),
        ports: wordsOf(definition, 'ports'),
        wait: definition.wait !== false,
      };
    case 'runPod':
      return { act, config: needed(definition, 'config'), containers: wordsOf(definition, 'containers') };
    case 'exec': {
      const command = wordsOf(definition, 'command');
      if (command.length === 0) throw missing('command');
      return { act, container: needed(definition, 'container'), command };
    }
    default:
      throw new RpcError('invalid-argument', t('a task of Slipway has no act {0}', JSON.stringify(act)), {
        hint: t('it is one of {0}', 'pull, runImage, runPod, exec'),
      });
  }
}

function needed(definition: Readonly<Record<string, unknown>>, key: string): string {
  const text = textOf(definition, key);
  if (text === '') throw missing(key);
  return text;
}

function missing(key: string): RpcError {
  return new RpcError('invalid-argument', t('the property {0} of the task is missing', key));
}

function wrong(key: string): RpcError {
  return new RpcError('invalid-argument', t('the property {0} of the task has a value of a wrong type', key));
}

function textOf(definition: Readonly<Record<string, unknown>>, key: string): string {
  const value = definition[key] ?? '';
  if (typeof value !== 'string') throw wrong(key);
  return value.trim();
}

/** A list of words, or one line that is split as a shell does. */
function wordsOf(definition: Readonly<Record<string, unknown>>, key: string): readonly string[] {
  const value = definition[key] ?? [];
  const words = typeof value === 'string' ? splitWords(value) : value;
  if (!Array.isArray(words) || !words.every((word) => typeof word === 'string')) throw wrong(key);
  return words;
}

function mapOf(definition: Readonly<Record<string, unknown>>, key: string): Readonly<Record<string, string>> {
  const value = definition[key] ?? {};
  if (typeof value !== 'object' || Array.isArray(value)) throw wrong(key);
  const entries = Object.entries(value);
  if (!entries.every((entry): entry is [string, string] => typeof entry[1] === 'string')) throw wrong(key);
  return Object.fromEntries(entries);
}
