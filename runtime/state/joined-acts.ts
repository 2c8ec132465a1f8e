import { isDeepStrictEqual } from 'node:util';
import { CriError } from '../base/cri-error.ts';

export interface JoinedRequest {
  /** What can be made only once at a time, such as the name of a pod. */
  readonly name: string;
  /** Callers with an equal request share one act; compared deeply. */
  readonly request: unknown;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Lets a repeated request join the work in flight. The act's own signal aborts when no caller waits for it any more;
 * a request that comes while such an act unwinds waits for the end of the unwind and then runs afresh.
 */
export interface JoinedActs<T> {
  /** Throws already-exists while a different request under the same name is at work. */
  run(request: JoinedRequest, act: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

interface Flight<T> {
  readonly request: unknown;
  readonly controller: AbortController;
  readonly result: Promise<T>;
  waiting: number;
}

export function createJoinedActs<T>(): JoinedActs<T> {
  const flights = new Map<string, Flight<T>>();
  return {
    run: async (request, act) => {
      request.signal?.throwIfAborted();
      let flight = flights.get(request.name);
      while (flight?.controller.signal.aborted === true) {
        await settled(flight.result, request.signal);
        flight = flights.get(request.name);
      }
      if (flight !== undefined && !isDeepStrictEqual(flight.request, request.request)) {
        throw new CriError('already-exists', `${request.name} is being made by another request`, {
          hint: 'wait for that request to end',
        });
      }
      flight ??= launch(flights, request, act);
      return join(flight, request.signal);
    },
  };
}

function launch<T>(
  flights: Map<string, Flight<T>>,
  { name, request }: JoinedRequest,
  act: (signal: AbortSignal) => Promise<T>,
): Flight<T> {
  const controller = new AbortController();
  const result = act(controller.signal).finally(() => {
    flights.delete(name);
  });
  // Every caller may have gone when it fails: then nobody else handles the rejection.
  result.catch(() => undefined);
  const flight: Flight<T> = { request, controller, result, waiting: 0 };
  flights.set(name, flight);
  return flight;
}

async function join<T>(flight: Flight<T>, signal: AbortSignal | undefined): Promise<T> {
  flight.waiting++;
  try {
    return await abortable(flight.result, signal);
  } finally {
    flight.waiting--;
    if (flight.waiting === 0 && signal?.aborted === true) flight.controller.abort(signal.reason);
  }
}

async function settled(result: Promise<unknown>, signal: AbortSignal | undefined): Promise<void> {
  await abortable(
    result.then(
      () => undefined,
      () => undefined,
    ),
    signal,
  );
}

async function abortable<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => {
    reject(signal.reason as Error);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
