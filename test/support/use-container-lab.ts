import * as fs from 'node:fs';
import { afterEach, beforeEach, expect } from 'vitest';
import type { ContainerConfig, ContainerRecord } from '../../runtime/base/container.ts';
import { shellConfig } from './container-config.ts';
import {
  cgroupsInLab,
  makeLabDirectory,
  openLab,
  removeLabDirectory,
  type ContainerLab,
  type LabOptions,
} from './container-lab.ts';

type Context = Partial<ContainerConfig['securityContext']>;

/** A container lab for each test of a file, and short ways to run things in it. */
export interface ContainerLabInUse {
  /** The one of this test. */
  readonly lab: ContainerLab;
  /** A container of its own name that runs a shell script. */
  create(script: string, overrides?: Partial<ContainerConfig>, context?: Context): Promise<ContainerRecord>;
  /** Created and started. */
  run(script: string, overrides?: Partial<ContainerConfig>, context?: Context): Promise<ContainerRecord>;
  /** Runs it to its end and answers its log, without times and streams. */
  output(script: string, overrides?: Partial<ContainerConfig>, context?: Context): Promise<string>;
  /** Its record after its end. */
  ended(id: string): Promise<ContainerRecord>;
  /** Its log, without times and streams. */
  log(record: ContainerRecord): string;
  /** Standard output of a command in a running container. */
  exec(record: ContainerRecord, ...argv: string[]): Promise<string>;
  /** Opens the lab anew, as a daemon that is started again with other options. */
  reopen(options?: Partial<LabOptions>): Promise<void>;
  /** Makes the pod privileged. */
  makePrivileged(): void;
}

/** Registers with vitest; nothing of a container may be left after a test. `before` runs in the lab's directory before it is opened. */
export function useContainerLab(before: (directory: string) => Partial<LabOptions> = () => ({})): ContainerLabInUse {
  let lab: ContainerLab;
  let made = 0;
  beforeEach(async () => {
    const directory = makeLabDirectory();
    lab = await openLab({ directory, ...before(directory) });
  });
  afterEach(async () => {
    for (const record of lab.store.containers.list()) await lab.containers.remove(record.id);
    lab.close();
    expect(cgroupsInLab(lab.directory)).toEqual([]);
    expect(mountPointsBelow(`${lab.directory}/run`)).toEqual([]);
    removeLabDirectory(lab.directory);
  });
  const use: ContainerLabInUse = {
    get lab() {
      return lab;
    },
    create: (script, overrides = {}, context = {}) => {
      const name = `c${String(++made)}`;
      const config = shellConfig(script, { metadata: { name, attempt: 0 }, logPath: `${name}.log`, ...overrides }, context);
      return lab.containers.create({ sandbox: lab.sandbox, config });
    },
    run: async (...what) => {
      const record = await use.create(...what);
      await lab.containers.start(record.id);
      return record;
    },
    output: async (script, ...rest) => {
      // One stream, so that lines come in order.
      const record = await use.run(`exec 2>&1; ${script}`, ...rest);
      await use.ended(record.id);
      return use.log(record);
    },
    ended: async (id) => {
      await expect.poll(() => lab.containers.find(id)?.state, { timeout: 20_000, interval: 5 }).toBe('exited');
      return lab.containers.find(id) as ContainerRecord;
    },
    log: ({ logPath }) => {
      const records = fs.readFileSync(logPath, 'utf8').split('\n').filter(Boolean);
      const texts = records.map((line) => {
        const [, , tag, ...text] = line.split(' ');
        return text.join(' ') + (tag === 'P' ? '' : '\n');
      });
      return texts.join('').trim();
    },
    exec: async ({ id }, ...argv) => String((await lab.containers.execSync({ id, argv, timeoutSeconds: 20 })).stdout).trim(),
    reopen: async (options = {}) => {
      const { directory, sandbox } = lab;
      lab.close();
      lab = await openLab({ directory, sandboxId: sandbox.id, ...options });
    },
    makePrivileged: () => {
      const { linux } = lab.sandbox.config;
      const securityContext = { ...linux.securityContext, privileged: true };
      lab.store.sandboxes.put({ ...lab.sandbox, config: { ...lab.sandbox.config, linux: { ...linux, securityContext } } });
    },
  };
  return use;
}

function mountPointsBelow(directory: string): string[] {
  const points = fs
    .readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[4] ?? '');
  return points.filter((point) => point.startsWith(directory));
}
