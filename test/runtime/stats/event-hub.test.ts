import { expect, test } from 'vitest';
import { createEventHub } from '../../../runtime/stats/event-hub.ts';

let nowMs = 0;
const clock = { monotonicMs: () => nowMs };
const numbers = (limit = 3) => createEventHub<number>({ clock, limit, keepMs: 100 });
const later = () => {
  nowMs += 1000;
};

async function take(events: AsyncGenerator<number>, count: number): Promise<number[]> {
  const taken: number[] = [];
  while (taken.length < count) {
    const result = await events.next();
    if (result.done === true) break;
    taken.push(result.value);
  }
  return taken;
}

test('every reader gets every event', async () => {
  const hub = numbers(10);
  later();
  const signal = new AbortController().signal;
  const readers = [hub.subscribe(signal), hub.subscribe(signal)];
  const firsts = readers.map((reader) => reader.next());
  for (const n of [1, 2, 3]) hub.emit(() => n);
  for (const [index, reader] of readers.entries()) {
    expect((await firsts[index])?.value).toBe(1);
    expect(await take(reader, 2)).toEqual([2, 3]);
  }
});

test('an event is built once, and not at all when nobody hears it', () => {
  const hub = numbers();
  later();
  hub.emit(() => {
    throw new Error('built for nobody');
  });
});

test('a reader that falls behind is cut with an error; another one misses nothing', async () => {
  const hub = numbers(3);
  later();
  const signal = new AbortController().signal;
  const slow = hub.subscribe(signal);
  const quick = hub.subscribe(signal);
  const firsts = [slow.next(), quick.next()];
  hub.emit(() => 0);
  await Promise.all(firsts);
  for (let n = 1; n <= 5; n++) {
    hub.emit(() => n);
    expect(await take(quick, 1)).toEqual([n]);
  }
  await expect(slow.next()).rejects.toMatchObject({
    code: 'resource-exhausted',
    message: expect.stringContaining('3 events') as string,
  });
});

test('what happened in the first moments is kept for all who come soon, and not for longer', async () => {
  const hub = numbers();
  hub.emit(() => 7);
  const signal = new AbortController().signal;
  expect(await take(hub.subscribe(signal), 1)).toEqual([7]);
  expect(await take(hub.subscribe(signal), 1)).toEqual([7]);
  later();
  const late = hub.subscribe(signal).next();
  hub.emit(() => 8);
  expect((await late).value).toBe(8);
});

test('ends with the reason of the signal', async () => {
  const hub = numbers();
  const abort = new AbortController();
  const next = hub.subscribe(abort.signal).next();
  abort.abort(new Error('the caller left'));
  await expect(next).rejects.toThrow('the caller left');
});
