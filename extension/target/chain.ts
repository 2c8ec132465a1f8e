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

/** What a link is called in the language of the window. */
export function linkName(id: LinkId): string {
  switch (id) {
    case 'host':
      return t('Host');
    case 'process':
      return t('Process');
    case 'socket':
      return t('Socket');
    case 'permission':
      return t('Permission');
    case 'grpc':
      return 'gRPC';
    case 'version':
      return t('Version');
  }
}

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
  const cause = t('containers need a Linux kernel; open this folder in a WSL or Remote-SSH window and Slipway runs there');
  return failed(detail, cause, 'remote');
}

async function processStep(probes: ChainProbes): Promise<Step> {
  if (!probes.ownsRuntime) return ok(t('run by somebody else'));
  const pid = await probes.findProcess();
  if (pid !== undefined) return ok(`pid ${pid}`);
  // A daemon that somebody runs in another way (a service, a container) answers all the same.
  if ((await probes.statSocket()) === 'socket' && (await answers(probes))) return ok(t('run by somebody else'));
  return failed(t('not running'), t('no Slipway runtime runs on this machine'), 'start');
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
      return ok(t('{0} (not visible to this user)', probes.socket));
    case 'missing':
      return failed(probes.socket, missingSocket(probes), 'log');
    case 'other':
      return failed(
        probes.socket,
        t('{0} is not a socket; remove it or change the setting slipway.socket', probes.socket),
        undefined,
      );
  }
}

/** Somebody else's runtime has no process that Slipway looks for. */
function missingSocket({ ownsRuntime, socket }: ChainProbes): string {
  return ownsRuntime
    ? t('{0} does not exist, although the process runs; it may still be starting', socket)
    : t('{0} does not exist: the runtime is not running, or listens elsewhere', socket);
}

function deniedSocket({ ownsRuntime, socket }: ChainProbes): string {
  return ownsRuntime
    ? t('this user may not connect to {0}; it belongs to root', socket)
    : t('this user may not connect to {0}; who owns it can give the user or its group the right', socket);
}

async function permissionStep(probes: ChainProbes): Promise<Step> {
  if (await probes.canConnect()) return ok(t('may connect'));
  return failed(t('denied'), deniedSocket(probes), probes.ownsRuntime ? 'terminal' : undefined);
}

function grpcFailure(error: unknown): Step {
  const cause = isRpcError(error) && error.hint !== undefined ? `${error.message}; ${error.hint}` : messageOf(error);
  return failed(isRpcError(error) ? error.code : t('no answer'), cause, 'log');
}

function versionStep(probes: ChainProbes, version: RuntimeVersion | undefined): Step {
  if (version === undefined) return failed(t('unknown'), t('the runtime did not say its version'), 'log');
  const detail = `${version.runtimeName} ${version.runtimeVersion}`;
  if (!probes.ownsRuntime || version.runtimeVersion === probes.expectedVersion) return ok(detail);
  const cause = t('this window brings {0}; restart the runtime to use it, containers keep running', probes.expectedVersion);
  return { state: 'warning', detail, cause, fix: 'restart' };
}
