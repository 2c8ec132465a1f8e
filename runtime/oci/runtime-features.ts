import type { Host } from '../host/host.ts';

/** What of CRI's features a low-level runtime can do on this kernel. */
export interface RuntimeFeatures {
  readonly recursiveReadOnlyMounts: boolean;
  /** User namespaces together with id-mapped mounts. */
  readonly userNamespaces: boolean;
}

const NONE: RuntimeFeatures = { recursiveReadOnlyMounts: false, userNamespaces: false };
/** mount_setattr(2) came with Linux 5.12. */
const MOUNT_SETATTR = [5, 12] as const;

interface FeaturesDocument {
  readonly mountOptions?: readonly string[];
  readonly linux?: {
    readonly namespaces?: readonly string[];
    readonly mountExtensions?: { readonly idmap?: { readonly enabled?: boolean } };
  };
}

/** Asks the program for its features document (OCI runtime spec 1.1); one that has none can do none of them. */
export async function readRuntimeFeatures(host: Host, program: string): Promise<RuntimeFeatures> {
  if (!isAtLeast(await host.files.readText('/proc/sys/kernel/osrelease'), MOUNT_SETATTR)) return NONE;
  const { exitCode, stdout } = await host.exec([program, 'features']);
  if (exitCode !== 0) return NONE;
  const { mountOptions = [], linux = {} } = JSON.parse(stdout.toString('utf8')) as FeaturesDocument;
  return {
    recursiveReadOnlyMounts: mountOptions.includes('rro'),
    userNamespaces: linux.namespaces?.includes('user') === true && linux.mountExtensions?.idmap?.enabled === true,
  };
}

function isAtLeast(release: string, [wantedMajor, wantedMinor]: readonly [number, number]): boolean {
  const [major = 0, minor = 0] = release.split(/[.-]/).map(Number);
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}
