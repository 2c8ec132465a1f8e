import { t } from '../l10n.ts';

/** A place where a CRI runtime lives. `local` is our own daemon on this machine; other kinds reach one that is already there. */
export interface Target {
  readonly id: string;
  readonly label: string;
  readonly kind: TargetKind;
  /** Absolute path of the unix socket as this machine sees it. */
  readonly socket: string;
}

/** ssh and wsl reach a daemon through a forwarded socket; foreign is another runtime's socket (containerd, CRI-O). */
export type TargetKind = 'local' | 'ssh' | 'wsl' | 'foreign';

/** What the setting `slipway.targets` has of one. */
export interface TargetEntry {
  readonly label: string;
  readonly socket: string;
}

export const LOCAL_ID = 'local';

/** True when Slipway starts and stops the runtime of this target itself. */
export function ownsRuntime(target: Target): boolean {
  return target.kind === 'local';
}

/** The runtime on the machine of this extension host. */
export function localTarget(socket: string): Target {
  return { id: LOCAL_ID, label: t('This machine'), kind: 'local', socket };
}

/** A runtime that somebody else runs. */
export function foreignTarget({ label, socket }: TargetEntry): Target {
  return { id: `foreign:${socket}`, label, kind: 'foreign', socket };
}

/** The path in `/run/x.sock` or `unix:///run/x.sock`; undefined for what is no address of a socket. */
export function socketPathOf(text: string): string | undefined {
  const path = text
    .trim()
    .replace(/^unix:(?=\/)/, '')
    .replace(/^\/\/(?=\/)/, '');
  return /^\/[^\0]+$/.test(path) && !path.endsWith('/') ? path : undefined;
}
