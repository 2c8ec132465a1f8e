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

/** True when Slipway starts and stops the runtime of this target itself. */
export function ownsRuntime(target: Target): boolean {
  return target.kind === 'local';
}

/** The runtime on the machine of this extension host. */
export function localTarget(socket: string): Target {
  return { id: 'local', label: t('This machine'), kind: 'local', socket };
}
