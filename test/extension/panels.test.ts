import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createEmitter } from '../../extension/events.ts';
import type { Disposable } from '../../extension/events.ts';
import { connectPanel } from '../../extension/panels/panel-connection.ts';
import { panelState } from '../../extension/panels/panel-messages.ts';
import type { Session } from '../../extension/target/session.ts';
import type { ToPanel } from '../../webview/protocol.ts';

const STATE = { target: 'local', id: 'c1', name: 'web' };
const sent: ToPanel<unknown>[] = [];
const ran: string[] = [];
const visibility = createEmitter<undefined>();
const messages = createEmitter<unknown>();
const changes = createEmitter<Session>();
const pods = createEmitter<undefined>();
let visible: boolean;
let target: string;
let asked: number;
let answer: 'gone' | { readonly text: string };
let connection: Disposable;

beforeEach(() => {
  sent.length = 0;
  ran.length = 0;
  visible = true;
  target = 'local';
  asked = 0;
  answer = { text: 'up' };
});

afterEach(() => {
  connection.dispose();
});

describe('a panel', () => {
  it('asks nothing while it is hidden, and catches up when it is shown', async () => {
    visible = false;
    connect();
    pods.fire(undefined);
    expect(asked).toBe(0);
    visible = true;
    visibility.fire(undefined);
    await vi.waitFor(() => {
      expect(sent).toContainEqual({ type: 'view', view: { text: 'up' } });
    });
    visible = false;
    visibility.fire(undefined);
    const before = asked;
    pods.fire(undefined);
    expect(asked).toBe(before);
  });

  it('runs the commands of its kind and nothing else that a page asks for', () => {
    connect();
    for (const action of ['stop', 'constructor', '__proto__', 'slipway.container.remove', 7])
      messages.fire({ type: 'action', action });
    for (const junk of [undefined, null, 'action', [], { type: 'run' }]) messages.fire(junk);
    expect(ran).toEqual(['slipway.container.stop c1']);
  });

  it('does not act on, nor call removed, what belongs to a runtime that is not shown', async () => {
    target = 'other';
    answer = 'gone';
    connect();
    messages.fire({ type: 'action', action: 'stop' });
    await vi.waitFor(() => {
      expect(sent).toContainEqual({ type: 'stale', seenAt: 0, reason: 'Another runtime is shown now.' });
    });
    expect(sent).not.toContainEqual({ type: 'gone' });
    expect([asked, ran]).toEqual([0, []]);
  });

  it('answers what its kind can be asked, and refuses the rest in words', async () => {
    connect();
    messages.fire({ type: 'ask', question: 1, what: 'echo', about: { line: 7 } });
    messages.fire({ type: 'ask', question: 2, what: 'constructor', about: undefined });
    messages.fire({ type: 'ask', question: 'x', what: 'echo', about: 1 });
    await vi.waitFor(() => {
      expect(sent.filter(({ type }) => type === 'answer' || type === 'refusal')).toEqual([
        { type: 'refusal', question: 2, reason: 'This panel cannot ask for constructor.' },
        { type: 'answer', question: 1, value: ['c1', { line: 7 }] },
      ]);
    });
  });

  it('ends an answer that its page no longer wants, or that nobody sees', async () => {
    connect();
    messages.fire({ type: 'ask', question: 1, what: 'wait', about: undefined });
    messages.fire({ type: 'ask', question: 2, what: 'wait', about: undefined });
    messages.fire({ type: 'cancel', question: 1 });
    const refused = (): number[] => sent.flatMap((message) => (message.type === 'refusal' ? [message.question] : []));
    await vi.waitFor(() => {
      expect(refused()).toEqual([1]);
    });
    visible = false;
    visibility.fire(undefined);
    await vi.waitFor(() => {
      expect(refused()).toEqual([1, 2]);
    });
  });

  it('is restored only from what this version keeps', () => {
    connect();
    messages.fire({ type: 'ready' });
    expect(sent[0]).toEqual({ type: 'keep', state: STATE });
    expect(panelState(STATE)).toEqual(STATE);
    expect([undefined, null, 'x', {}, { ...STATE, id: 1 }].map(panelState)).toEqual(Array(5).fill(undefined));
  });
});

function connect(): void {
  const session = {
    get target() {
      return { id: target };
    },
    pods: { onDidChange: pods.event },
  } as unknown as Session;
  connection = connectPanel(
    {
      visible: () => visible,
      onDidChangeVisible: visibility.event,
      onDidReceive: messages.event,
      send: (message) => void sent.push(message),
      run: async (command, id) => ran.push(`${command} ${id}`),
    },
    {
      state: STATE,
      sessions: { get: () => session, onDidChange: changes.event },
      kind: {
        name: 'container',
        actions: { stop: 'slipway.container.stop' },
        answers: {
          echo: async ({ id, about }) => [id, about],
          wait: async ({ signal }) =>
            new Promise((_resolve, reject) => {
              signal.addEventListener('abort', () => {
                reject(new Error('no longer wanted'));
              });
            }),
        },
        ask: async () => {
          asked += 1;
          return answer;
        },
      },
    },
  );
}
