import type { PodParts } from '../../runtime/pod/pod-parts.ts';

/** Low-level runtimes that are installed, the first one the default, and what they can do. */
export function fakeHandlers(
  names: readonly string[],
  noUserNamespaces = '',
  onDelete: (id: string) => void = () => undefined,
): PodParts['runtimes'] {
  const runtimes = names.map((name) => ({
    name,
    locate: () => Promise.resolve(`/usr/sbin/${name}`),
    features: () => Promise.resolve({ recursiveReadOnlyMounts: true, userNamespaces: noUserNamespaces === '', noUserNamespaces }),
    delete: async (id: string) => {
      onDelete(id);
    },
  }));
  return new Map([
    ...runtimes.slice(0, 1).map((runtime) => ['', runtime] as const),
    ...runtimes.map((runtime) => [runtime.name, runtime] as const),
  ]);
}
