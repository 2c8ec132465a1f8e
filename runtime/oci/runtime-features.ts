import { isCriError } from '../base/cri-error.ts';
import type { Host } from '../host/host.ts';

/** What of CRI's features a low-level runtime can do on this kernel. */
export interface RuntimeFeatures {
  readonly recursiveReadOnlyMounts: boolean;
  /** User namespaces together with id-mapped mounts. */
  readonly userNamespaces: boolean;
  /** Why there are no user namespaces; '' when there are. */
  readonly noUserNamespaces: string;
}

/** mount_setattr(2) came with Linux 5.12, overlayfs over id-mapped mounts with 5.19. */
const MOUNT_SETATTR = [5, 12] as const;
const MAPPED_OVERLAY = [5, 19] as const;

interface FeaturesDocument {
  readonly mountOptions?: readonly string[];
  readonly linux?: {
    readonly namespaces?: readonly string[];
    readonly mountExtensions?: { readonly idmap?: { readonly enabled?: boolean } };
  };
}

/** Asks the program for its features document (OCI runtime spec 1.1); one that has none can do none of them. */
export async function readRuntimeFeatures(host: Host, program: string): Promise<RuntimeFeatures> {
  const kernel = (await host.files.readText('/proc/sys/kernel/osrelease')).trim();
  const { mountOptions = [], linux = {} } = await readDocument(host, program);
  const noUserNamespaces = whyNoUserNamespaces(linux, { kernel, program });
  return {
    recursiveReadOnlyMounts: isAtLeast(kernel, MOUNT_SETATTR) && mountOptions.includes('rro'),
    userNamespaces: noUserNamespaces === '',
    noUserNamespaces,
  };
}

/** A program that cannot be run, or says something else, must not make the daemon's own state unknown. */
async function readDocument(host: Host, program: string): Promise<FeaturesDocument> {
  try {
    const { exitCode, stdout } = await host.exec([program, 'features']);
    return exitCode === 0 ? (JSON.parse(stdout.toString('utf8')) as FeaturesDocument) : {};
  } catch (error) {
    if (isCriError(error) || error instanceof SyntaxError) return {};
    throw error;
  }
}

function whyNoUserNamespaces(
  { namespaces = [], mountExtensions }: NonNullable<FeaturesDocument['linux']>,
  { kernel, program }: { readonly kernel: string; readonly program: string },
): string {
  if (!namespaces.includes('user')) return `${program} does not say that it can make user namespaces`;
  if (mountExtensions?.idmap?.enabled !== true) return `${program} has no id-mapped mounts (runc has them from 1.2 on)`;
  return isAtLeast(kernel, MAPPED_OVERLAY) ? '' : `Linux ${kernel} has no overlay over id-mapped mounts (5.19 has)`;
}

function isAtLeast(release: string, [wantedMajor, wantedMinor]: readonly [number, number]): boolean {
  const [major = 0, minor = 0] = release.split(/[.-]/).map(Number);
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}
