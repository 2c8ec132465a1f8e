import type { Credential } from './client/image-calls.ts';

/** Where secrets are kept; VS Code's SecretStorage fits. */
export interface SecretStore {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
}

/** What is remembered beside them; a Memento fits. */
export interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

/** Who the person is at each registry. */
export interface Credentials {
  /** For the registry of an image's name. */
  of(imageName: string): Promise<Credential | undefined>;
  registries(): readonly string[];
  save(registry: string, credential: Credential): Promise<void>;
  forget(registry: string): Promise<void>;
}

const LIST = 'slipway.registries';
const keyOf = (registry: string): string => `slipway.registry:${registry}`;

export function createCredentials(secrets: SecretStore, memory: Memory): Credentials {
  const registries = (): string[] => {
    const list = memory.get(LIST);
    return Array.isArray(list) ? list.filter((name) => typeof name === 'string') : [];
  };
  return {
    registries,
    of: async (imageName) => {
      const text = await secrets.get(keyOf(registryOf(imageName)));
      return text === undefined ? undefined : (JSON.parse(text) as Credential);
    },
    save: async (registry, { username, password }) => {
      await secrets.store(keyOf(registry), JSON.stringify({ username, password }));
      await memory.update(LIST, [...new Set([...registries(), registry])].sort());
    },
    forget: async (registry) => {
      await secrets.delete(keyOf(registry));
      await memory.update(
        LIST,
        registries().filter((name) => name !== registry),
      );
    },
  };
}

/** The registry in an image's name; Docker Hub without one. */
function registryOf(imageName: string): string {
  const [first = '', ...rest] = imageName.split('/');
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  return isHost && first !== 'index.docker.io' ? first : 'docker.io';
}
