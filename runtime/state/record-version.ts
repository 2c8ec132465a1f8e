import type { Upgrades } from './upgrade.ts';

/** Of all records that this build writes. A change of what they mean makes it one higher, with a step in `UPGRADES`. */
export const RECORD_VERSION = 1;

/** How records of earlier builds are read, by kind. */
export const UPGRADES: Readonly<Record<'pod' | 'container' | 'image', Upgrades>> = { pod: {}, container: {}, image: {} };
