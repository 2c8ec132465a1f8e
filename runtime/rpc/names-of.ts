import type { LogFields } from '../base/logger.ts';
import { printable } from '../base/sanitize.ts';

/** What of a request or response names its subject in the log. Nothing else of them is logged: they carry credentials and environments. */
export function namesOf(message: unknown): LogFields {
  if (typeof message !== 'object' || message === null) return {};
  const fields: Record<string, unknown> = {};
  for (const [key, field] of FIELDS) {
    const value: unknown = Reflect.get(message, key);
    if (typeof value === 'string' && value !== '') fields[field] = printable(value, 300);
  }
  const image: unknown = Reflect.get(message, 'image');
  if (typeof image === 'string' && image !== '') fields['image'] = printable(image, 300);
  if (typeof image === 'object' && image !== null) {
    const name: unknown = Reflect.get(image, 'image');
    if (typeof name === 'string' && name !== '') fields['image'] = printable(name, 300);
  }
  return fields;
}

const FIELDS: readonly (readonly [key: string, field: string])[] = [
  ['podSandboxId', 'pod'],
  ['containerId', 'container'],
  ['reference', 'image'],
  ['imageRef', 'imageId'],
];
