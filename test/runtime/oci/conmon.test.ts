import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createWithConmon } from '../../../runtime/oci/conmon.ts';
import { createLowLevelRuntime } from '../../../runtime/oci/low-level-runtime.ts';
import { createScriptedHost } from '../../support/scripted-host.ts';

test('the pid of conmon is read when it has been written, which may be after the container was made', async () => {
  const host = createScriptedHost({ '/bundle/config.json': '{}' });
  host.piped(['conmon'], async ({ pipes }) => {
    pipes[0]?.write('{"data": 42}\n');
    for (let turn = 0; turn < 20; turn++) await nextTurn();
    await host.files.write('/bundle/conmon.pid', '41');
    return 0;
  });
  const runtime = createLowLevelRuntime(host, {
    name: 'runc',
    program: '/bin/runc',
    stateDirectory: '/run/runtime',
    systemdCgroup: false,
  });
  const created = createWithConmon(host, 'conmon', {
    id: 'c',
    name: 'c',
    bundle: '/bundle',
    exits: '/run/exits',
    logPath: '',
    tty: false,
    stdin: false,
    stdinOnce: false,
    systemdCgroup: false,
    runtime,
    runtimeProgram: '/bin/runc',
    signal: new AbortController().signal,
  });
  expect(await created).toEqual({ pid: 42, conmonPid: 41 });
});
