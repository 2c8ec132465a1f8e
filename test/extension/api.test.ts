import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createExports } from '../../extension/api/create-api.ts';
import type { SlipwayApiV1, SlipwayContainerChange } from '../../extension/api/slipway.d.ts';
import { COMMANDS } from '../../extension/commands/index.ts';
import { createEmitter, type Emitter } from '../../extension/events.ts';
import type { Session } from '../../extension/target/session.ts';
import type { Subject } from '../../extension/tree/tree-node.ts';
import { openCommandBed, type CommandBed } from '../support/command-bed.ts';

const POD = 'a'.repeat(64);
const WEB = 'b'.repeat(64);

let bed: CommandBed;
let api: SlipwayApiV1;
let ran: (readonly [string, Subject | undefined])[];
let switched: Emitter<Session>;
beforeEach(async () => {
  bed = await openCommandBed();
  bed.endpoint.pods.set(POD, { name: 'shop', state: 0, createdAt: 1e9 });
  bed.endpoint.images.set('sha256:1', { tags: ['registry.test/web:1'], size: 5 });
  bed.endpoint.containers.set(WEB, { podId: POD, name: 'web', image: 'sha256:1', state: 1, createdAt: 1e9 });
  await bed.session.refresh();
  ran = [];
  switched = createEmitter<Session>();
  const { getApi } = createExports({
    sessions: { get: () => bed.session, onDidChange: switched.event },
    runCommand: async (id, subject) => void ran.push([id, subject]),
    commandIds: COMMANDS.map(({ id }) => id),
  });
  api = getApi(1);
});
afterEach(() => bed.close());

describe('the API for other extensions', () => {
  it('lists pods, containers and images', async () => {
    expect(await api.listPods()).toMatchObject([{ id: POD, name: 'shop', state: 'ready' }]);
    expect(await api.listContainers()).toMatchObject([{ id: WEB, podId: POD, name: 'web', state: 'running' }]);
    expect(await api.listImages()).toMatchObject([{ id: 'sha256:1', tags: ['registry.test/web:1'] }]);
  });

  it('tells what came, changed and went, until nobody listens', async () => {
    const told: SlipwayContainerChange[] = [];
    const subscription = api.onDidChangeContainers((changes) => told.push(...changes));
    await bed.session.pods.refresh();
    bed.endpoint.containers.set('c'.repeat(64), { podId: POD, name: 'job', image: 'sha256:1', state: 1, createdAt: 1e9 });
    await bed.session.pods.refresh();
    await api.runCommand('slipway.container.stop', { kind: 'container', id: 'web' });
    await bed.session.client.stopContainer(WEB, { timeoutSeconds: 0 });
    await bed.session.pods.refresh();
    bed.endpoint.containers.delete(WEB);
    await bed.session.pods.refresh();
    subscription.dispose();
    bed.endpoint.containers.clear();
    await bed.session.pods.refresh();
    expect(told.map(({ kind, container }) => `${kind} ${container.name} ${container.state}`)).toEqual([
      'added job running',
      'changed web exited',
      'removed web exited',
    ]);
  });

  it('acts only by the commands that a person has, on the thing that is named', async () => {
    await api.runCommand('slipway.pod.remove', { kind: 'pod', id: 'shop' });
    expect(ran).toMatchObject([['slipway.pod.remove', { kind: 'pod', pod: { id: POD } }]]);
    await expect(api.runCommand('workbench.action.quit')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('names the target, and tells when another one is chosen', () => {
    const told: string[] = [];
    api.onDidChangeTarget(({ id }) => told.push(id));
    switched.fire(bed.session);
    expect([api.target.kind, ...told]).toEqual(['local', 'local']);
  });

  it('refuses a version that it does not have', () => {
    const exports = createExports({
      sessions: { get: () => bed.session, onDidChange: switched.event },
      runCommand: async () => undefined,
      commandIds: [],
    });
    expect(() => exports.getApi(2 as 1)).toThrow('no API of version 2');
  });
});
