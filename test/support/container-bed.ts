import type { ContainerConfig, ContainerRecord } from '../../runtime/base/container.ts';
import { newContainerId, newSandboxId, type ImageId } from '../../runtime/base/ids.ts';
import { KeyedLock } from '../../runtime/base/keyed-lock.ts';
import { silentLogger } from '../../runtime/base/logger.ts';
import { createPaths } from '../../runtime/base/paths.ts';
import { createExitWatcher } from '../../runtime/container/exit-watcher.ts';
import { finishContainer } from '../../runtime/container/finish-container.ts';
import type { ContainerContext } from '../../runtime/container/container-context.ts';
import { createLowLevelRuntime } from '../../runtime/oci/low-level-runtime.ts';
import { createNames } from '../../runtime/state/names.ts';
import { openStore } from '../../runtime/state/store.ts';
import { machineFacts, podSandbox, shellConfig } from './container-config.ts';
import { createScriptedHost, type ScriptedHost } from './scripted-host.ts';

/** The container room over a machine in memory: processes are files in /proc, and a clock that a test moves. */
export interface ContainerBed {
  readonly host: ScriptedHost;
  readonly context: ContainerContext;
  /** Records a container; a running or created one gets processes that live. */
  add(fields?: Partial<ContainerRecord>, config?: Partial<ContainerConfig>): Promise<ContainerRecord>;
  /** Puts a process into /proc (and into a container's cgroup when one is given). */
  process(fields?: { parent?: number; session?: number; startTime?: number; in?: ContainerRecord }): Promise<number>;
  /** Ends a container as conmon does: process gone, exit file written; the watcher sees it. */
  exit(record: ContainerRecord, code: number): Promise<void>;
  /** The record as it is now. */
  now(record: ContainerRecord): ContainerRecord | undefined;
  /** Lets time pass in small steps, with a turn for everybody in between. */
  pass(ms: number): Promise<void>;
  close(): void;
}

const DEVICES = '/sys/fs/cgroup/devices';

/** A bed with nothing in it. The caller closes it. */
export function createContainerBed(): ContainerBed {
  const host = createScriptedHost({ '/usr/bin/runc': '', '/proc/version': '' });
  const paths = createPaths('/root', '/run');
  const store = openStore(':memory:', silentLogger);
  const runc = createLowLevelRuntime(host, {
    name: 'runc',
    program: '/usr/bin/runc',
    stateDirectory: paths.runtimeState,
    systemdCgroup: false,
  });
  const onExit = (id: ContainerRecord['id']): Promise<void> => finishContainer(context, id);
  const context: ContainerContext = {
    host,
    machine: machineFacts(),
    paths,
    log: silentLogger,
    containers: store.containers,
    sandboxes: store.sandboxes,
    names: createNames(),
    images: {
      find: () => undefined,
      layerDirectories: () => [],
      hold: () => ({ add: () => undefined, [Symbol.dispose]: () => undefined }),
    },
    runtimes: new Map([['', runc]]),
    conmon: 'conmon',
    cgroupDriver: 'cgroupfs',
    cdiDirs: [],
    locks: new KeyedLock(),
    stops: new Map(),
    changed: () => undefined,
    exits: createExitWatcher({ host, log: silentLogger, exits: paths.exits, onExit }),
  };
  const sandbox = podSandbox(newSandboxId(), { directory: '/lab', bootId: 'this-boot' });
  store.sandboxes.put(sandbox);
  const bed: ContainerBed = {
    host,
    context,
    process: async ({ parent = 1, session = 0, startTime = 77, in: owner } = {}) => {
      const pid = host.sys.startProcess();
      await host.files.makeDirectory(`/proc/${String(pid)}`);
      const zeros = Array.from({ length: 15 }, () => '0').join(' ');
      await host.files.write(
        `/proc/${String(pid)}/stat`,
        `${String(pid)} (a ) b) S ${String(parent)} 0 ${String(session || pid)} ${zeros} ${String(startTime)} 0`,
      );
      if (owner !== undefined) {
        const procs = `${DEVICES}${owner.cgroupsPath}/cgroup.procs`;
        await host.files.makeDirectory(`${DEVICES}${owner.cgroupsPath}`);
        await host.files.write(procs, `${(await host.files.readTextIfPresent(procs)) ?? ''}${String(pid)}\n`);
      }
      return pid;
    },
    add: async (fields = {}, config = {}) => {
      const id = newContainerId();
      const lives = fields.state === undefined || fields.state === 'running' || fields.state === 'created';
      const blank: ContainerRecord = {
        version: 1,
        id,
        sandboxId: sandbox.id,
        config: shellConfig('true', { metadata: { name: id.slice(0, 6), attempt: 0 }, ...config }),
        runtimeHandler: '',
        imageId: 'sha256:1' as ImageId,
        imageRef: '',
        state: 'running',
        createdAtNs: 1,
        startedAtNs: 2,
        finishedAtNs: 0,
        exitCode: 0,
        reason: '',
        message: '',
        logPath: '',
        user: { uid: 0, gid: 0, supplementalGroups: [] },
        stopSignal: 15,
        init: { pid: 0, startTime: 0 },
        conmon: { pid: 0, startTime: 0 },
        bootId: 'this-boot',
        cgroupsPath: `/slipway/${id}`,
        layers: [],
      };
      const init = { pid: lives ? await bed.process({ in: blank }) : 0, startTime: 77 };
      const conmon = { pid: lives ? await bed.process() : 0, startTime: 77 };
      const record = { ...blank, init, conmon, ...fields };
      context.containers.put(record);
      context.exits.add(record);
      return record;
    },
    exit: async (record, code) => {
      for (const { pid } of [record.init, record.conmon]) {
        host.sys.endProcess(pid);
        await host.files.remove(`/proc/${String(pid)}`);
      }
      // The control group stays until the runtime deletes the container.
      const procs = `${DEVICES}${record.cgroupsPath}/cgroup.procs`;
      const others = ((await host.files.readTextIfPresent(procs)) ?? '').replace(`${String(record.init.pid)}\n`, '');
      await host.files.makeDirectory(`${DEVICES}${record.cgroupsPath}`);
      await host.files.write(procs, others);
      await host.files.makeDirectory(paths.exits);
      await host.files.write(`${paths.exits}/${record.id}`, String(code));
      await finishContainer(context, record.id);
    },
    now: (record) => context.containers.get(record.id),
    pass: async (ms) => {
      for (let left = ms; left > 0; left -= 100) {
        await turns();
        await host.clock.advance(Math.min(left, 100));
      }
      await turns();
    },
    close: () => {
      store.close();
    },
  };
  return bed;
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate);
}
