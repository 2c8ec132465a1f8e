import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ContainerConfig, ContainerRecord } from '../../runtime/base/container.ts';
import { noResources, shellConfig } from '../support/container-config.ts';
import { makeLabDirectory, openLab, removeLabDirectory, whyNotHere, type ContainerLab } from '../support/container-lab.ts';

const why = whyNotHere();
if (why !== undefined) console.warn(`container-lifecycle: skipped, ${why}`);

let lab: ContainerLab;

async function started(script: string, overrides: Partial<ContainerConfig> = {}, context = {}): Promise<ContainerRecord> {
  const record = await lab.containers.create({ sandbox: lab.sandbox, config: shellConfig(script, overrides, context) });
  await lab.containers.start(record.id);
  return record;
}

async function ended(id: string): Promise<ContainerRecord> {
  await expect.poll(() => lab.containers.find(id)?.state, { timeout: 10_000, interval: 5 }).toBe('exited');
  return lab.containers.find(id) as ContainerRecord;
}

const logText = (): string => fs.readFileSync(join(lab.directory, 'logs/main.log'), 'utf8');

describe.skipIf(why !== undefined)('containers on runc and conmon', { timeout: 30_000 }, () => {
  beforeEach(async () => {
    lab = await openLab({ directory: makeLabDirectory() });
  });

  afterEach(async () => {
    for (const record of lab.store.containers.list()) await lab.containers.remove(record.id);
    lab.close();
    const mounts = fs.readFileSync('/proc/self/mountinfo', 'utf8');
    expect(mounts).not.toContain(lab.directory);
    expect(fs.readdirSync(join(lab.directory, 'run/containers'))).toEqual([]);
    expect(fs.readdirSync(join(lab.directory, 'run/exits'))).toEqual([]);
    expect(fs.readdirSync(join(lab.directory, 'root/containers'))).toEqual([]);
    expect(execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })).not.toContain(lab.directory);
    removeLabDirectory(lab.directory);
  });

  test('a container goes from created to running to exited, with its exit code, reason and CRI log', async () => {
    const record = await lab.containers.create({ sandbox: lab.sandbox, config: shellConfig('echo out; echo err >&2; exit 3') });
    expect(lab.containers.find(record.id)?.state).toBe('created');
    await lab.containers.start(record.id);
    expect(await ended(record.id)).toMatchObject({ exitCode: 3, reason: 'Error' });
    expect(logText()).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}\S+ stdout F out$/m);
    expect(logText()).toMatch(/ stderr F err$/m);
    const { startedAtNs, finishedAtNs } = lab.containers.find(record.id) as ContainerRecord;
    expect(finishedAtNs).toBeGreaterThanOrEqual(startedAtNs);
  });

  test('exit code 0 is Completed, and a second start is refused', async () => {
    const { id } = await started('exit 0');
    expect(await ended(id)).toMatchObject({ exitCode: 0, reason: 'Completed' });
    await expect(lab.containers.start(id)).rejects.toMatchObject({ code: 'failed-precondition' });
  });

  test('stop sends the stop signal first, and SIGKILL after the timeout', async () => {
    const polite = await started("trap 'exit 7' TERM; while :; do sleep 0.05; done");
    await expect
      .poll(async () =>
        (
          await lab.containers.execSync({ id: polite.id, argv: ['/bin/grep', 'SigCgt', '/proc/1/status'], timeoutSeconds: 5 })
        ).stdout.toString(),
      )
      .toMatch(/4002$/m);
    await lab.containers.stop(polite.id, 10);
    expect(lab.containers.find(polite.id)).toMatchObject({ state: 'exited', exitCode: 7 });
    const deaf = await started("trap '' TERM; while :; do sleep 0.05; done", { metadata: { name: 'deaf', attempt: 0 } });
    const before = performance.now();
    const long = lab.containers.stop(deaf.id, 60);
    await lab.containers.stop(deaf.id, 1);
    await long;
    expect(performance.now() - before).toBeLessThan(5000);
    expect(lab.containers.find(deaf.id)).toMatchObject({ state: 'exited', exitCode: 137 });
    await lab.containers.stop(deaf.id, 1);
    await lab.containers.stop('0123456789abcdef', 1);
  });

  test('a container that takes more memory than its limit is OOMKilled', async () => {
    const resources = {
      ...noResources,
      memoryLimitInBytes: 8 << 20,
      memorySwapLimitInBytes: 8 << 20,
      oomScoreAdj: -997,
      hugepageLimits: [{ pageSize: '2MB', limit: 0 }],
    };
    const { id } = await started('exec tail -c 100000000 /dev/zero', { resources });
    expect(await ended(id)).toMatchObject({ reason: 'OOMKilled', exitCode: 137 });
  });

  test('the user, its groups and the environment come from image and request', async () => {
    const { id } = await started(
      'id; echo $FROM $MORE',
      { envs: [{ key: 'MORE', value: 'config' }] },
      { runAsUsername: 'web', seccomp: { profileType: 'RuntimeDefault', localhostRef: '' } },
    );
    await ended(id);
    expect(logText()).toContain('uid=101(web) gid=102(web) groups=102(web),200(logs)');
    expect(logText()).toContain('image config');
    const unknown = shellConfig('id', { metadata: { name: 'unknown', attempt: 0 } }, { runAsUsername: 'nobody-here' });
    await expect(lab.containers.create({ sandbox: lab.sandbox, config: unknown })).rejects.toMatchObject({
      code: 'invalid-argument',
    });
    expect(lab.containers.list()).toHaveLength(1);
  });

  test('a failed create leaves nothing, and the same name works afterwards', async () => {
    const bad = shellConfig('x', { command: ['/no/such/program'] });
    await expect(lab.containers.create({ sandbox: lab.sandbox, config: bad })).rejects.toMatchObject({
      code: 'failed-precondition',
      message: expect.stringMatching(/no such file|not found/) as string,
    });
    expect(lab.store.containers.list()).toEqual([]);
    const { id } = await started('exit 0');
    await ended(id);
  });

  test('exec answers output and exit code, and at its deadline leaves no process behind', async () => {
    const { id } = await started('while :; do sleep 1000; done');
    const result = await lab.containers.execSync({
      id,
      argv: ['/bin/sh', '-c', 'echo a; echo b >&2; exit 5'],
      timeoutSeconds: 5,
    });
    expect([result.exitCode, result.stdout.toString(), result.stderr.toString()]).toEqual([5, 'a\n', 'b\n']);
    const before = performance.now();
    const late = lab.containers.execSync({ id, argv: ['/bin/sh', '-c', 'sleep 777 & sleep 778'], timeoutSeconds: 1 });
    await expect(late).rejects.toMatchObject({ code: 'deadline-exceeded' });
    const held = lab.containers.execSync({ id, argv: ['/bin/sh', '-c', 'sleep 779 & exit 0'], timeoutSeconds: 1 });
    await expect(held).rejects.toMatchObject({ code: 'deadline-exceeded' });
    expect(performance.now() - before).toBeLessThan(4000);
    const { stdout } = await lab.containers.execSync({ id, argv: ['/bin/ps'], timeoutSeconds: 5 });
    expect(stdout.toString()).not.toMatch(/sleep 77\d/);
    await expect(lab.containers.execSync({ id, argv: ['/no/such'], timeoutSeconds: 5 })).rejects.toMatchObject({
      code: 'failed-precondition',
    });
  });

  test('a name is unique in its pod until its container is removed, and removal kills and is idempotent', async () => {
    const { id } = await started('sleep 1000');
    await expect(lab.containers.create({ sandbox: lab.sandbox, config: shellConfig('x') })).rejects.toMatchObject({
      code: 'already-exists',
    });
    await lab.containers.remove(id);
    await lab.containers.remove(id);
    expect(lab.containers.find(id)).toBeUndefined();
    await lab.containers.create({ sandbox: lab.sandbox, config: shellConfig('sleep 1') });
  });

  test('after a death of the daemon a running container is found running, and one that ended has its true exit code', async () => {
    const running = await started('sleep 1000');
    const ending = await started('sleep 0.3; exit 42', { metadata: { name: 'ending', attempt: 0 } });
    lab.close();
    await expect.poll(() => fs.existsSync(join(lab.directory, 'run/exits', ending.id)), { timeout: 5000 }).toBe(true);
    lab = await openLab({ directory: lab.directory, sandboxId: lab.sandbox.id });
    expect(lab.containers.find(running.id)?.state).toBe('running');
    expect(lab.containers.find(ending.id)).toMatchObject({ state: 'exited', exitCode: 42, reason: 'Error' });
    await lab.containers.stop(running.id, 0);
    expect(lab.containers.find(running.id)).toMatchObject({ state: 'exited', exitCode: 137 });
  });

  test('directories that the image declares as volumes are there and writable, also behind a link', async () => {
    fs.symlinkSync('/tmp', join(lab.directory, 'layer/var'));
    lab.close();
    lab = await openLab({
      directory: lab.directory,
      sandboxId: lab.sandbox.id,
      imageConfig: { volumes: ['/data/deep', '/var/lib/db', '/../up'] },
    });
    const { id } = await started('echo x > /data/deep/f && echo y > /tmp/lib/db/f && echo z > /up/f && echo fine');
    await ended(id);
    expect(logText()).toContain(' F fine');
    await expect(lab.containers.create({ sandbox: lab.sandbox, config: shellConfig('true') })).rejects.toMatchObject({
      code: 'already-exists',
    });
    lab.close();
    lab = await openLab({ directory: lab.directory, sandboxId: lab.sandbox.id, imageConfig: { volumes: ['/etc/passwd/x'] } });
    const other = shellConfig('true', { metadata: { name: 'other', attempt: 0 } });
    await expect(lab.containers.create({ sandbox: lab.sandbox, config: other })).rejects.toMatchObject({
      code: 'failed-precondition',
    });
  });

  test("a container's limits are its own, not those of the daemon", async () => {
    const { id } = await started('grep -E "open files|core" /proc/self/limits');
    await ended(id);
    const hard = Number(/^Max open files +\S+ +(\S+)/m.exec(fs.readFileSync('/proc/self/limits', 'utf8'))?.[1]);
    const limit = String(Math.min(1_048_576, hard));
    expect(logText()).toMatch(new RegExp(`Max open files +${limit} +${limit} `));
    const core = /^Max core file size +\S+ +(\S+)/m.exec(fs.readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? '';
    expect(logText()).toMatch(new RegExp(`Max core file size +${core} +${core} `));
  });
});
