import { CriError, messageOf } from '../base/cri-error.ts';
import { printable } from '../base/sanitize.ts';

/** A CNI network configuration list. */
export interface NetworkConfiguration {
  readonly name: string;
  readonly cniVersion: string;
  readonly disableCheck: boolean;
  /** In the order of ADD. */
  readonly plugins: readonly PluginConfiguration[];
  /** The list as JSON, from which it can be parsed again for DEL. */
  readonly text: string;
  /** Where it came from, for messages: a file's path, or "the built-in network". */
  readonly source: string;
}

export interface PluginConfiguration {
  /** Name of the plugin's program. */
  readonly type: string;
  /** Names of the capabilities that it wants arguments for. */
  readonly capabilities: readonly string[];
  /** Everything that the plugin reads. */
  readonly fields: JsonObject;
}

export type JsonObject = Readonly<Record<string, unknown>>;

/** What the protocol assumes when a configuration does not say its version. */
const OLDEST_VERSION = '0.1.0';
const NAME = /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/;

/**
 * Reads a configuration list, or a single plugin's configuration as a list of one (CNI specification, "Section 1").
 * Throws failed-precondition that names `source` and what is wrong there.
 */
export function parseConfiguration(text: string, source: string): NetworkConfiguration {
  const list = asObject(parseJson(text, source), source, 'the configuration');
  const plugins = list['plugins'] === undefined ? [list] : list['plugins'];
  if (!Array.isArray(plugins) || plugins.length === 0) throw broken(source, 'plugins is not a list with at least one plugin');
  const name = list['name'];
  if (typeof name !== 'string' || !NAME.test(name)) throw broken(source, `${shown(name)} is not a network name`);
  const cniVersion = list['cniVersion'] ?? OLDEST_VERSION;
  if (typeof cniVersion !== 'string') throw broken(source, 'cniVersion is not text');
  return {
    name,
    cniVersion,
    disableCheck: list['disableCheck'] === true,
    plugins: plugins.map((plugin, index) => parsePlugin(asObject(plugin, source, `plugins[${index}]`), source)),
    text,
    source,
  };
}

/** True for a JSON object (not an array, not null). */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsePlugin(fields: JsonObject, source: string): PluginConfiguration {
  const { type, capabilities } = fields;
  // The type becomes a file name below the plugin directories.
  if (typeof type !== 'string' || !NAME.test(type)) throw broken(source, `${shown(type)} is not the name of a plugin`);
  const wanted = isObject(capabilities) ? Object.keys(capabilities).filter((name) => capabilities[name] === true) : [];
  return { type, capabilities: wanted, fields };
}

function parseJson(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw broken(source, messageOf(error));
  }
}

function asObject(value: unknown, source: string, what: string): JsonObject {
  if (isObject(value)) return value;
  throw broken(source, `${what} is not an object`);
}

function broken(source: string, problem: string): CriError {
  return new CriError('failed-precondition', `network configuration ${source} cannot be used: ${printable(problem)}`, {
    hint: `correct ${source}, or remove it`,
  });
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
