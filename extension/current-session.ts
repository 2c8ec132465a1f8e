import { createEmitter } from './events.ts';
import type { Disposable, Event } from './events.ts';
import type { Session } from './target/session.ts';

/** The one session that the views show; another one takes its place when another runtime is chosen. */
export interface CurrentSession extends Disposable {
  readonly get: () => Session;
  /** Told after the change; the session before is closed by then. */
  readonly onDidChange: Event<Session>;
  reopen(): void;
}

/** `open` makes a session that asks nothing yet. The caller disposes. */
export function createCurrentSession(open: () => Session): CurrentSession {
  const changes = createEmitter<Session>();
  let session = open();
  return {
    get: () => session,
    onDidChange: changes.event,
    reopen: () => {
      session.dispose();
      session = open();
      changes.fire(session);
    },
    dispose: () => {
      session.dispose();
    },
  };
}
