import { join } from 'node:path';
import { CriError } from '../base/cri-error.ts';
import { installHint } from '../base/install-hint.ts';
import { printable } from '../base/sanitize.ts';
import type { ExecResult } from '../host/exec.ts';
import type { Host } from '../host/host.ts';
import { isObject, type JsonObject, type NetworkConfiguration, type PluginConfiguration } from './configuration.ts';

/** Calls CNI plugins by their protocol: parameters in the environment, configuration on stdin, result on stdout. */
export interface Plugins {
  /** Path of a plugin's program, or the type of one that needs none; undefined when none of the directories has it. */
  find(type: string): Promise<string | undefined>;
  /** The same; throws failed-precondition instead. */
  require(type: string): Promise<string>;
  /**
   * Runs one plugin and answers its result (nothing for DEL and CHECK). Throws failed-precondition when it is not installed or
   * rejects its configuration, and unavailable when it fails otherwise or takes too long.
   */
  run(call: PluginCall): Promise<JsonObject | undefined>;
}

/** A plugin that is part of this program, with the protocol's commands. */
export type BuiltInPlugin = (call: PluginCall) => Promise<JsonObject | undefined>;

export interface PluginCall {
  readonly command: 'ADD' | 'DEL' | 'CHECK';
  readonly network: NetworkConfiguration;
  readonly plugin: PluginConfiguration;
  readonly attachment: Attachment;
  readonly prevResult?: JsonObject | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What the plugins are told about one pod. */
export interface Attachment {
  readonly containerId: string;
  /** '' when the namespace is gone. */
  readonly netns: string;
  readonly ifName: string;
  /** CNI_ARGS. */
  readonly args: string;
  /** Capability arguments by name; each plugin gets those that it declares. */
  readonly capabilityArgs: JsonObject;
}

export interface PluginsOptions {
  readonly host: Host;
  /** Where plugins are looked for, the first one that has it wins. */
  readonly binDirs: readonly string[];
  /** Those that need no program, by type. */
  readonly builtIn?: ReadonlyMap<string, BuiltInPlugin>;
}

const PLUGIN_TIMEOUT_MS = 60_000;
/** Error codes of the protocol that mean "this configuration will never do": version, field, configuration. */
const CONFIGURATION_CODES: readonly unknown[] = [1, 2, 7];

export function createPlugins({ host, binDirs, builtIn = new Map() }: PluginsOptions): Plugins {
  const found = new Map<string, string>();
  const find = async (type: string): Promise<string | undefined> => {
    if (builtIn.has(type)) return type;
    for (const path of binDirs.map((directory) => join(directory, type))) {
      if (await host.files.exists(path)) {
        found.set(type, path);
        return path;
      }
    }
    found.delete(type);
    return undefined;
  };
  const require = async (type: string): Promise<string> => {
    const path = await find(type);
    if (path === undefined) throw notInstalled(type, binDirs);
    return path;
  };
  const run = async (call: PluginCall): Promise<JsonObject | undefined> => {
    const ours = builtIn.get(call.plugin.type);
    if (ours !== undefined) return ours(call);
    const path = found.get(call.plugin.type) ?? (await require(call.plugin.type));
    const timeout = AbortSignal.timeout(PLUGIN_TIMEOUT_MS);
    try {
      const result = await host.exec([path], {
        env: environment(call, binDirs),
        stdin: stdinOf(call),
        signal: call.signal === undefined ? timeout : AbortSignal.any([call.signal, timeout]),
      });
      return outcome(call, result);
    } catch (error) {
      if (timeout.aborted && error === timeout.reason) throw tooSlow(call, error);
      // It may have been moved or removed since it was found.
      if (error instanceof CriError) found.delete(call.plugin.type);
      throw error;
    }
  };
  return { find, require, run };
}

/** The error of a plugin that no directory has. */
function notInstalled(type: string, binDirs: readonly string[]): CriError {
  return new CriError('failed-precondition', `network plugin ${type} is not installed (looked in ${binDirs.join(', ')})`, {
    hint: installHint('cni'),
  });
}

function environment({ command, attachment }: PluginCall, binDirs: readonly string[]): Record<string, string> {
  return {
    CNI_COMMAND: command,
    CNI_CONTAINERID: attachment.containerId,
    CNI_NETNS: attachment.netns,
    CNI_IFNAME: attachment.ifName,
    CNI_ARGS: attachment.args,
    CNI_PATH: binDirs.join(':'),
  };
}

function stdinOf({ network, plugin, attachment, prevResult }: PluginCall): string {
  const wanted = plugin.capabilities.filter((name) => attachment.capabilityArgs[name] !== undefined);
  const runtimeConfig = Object.fromEntries(wanted.map((name) => [name, attachment.capabilityArgs[name]]));
  return JSON.stringify({
    ...plugin.fields,
    name: network.name,
    cniVersion: network.cniVersion,
    ...(wanted.length === 0 ? {} : { runtimeConfig }),
    ...(prevResult === undefined ? {} : { prevResult }),
  });
}

function outcome(call: PluginCall, { exitCode, stdout, stderr }: ExecResult): JsonObject | undefined {
  const answer = parseAnswer(stdout.toString('utf8'));
  if (exitCode !== 0) throw failed(call, answer, stderr.toString('utf8') || `exit code ${exitCode}`);
  if (call.command !== 'ADD') return undefined;
  if (answer === undefined) throw failed(call, answer, 'it gave no result');
  return answer;
}

function parseAnswer(text: string): JsonObject | undefined {
  try {
    const answer: unknown = JSON.parse(text);
    return isObject(answer) ? answer : undefined;
  } catch (error) {
    // A plugin that crashes says nothing, or says it in words of its own; `stderr` has them then.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function failed({ command, network, plugin }: PluginCall, answer: JsonObject | undefined, otherwise: string): CriError {
  const message = typeof answer?.['msg'] === 'string' && answer['msg'] !== '' ? answer['msg'] : otherwise;
  const details = typeof answer?.['details'] === 'string' && answer['details'] !== '' ? ` (${answer['details']})` : '';
  const hopeless = CONFIGURATION_CODES.includes(answer?.['code']);
  return new CriError(
    hopeless ? 'failed-precondition' : 'unavailable',
    `network plugin ${plugin.type} failed to ${command} network ${network.name}: ${printable(message + details)}`,
    hopeless ? { hint: `correct ${network.source}, or install plugins that know its version` } : {},
  );
}

function tooSlow({ command, network, plugin }: PluginCall, cause: unknown): CriError {
  return new CriError(
    'unavailable',
    `network plugin ${plugin.type} did not finish ${command} of network ${network.name} within ${PLUGIN_TIMEOUT_MS / 1000} s`,
    { cause, hint: 'see what the plugin waits for (its daemon, a lock, the address service), then try again' },
  );
}
