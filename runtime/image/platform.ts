import { CriError } from '../base/cri-error.ts';
import { printable } from '../base/sanitize.ts';

export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant: string;
}

const ARCHITECTURES: Readonly<Record<string, Omit<Platform, 'os'>>> = {
  x64: { architecture: 'amd64', variant: '' },
  x86_64: { architecture: 'amd64', variant: '' },
  amd64: { architecture: 'amd64', variant: '' },
  ia32: { architecture: '386', variant: '' },
  arm64: { architecture: 'arm64', variant: 'v8' },
  aarch64: { architecture: 'arm64', variant: 'v8' },
  arm: { architecture: 'arm', variant: 'v7' },
  armhf: { architecture: 'arm', variant: 'v7' },
  ppc64: { architecture: 'ppc64le', variant: '' },
};

/** The platform of this machine, in OCI terms, from Node.js's name of the architecture. */
export function hostPlatform(nodeArchitecture: string): Platform {
  return normalize({ os: 'linux', architecture: nodeArchitecture, variant: '' });
}

/** Reads `os/arch[/variant]`; throws invalid-argument. */
export function parsePlatform(text: string): Platform {
  const match = /^([a-z0-9]+)\/([a-z0-9_]+)(?:\/([a-z0-9.]+))?$/.exec(text);
  if (match === null) {
    throw new CriError('invalid-argument', `"${printable(text, 80)}" is not a platform`, {
      hint: 'write os/arch or os/arch/variant, like linux/arm64/v8',
    });
  }
  return normalize({ os: match[1] ?? '', architecture: match[2] ?? '', variant: match[3] ?? '' });
}

export function formatPlatform(platform: Platform): string {
  return [platform.os, platform.architecture, ...(platform.variant === '' ? [] : [platform.variant])].join('/');
}

/** How well `offered` runs on `wanted`: higher is better, 0 is an exact fit, undefined is not at all. */
export function platformFit(wanted: Platform, offered: Platform): number | undefined {
  const want = normalize(wanted);
  const have = normalize(offered);
  if (want.os !== have.os || want.architecture !== have.architecture) return undefined;
  if (want.variant === have.variant) return 0;
  const wantLevel = variantLevel(want);
  const haveLevel = variantLevel(have);
  // A processor runs what was built for its own level or a lower one.
  return haveLevel <= wantLevel ? haveLevel - wantLevel : undefined;
}

function variantLevel(platform: Platform): number {
  const level = /^v(\d+)/.exec(platform.variant)?.[1];
  if (level !== undefined) return Number(level);
  return platform.architecture === 'arm' ? 7 : platform.architecture === 'arm64' ? 8 : 1;
}

function normalize(platform: Platform): Platform {
  const known = ARCHITECTURES[platform.architecture] ?? { architecture: platform.architecture, variant: '' };
  const variant = platform.variant === '' ? known.variant : platform.variant;
  return {
    os: platform.os.toLowerCase(),
    architecture: known.architecture,
    variant:
      known.architecture === 'amd64' && variant === 'v1'
        ? ''
        : known.architecture === 'arm64' && variant === '8'
          ? 'v8'
          : variant,
  };
}
