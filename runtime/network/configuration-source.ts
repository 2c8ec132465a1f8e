import { join } from 'node:path';
import { CriError, errnoOf, isCriError } from '../base/cri-error.ts';
import type { Files } from '../host/files.ts';
import { parseConfiguration, type NetworkConfiguration } from './configuration.ts';

export interface ConfigurationSourceOptions {
  readonly files: Files;
  readonly confDir: string;
  /** Used while `confDir` has no configuration; absent: there is none then. */
  readonly builtIn?: { configuration(): Promise<NetworkConfiguration> } | undefined;
}

/** The configuration in force: the first usable one of the directory, by file name. */
export interface ConfigurationSource {
  /** Reads the directory again when it changed. Throws failed-precondition when there is none that can be used. */
  current(): Promise<NetworkConfiguration>;
}

interface Loaded {
  /** Times of change of the directory and of the files that were looked at. */
  readonly seen: ReadonlyMap<string, number | undefined>;
  readonly network: NetworkConfiguration | CriError | undefined;
}

const EXTENSIONS = /\.(conflist|conf|json)$/;

export function createConfigurationSource(options: ConfigurationSourceOptions): ConfigurationSource {
  const { files, confDir, builtIn } = options;
  let loaded: Loaded | undefined;
  return {
    current: async () => {
      if (loaded === undefined || (await hasChanged(files, loaded))) loaded = await load(files, confDir);
      if (loaded.network instanceof CriError) throw loaded.network;
      if (loaded.network !== undefined) return loaded.network;
      if (builtIn !== undefined) return builtIn.configuration();
      throw new CriError('failed-precondition', `there is no network configuration in ${confDir}`, {
        hint: `install one (*.conflist) in ${confDir}, or allow the built-in network`,
      });
    },
  };
}

/** Two calls of stat for each pod: cheaper than a watch is to keep right while the directory comes and goes. */
async function hasChanged(files: Files, { seen }: Loaded): Promise<boolean> {
  const changes = await Promise.all([...seen].map(async ([path, before]) => (await files.modifiedNs(path)) !== before));
  return changes.includes(true);
}

async function load(files: Files, confDir: string): Promise<Loaded> {
  // Times are taken before the content: a change in between is then seen as one next time.
  const seen = new Map([[confDir, await files.modifiedNs(confDir)]]);
  const names = (await listOrNone(files, confDir)).filter((name) => EXTENSIONS.test(name)).sort();
  let broken: CriError | undefined;
  for (const path of names.map((name) => join(confDir, name))) {
    seen.set(path, await files.modifiedNs(path));
    const text = await files.readTextIfPresent(path);
    if (text === undefined) continue;
    try {
      return { seen, network: parseConfiguration(text, path) };
    } catch (error) {
      if (!isCriError(error)) throw error;
      broken ??= error;
    }
  }
  return { seen, network: broken };
}

async function listOrNone(files: Files, directory: string): Promise<string[]> {
  try {
    return await files.list(directory);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return [];
    throw error;
  }
}
