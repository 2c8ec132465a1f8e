import { describe, expect, it } from 'vitest';
import type { Health } from '../../extension/target/health.ts';
import { foreignTarget, localTarget } from '../../extension/target/target.ts';
import { statusText } from '../../extension/ui/status-text.ts';

const BROKEN = { id: 'grpc', state: 'failed', detail: 'unavailable', cause: 'nobody answers', fix: 'log' } as const;
const CONDITION = { type: 'NetworkReady', ok: false, reason: 'NoPlugins', message: 'no CNI plugins' };

describe('the status bar item', () => {
  it.each<[Health['state'], boolean, string]>([
    ['ready', false, 'This machine: ready'],
    ['stopped', false, 'This machine: the runtime is stopped'],
    ['degraded', true, 'This machine: NetworkReady: no CNI plugins'],
    ['broken', true, 'This machine: nobody answers'],
    ['denied', true, 'This machine: nobody answers'],
  ])('says what %s means', (state, warning, tooltip) => {
    const health: Health = { state, links: [BROKEN], version: undefined, conditions: [CONDITION], handlers: [] };
    expect(statusText(localTarget('/run/s.sock'), health)).toMatchObject({ warning, tooltip });
  });

  it('names a runtime that is not the one of this machine', () => {
    const health: Health = { state: 'ready', links: [], version: undefined, conditions: [], handlers: [] };
    const { text } = statusText(foreignTarget({ label: 'containerd', socket: '/s' }), health);
    expect(text).toBe('$(package) Slipway containerd');
  });

  it('tells all states apart without colour', () => {
    const states = ['ready', 'stopped', 'degraded', 'broken'] as const;
    const texts = states.map((state) => {
      const health: Health = { state, links: [], version: undefined, conditions: [], handlers: [] };
      return statusText(localTarget('/s'), health).text;
    });
    expect(new Set(texts).size).toBe(states.length);
  });
});
