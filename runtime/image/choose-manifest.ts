import type { Descriptor } from './manifest.ts';
import { isIndexType, isManifestType } from './media-types.ts';
import { platformFit, type Platform } from './platform.ts';

/**
 * The entries of an index that may hold an image for `wanted`, best first: manifests that fit, then nested indexes.
 * Entries without a platform are tried after those that name one.
 */
export function chooseManifests(manifests: readonly Descriptor[], wanted: Platform): readonly Descriptor[] {
  return manifests
    .map((descriptor) => ({ descriptor, rank: rank(descriptor, wanted) }))
    .filter((candidate): candidate is { descriptor: Descriptor; rank: number } => candidate.rank !== undefined)
    .sort((a, b) => b.rank - a.rank)
    .map((candidate) => candidate.descriptor);
}

const WITHOUT_PLATFORM = -1000;

function rank(descriptor: Descriptor, wanted: Platform): number | undefined {
  if (!isIndexType(descriptor.mediaType) && !isManifestType(descriptor.mediaType)) return undefined;
  const { platform } = descriptor;
  if (platform === undefined || platform.architecture === '') return WITHOUT_PLATFORM;
  return platformFit(wanted, platform);
}
