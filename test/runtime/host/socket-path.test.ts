import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { claimSocketPath, protectSocket } from '../../../runtime/host/socket-path.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'slipway-socket-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

async function listen(path: string): Promise<() => Promise<void>> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return () =>
    new Promise((resolve) =>
      server.close(() => {
        resolve();
      }),
    );
}

it('a socket directory that is absent is made for its owner only', async () => {
  await claimSocketPath(join(directory, 'a', 's.sock'));
  expect(statSync(join(directory, 'a')).mode & 0o777).toBe(0o700);
});

it('a socket that a dead daemon left is removed', async () => {
  const path = join(directory, 's.sock');
  const { spawnSync } = await import('node:child_process');
  spawnSync(process.execPath, [
    '-e',
    `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`,
  ]);
  expect(existsSync(path)).toBe(true);
  await claimSocketPath(path);
  expect(existsSync(path)).toBe(false);
});

it('a socket that answers is left alone, and the error says so', async () => {
  const path = join(directory, 's.sock');
  const close = await listen(path);
  await expect(claimSocketPath(path)).rejects.toMatchObject({ code: 'already-exists' });
  expect(existsSync(path)).toBe(true);
  await close();
});

it('a file that is no socket is never removed', async () => {
  const path = join(directory, 's.sock');
  writeFileSync(path, 'precious');
  await expect(claimSocketPath(path)).rejects.toMatchObject({ code: 'already-exists' });
  expect(existsSync(path)).toBe(true);
});

it('a directory that others may write to is refused', async () => {
  chmodSync(directory, 0o777);
  await expect(claimSocketPath(join(directory, 's.sock'))).rejects.toMatchObject({ code: 'permission-denied' });
});

it('a protected socket is open to its owner only', async () => {
  const path = join(directory, 's.sock');
  const close = await listen(path);
  await protectSocket(path, -1);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  await close();
});
