import type { Schema } from './config-schema.ts';
import { resolved, schemaAt, typeName } from './config-schema.ts';
import type { YamlPlace } from './yaml-place.ts';

/** One thing to write. */
export interface Suggestion {
  readonly label: string;
  readonly text: string;
  readonly kind: 'field' | 'value';
  readonly detail: string;
  readonly description: string;
}

/** What can be written that only the target knows. */
export interface Known {
  readonly images: readonly string[];
}

const CAPABILITIES = (
  'ALL AUDIT_WRITE CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID IPC_LOCK IPC_OWNER KILL LEASE MKNOD NET_ADMIN NET_BIND_SERVICE ' +
  'NET_BROADCAST NET_RAW SETFCAP SETGID SETPCAP SETUID SYS_ADMIN SYS_BOOT SYS_CHROOT SYS_MODULE SYS_NICE SYS_PACCT SYS_PTRACE ' +
  'SYS_RAWIO SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG SYSLOG WAKE_ALARM BPF PERFMON'
).split(' ');

/** Fields of the object, or values of the field, that are not there yet. */
export function suggest(root: Schema, { path, writes, taken }: YamlPlace, known: Known): readonly Suggestion[] {
  const schema = schemaAt(root, path);
  if (schema === undefined) return [];
  if (writes === 'value') return valuesOf(schema, path, known);
  // An entry of a list of single values.
  if (schema.type !== 'object' && path.at(-1) === '[]') return valuesOf(schema, path.slice(0, -1), known);
  return Object.entries(schema.properties ?? {})
    .filter(([name]) => !taken.includes(name))
    .map(([name, field]) => {
      const whole = resolved(root, field);
      return {
        label: name,
        text: `${name}:${afterKey(whole)}`,
        kind: 'field',
        detail: typeName(whole),
        description: whole.description ?? '',
      };
    });
}

/** What a field begins with: its value on the same line, or a block of its own. */
function afterKey({ type, enum: values }: Schema): string {
  return values === undefined && (type === 'object' || type === 'array') ? '\n  ' : ' ';
}

function valuesOf({ type, enum: values }: Schema, path: readonly string[], { images }: Known): readonly Suggestion[] {
  const value = (text: string, detail = ''): Suggestion => ({ label: text, text, kind: 'value', detail, description: '' });
  if (values !== undefined) return values.filter((each) => typeof each === 'string').map((each) => value(each));
  if (type === 'boolean') return [value('true'), value('false')];
  const field = path.at(-1) ?? '';
  if (['image', 'user_specified_image'].includes(field)) return images.map((image) => value(image));
  return field.endsWith('_capabilities') ? CAPABILITIES.map((each) => value(each)) : [];
}
