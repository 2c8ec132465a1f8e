import type { ContainerRecord, ContainerState } from '../base/container.ts';
import { CriError } from '../base/cri-error.ts';
import type { SandboxRecord, SandboxState } from '../base/pod-sandbox.ts';

export type SandboxVerb = 'create-container' | 'start-container' | 'port-forward' | 'update' | 'checkpoint' | 'stop' | 'remove';
export type ContainerVerb =
  | 'start'
  | 'exec'
  | 'attach'
  | 'update'
  | 'reopen-log'
  | 'list-processes'
  | 'pause'
  | 'resume'
  | 'restart'
  | 'checkpoint'
  | 'stop'
  | 'remove';

const ANY_SANDBOX: readonly SandboxState[] = ['creating', 'ready', 'stopping', 'stopped', 'unknown'];
const ANY_CONTAINER: readonly ContainerState[] = ['creating', 'created', 'running', 'exited', 'removing', 'unknown'];

const SANDBOX: Readonly<Record<SandboxVerb, readonly SandboxState[]>> = {
  'create-container': ['ready'],
  'start-container': ['ready'],
  'port-forward': ['ready'],
  update: ['ready'],
  checkpoint: ['ready'],
  stop: ANY_SANDBOX,
  remove: ANY_SANDBOX,
};

const CONTAINER: Readonly<Record<ContainerVerb, readonly ContainerState[]>> = {
  start: ['created'],
  exec: ['running'],
  attach: ['running'],
  update: ['created', 'running'],
  'reopen-log': ['running'],
  'list-processes': ['running'],
  pause: ['running'],
  resume: ['running'],
  restart: ['running', 'exited', 'unknown'],
  checkpoint: ['running'],
  stop: ANY_CONTAINER,
  remove: ANY_CONTAINER,
};

/** Throws failed-precondition when `verb` is not legal in the pod's state. */
export function requireSandbox(verb: SandboxVerb, record: Pick<SandboxRecord, 'id' | 'state'>): void {
  requireState(record, `pod ${record.id.slice(0, 12)}`, { verb, legal: SANDBOX[verb] });
}

/** Throws failed-precondition when `verb` is not legal in the container's state. */
export function requireContainer(verb: ContainerVerb, record: Pick<ContainerRecord, 'id' | 'state'>): void {
  requireState(record, `container ${record.id.slice(0, 12)}`, { verb, legal: CONTAINER[verb] });
}

function requireState(
  record: { readonly state: string },
  what: string,
  { verb, legal }: { readonly verb: string; readonly legal: readonly string[] },
): void {
  if (legal.includes(record.state)) return;
  throw new CriError('failed-precondition', `${what} is ${record.state}; ${verb} needs ${legal.join(' or ')}`);
}
