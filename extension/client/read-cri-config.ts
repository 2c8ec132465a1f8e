import {
  ContainerConfig,
  MountPropagation,
  NamespaceMode,
  PodSandboxConfig,
  Protocol,
  SecurityProfile_ProfileType,
  Signal,
  SupplementalGroupsPolicy,
} from '../../proto/gen/cri.ts';
import type { Codec, Input } from '../../proto/wire.ts';
import { RpcError } from './rpc-error.ts';
import { t } from '../l10n.ts';

/** A configuration as people write it for CRI: JSON in the names of the API, snake_case or camelCase. */
export type CriJson = Readonly<Record<string, unknown>>;

/** Throws invalid-argument, with the path of the field that is wrong. */
export function podConfigFrom(json: CriJson): Input<PodSandboxConfig> {
  return read(PodSandboxConfig, json, 'pod');
}

/** The same for one of its containers. */
export function containerConfigFrom(json: CriJson): Input<ContainerConfig> {
  return read(ContainerConfig, json, 'container');
}

/** Keys of maps are the user's own. */
const MAPS: ReadonlySet<string> = new Set(['labels', 'annotations', 'sysctls', 'unified']);
const NAMESPACE_FIELDS = ['network', 'pid', 'ipc', 'mode'];

/** Names of values, which the wire knows as numbers. */
const ENUMS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  ...Object.fromEntries(NAMESPACE_FIELDS.map((field) => [field, NamespaceMode])),
  protocol: Protocol,
  propagation: MountPropagation,
  profileType: SecurityProfile_ProfileType,
  stopSignal: Signal,
  supplementalGroupsPolicy: SupplementalGroupsPolicy,
};

function read<Message extends object>(codec: Codec<Message>, json: CriJson, what: string): Input<Message> {
  const value = translate(json, what);
  let known: Message;
  try {
    known = codec.decode(codec.encode(value as Input<Message>));
  } catch (error) {
    throw new RpcError('invalid-argument', t('the configuration of the {0} has a value of a wrong type', what), { cause: error });
  }
  compare(value, known, what);
  return value as Input<Message>;
}

function translate(value: unknown, path: string): unknown {
  if (Array.isArray(value)) return value.map((item, index) => translate(item, `${path}[${index}]`));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== null);
  // A variable of the environment is bytes on the wire, and text where people write it.
  if ('key' in value && 'value' in value && typeof value.value === 'string')
    return { key: value.key, value: new TextEncoder().encode(value.value) };
  return Object.fromEntries(
    entries.map(([name, inner]) => {
      const field = fieldOf(name);
      return [field, MAPS.has(field) ? inner : valueOf(field, inner, `${path}.${name}`)];
    }),
  );
}

function valueOf(field: string, value: unknown, path: string): unknown {
  const names = ENUMS[field];
  if (names !== undefined && typeof value === 'string') {
    const known = names[value];
    if (known !== undefined) return known;
    throw new RpcError(
      'invalid-argument',
      t('{0} is {1}, which is none of {2}', path, JSON.stringify(value), Object.keys(names).join(', ')),
    );
  }
  return translate(value, path);
}

/** `log_directory` and `logDirectory` are the same; CDI keeps its capitals. */
function fieldOf(name: string): string {
  if (/^cdi_?devices$/i.test(name)) return 'CDIDevices';
  return name.replaceAll(/_([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase());
}

/** What the message does not know after a journey over the wire was no field of it. Texts become bytes, and numbers in quotes numbers. */
function compare(given: unknown, known: unknown, path: string): void {
  if (typeof given !== 'object' || given === null || typeof known !== 'object' || known === null) return;
  if (known instanceof Uint8Array) return;
  for (const [name, value] of Object.entries(given)) {
    const at = Array.isArray(given) ? `${path}[${name}]` : `${path}.${name}`;
    if (!(name in known)) throw new RpcError('invalid-argument', t('{0} is not a field of CRI', at));
    const of: unknown = Reflect.get(known, name);
    if (MAPS.has(name)) {
      const wrong = Object.entries(value as object).find(([, text]) => typeof text !== 'string');
      if (wrong !== undefined) throw new RpcError('invalid-argument', t('{0}.{1} has to be a text', at, wrong[0]));
    } else if (typeof of !== typeof value && !(of instanceof Uint8Array)) {
      throw new RpcError('invalid-argument', t('{0} is a {1} where a {2} belongs', at, typeof value, typeof of));
    } else compare(value, of, at);
  }
}
