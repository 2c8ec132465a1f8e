import { isRpcError } from '../client/rpc-error.ts';
import type { ContainerEvent } from '../client/runtime-calls.ts';
import type { Session } from '../target/session.ts';
import type { EventView } from '../../webview/protocol.ts';
import type { OwnAnswers } from './panel-connection.ts';

const MOST_EVENTS = 200;
/** Nobody asks while the page is hidden: then the stream is let go. */
const UNASKED_MS = 10_000;

/** The answer to `events`: what the runtime has told since the page began to ask, the newest first. */
export function eventAnswers(): OwnAnswers {
  const events: (ContainerEvent & { name?: string | undefined })[] = [];
  let listening: AbortController | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = (): void => {
    clearTimeout(timer);
    listening?.abort();
    listening = undefined;
  };
  const listen = async (session: Session, signal: AbortSignal): Promise<void> => {
    try {
      for await (const event of session.client.containerEvents({ signal, background: true })) {
        events.unshift({ ...event });
        events.splice(MOST_EVENTS);
      }
    } catch (error) {
      // Where there are no events there is nothing to show; what else fails is tried again with the next question.
      if (!signal.aborted && !isRpcError(error, 'unimplemented')) listening = undefined;
    }
  };
  return {
    answers: {
      events: async ({ session }) => {
        if (listening === undefined) {
          listening = new AbortController();
          void listen(session, listening.signal);
        }
        clearTimeout(timer);
        timer = setTimeout(stop, UNASKED_MS);
        // The lists come to know a new one after its events.
        for (const event of events) event.name = nameOf(session, event) ?? event.name;
        return events.map(({ at, type, name, containerId }): EventView => ({ at, type, name: name ?? containerId.slice(0, 12) }));
      },
    },
    dispose: stop,
  };
}

function nameOf({ pods }: Session, { containerId }: ContainerEvent): string | undefined {
  const known = pods.snapshot.value;
  const pod = known?.pods.find(({ id }) => id === containerId);
  const container = known?.containers.find(({ id }) => id === containerId);
  return pod?.name ?? container?.name;
}
