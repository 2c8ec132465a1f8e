import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Duplex } from 'node:stream';
import type { ContainerRecord } from '../../runtime/base/container.ts';
import { bundleFiles, conmonArgv } from '../../runtime/oci/conmon.ts';
import { createLowLevelRuntime } from '../../runtime/oci/low-level-runtime.ts';
import { shellConfig } from '../support/container-config.ts';
import { makeLabDirectory, openLab, removeLabDirectory, whyNotHere, type ContainerLab } from '../support/container-lab.ts';

/**
 * What the container room adds to the programs that it calls: each round makes one container through it and one with conmon and runc
 * alone, in turn, on the same root file system and with the same spec. Medians, in milliseconds.
 */
const ROUNDS = Number(process.argv[2] ?? 25);
/** Commands of each side in a round; the sides take turns at going first. */
const EXECS = 4;
const SETTLE_MS = 50;
const why = whyNotHere();
if (why !== undefined) throw new Error(`container-overhead ${why}`);

const directory = makeLabDirectory();
const lab = await openLab({ directory });
const times: Record<string, number[]> = {};
try {
  const bare = await bareBundle(lab);
  for (let round = 0; round < ROUNDS; round++) {
    const config = shellConfig(
      'sleep 1000',
      { logPath: 'ours.log' },
      { seccomp: { profileType: 'RuntimeDefault', localhostRef: '' } },
    );
    const ours = await timed('create', () => lab.containers.create({ sandbox: lab.sandbox, config }));
    await timed('create, bare', () => bare.create(ours));
    await timed('start', () => lab.containers.start(ours.id));
    await timed('start, bare', () => bare.runc(['start', bare.id]));
    // What start has let loose is not to be counted against the first command.
    await sleep(SETTLE_MS);
    for (let turn = 0; turn < EXECS; turn++) {
      const pair = [
        () => timed('exec', () => lab.containers.execSync({ id: ours.id, argv: ['/bin/echo', 'x'], timeoutSeconds: 10 })),
        () => timed('exec, bare', () => bare.runc(['exec', bare.id, '/bin/echo', 'x'])),
      ];
      for (const act of turn % 2 === 0 ? pair : pair.reverse()) await act();
    }
    await timed('stop', () => lab.containers.stop(ours.id, 0));
    await timed('stop, bare', () => bare.kill());
    await timed('remove', () => lab.containers.remove(ours.id));
    await timed('remove, bare', () => bare.runc(['delete', '--force', bare.id]));
  }
} finally {
  lab.close();
}
removeLabDirectory(directory);
for (const verb of ['create', 'start', 'exec', 'stop', 'remove']) {
  const [ours, bare] = [median(verb), median(`${verb}, bare`)];
  console.log(
    `${verb.padEnd(7)} ${ours.toFixed(1).padStart(7)} ms   bare ${bare.toFixed(1).padStart(6)} ms   adds ${(ours - bare).toFixed(1).padStart(5)} ms   ratio ${(ours / bare).toFixed(2)}`,
  );
}

async function timed<T>(name: string, act: () => Promise<T>): Promise<T> {
  const begin = performance.now();
  const value = await act();
  (times[name] ??= []).push(performance.now() - begin);
  return value;
}

function median(name: string): number {
  const sorted = (times[name] ?? []).toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

async function bareBundle({ paths }: ContainerLab) {
  const id = 'f'.repeat(64);
  const bundle = join(directory, 'bare');
  const exits = join(directory, 'bare-exits');
  const runtime = createLowLevelRuntime(lab.host, {
    name: 'runc',
    program: '/usr/sbin/runc',
    stateDirectory: join(directory, 'bare-state'),
    systemdCgroup: false,
  });
  for (const path of [bundle, exits, bundleFiles(bundle).persist]) fs.mkdirSync(path, { recursive: true });
  let spec = '';
  const runc = (args: readonly string[]): Promise<void> =>
    run('/usr/sbin/runc', [...runtime.globalArgs(bundleFiles(bundle).runtimeLog), ...args]);
  const create = async (like: ContainerRecord): Promise<void> => {
    if (spec === '') {
      // As text: its limits do not fit into numbers of JavaScript.
      const text = fs.readFileSync(bundleFiles(paths.bundle(like.id)).config, 'utf8');
      spec = text.replaceAll(like.id, id).replace('"path":"rootfs"', `"path":"${join(directory, 'layer')}"`);
      fs.writeFileSync(bundleFiles(bundle).config, spec);
    }
    const [program, ...args] = conmonArgv('/usr/bin/conmon', {
      id,
      name: 'bare',
      bundle,
      exits,
      logPath: join(directory, 'logs/bare.log'),
      tty: false,
      stdin: false,
      stdinOnce: false,
      systemdCgroup: false,
      runtime,
      runtimeProgram: '/usr/sbin/runc',
    });
    const child = spawn(program, args, {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
      detached: true,
      env: { PATH: '/usr/sbin:/usr/bin', _OCI_SYNCPIPE: '3', _OCI_STARTPIPE: '4' },
    });
    const [sync, start] = child.stdio.slice(3) as unknown as [Duplex, Duplex];
    start.end('.');
    await new Promise((resolve) => {
      sync.once('data', resolve);
    });
    sync.destroy();
  };
  const kill = async (): Promise<void> => {
    const file = join(exits, id);
    process.kill(Number(fs.readFileSync(bundleFiles(bundle).containerPid, 'utf8')), 'SIGKILL');
    while (!fs.existsSync(file))
      await new Promise((resolve) => {
        setTimeout(resolve, 1);
      });
    fs.rmSync(file);
  };
  return Promise.resolve({ id, create, runc, kill });
}

function run(program: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    child.stdout.resume();
    child.stderr.resume();
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${program} ${args.join(' ')}: ${String(code)}`));
    });
  });
}
