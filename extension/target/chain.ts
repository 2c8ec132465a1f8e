import { isRpcError, messageOf } from '../client/rpc-error.ts';
import type { RuntimeVersion } from '../client/types.ts';
import { t } from '../l10n.ts';

export type LinkId = 'host' | 'process' | 'socket' | 'permission' | 'grpc' | 'version';
export type LinkState = 'ok' | 'warning' | 'failed' | 'untested';
export type FixId = 'start' | 'restart' | 'log' | 'terminal' | 'remote';

/** One tested step on the way to a runtime, with what broke it and what mends it. */
export interface Link {
  readonly id: LinkId;
  readonly state: LinkState;
  readonly detail: string;
  readonly cause: string;
  readonly fix: FixId | undefined;
}

/** What the chain asks of the machine; each part can be replaced by a test. */
export interface ChainProbes {
  readonly platform: string;
  readonly architecture: string;
  /** True when Slipway runs this daemon itself; else nobody looks for a process. */
  readonly ownsRuntime: boolean;
  readonly socket: string;
  readonly expectedVersion: string;
  findProcess(): Promise<number | undefined>;
  /** 'denied' when this user may not see whether it exists. */
  statSocket(): Promise<'socket' | 'missing' | 'denied' | 'other'>;
  canConnect(): Promise<boolean>;
  askVersion(): Promise<RuntimeVersion>;
}

export interface ChainResult {
  readonly links: readonly Link[];
  readonly version: RuntimeVersion | undefined;
}

export const LINK_NAMES: Readonly<Record<LinkId, string>> = {
  host: 'Host',
  process: 'Process',
  socket: 'Socket',
  permission: 'Permission',
  grpc: 'gRPC',
  version: 'Version',
};

const ORDER: readonly LinkId[] = ['host', 'process', 'socket', 'permission', 'grpc', 'version'];

type Step = Omit<Link, 'id'>;
const ok = (detail: string): Step => ({ state: 'ok', detail, cause: '', fix: undefined });
const failed = (detail: string, cause: string, fix: FixId | undefined): Step => ({ state: 'failed', detail, cause, fix });

/** Tests the way to a runtime link by link; what follows a broken link stays untested. Never rejects. */
export async function probeChain(probes: ChainProbes): Promise<ChainResult> {
  let version: RuntimeVersion | undefined;
  const askVersion = async (): Promise<Step> => {
    try {
      version = await probes.askVersion();
      return ok(`CRI ${version.apiVersion}`);
    } catch (error) {
      return grpcFailure(error);
    }
  };
  const steps: Readonly<Record<LinkId, () => Promise<Step>>> = {
    host: async () => hostStep(probes),
    process: () => processStep(probes),
    socket: () => socketStep(probes),
    permission: () => permissionStep(probes),
    grpc: askVersion,
    version: async () => versionStep(probes, version),
  };
  const links: Link[] = [];
  let broken = false;
  for (const id of ORDER) {
    const step: Step = broken ? { state: 'untested', detail: t('not tested'), cause: '', fix: undefined } : await steps[id]();
    broken ||= step.state === 'failed';
    links.push({ id, ...step });
  }
  return { links, version };
}

/** The first link that is broken. */
export function brokenLink(links: readonly Link[]): Link | undefined {
  return links.find((link) => link.state === 'failed');
}

function hostStep(probes: ChainProbes): Step {
  const detail = `${probes.platform} ${probes.architecture}`;
  if (probes.platform === 'linux') return ok(detail);
  const cause = 'containers need a Linux kernel; open this folder in a WSL or Remote-SSH window and Slipway runs there';
  return failed(detail, cause, 'remote');
}

async function processStep(probes: ChainProbes): Promise<Step> {
  if (!probes.ownsRuntime) return ok('run by somebody else');
  const pid = await probes.findProcess();
  if (pid !== undefined) return ok(`pid ${pid}`);
  // A daemon that somebody runs in another way (a service, a container) answers all the same.
  if ((await probes.statSocket()) === 'socket' && (await answers(probes))) return ok('run by somebody else');
  return failed('not running', 'no Slipway runtime runs on this machine', 'start');
}

async function answers(probes: ChainProbes): Promise<boolean> {
  try {
    await probes.askVersion();
    return true;
  } catch (error) {
    if (isRpcError(error)) return false;
    throw error;
  }
}

async function socketStep(probes: ChainProbes): Promise<Step> {
  switch (await probes.statSocket()) {
    case 'socket':
      return ok(probes.socket);
    case 'denied':
      return ok(`${probes.socket} (not visible to this user)`);
    case 'missing':
      return failed(probes.socket, `${probes.socket} does not exist, although the process runs; it may still be starting`, 'log');
    case 'other':
      return failed(probes.socket, `${probes.socket} is not a socket; remove it or change the setting slipway.socket`, undefined);
  }
}

async function permissionStep(probes: ChainProbes): Promise<Step> {
  if (await probes.canConnect()) return ok('may connect');
  return failed('denied', `this user may not connect to ${probes.socket}; it belongs to root`, 'terminal');
}

function grpcFailure(error: unknown): Step {
  const cause = isRpcError(error) && error.hint !== undefined ? `${error.message}; ${error.hint}` : messageOf(error);
  return failed(isRpcError(error) ? error.code : 'no answer', cause, 'log');
}

function versionStep(probes: ChainProbes, version: RuntimeVersion | undefined): Step {
  if (version === undefined) return failed('unknown', 'the runtime did not say its version', 'log');
  const detail = `${version.runtimeName} ${version.runtimeVersion}`;
  if (!probes.ownsRuntime || version.runtimeVersion === probes.expectedVersion) return ok(detail);
  const cause = `this window brings ${probes.expectedVersion}; restart the runtime to use it, containers keep running`;
  return { state: 'warning', detail, cause, fix: 'restart' };
}
