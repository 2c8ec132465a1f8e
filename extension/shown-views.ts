import type { CurrentSession } from './current-session.ts';
import { disposeAll } from './events.ts';
import type { Disposable } from './events.ts';
import type { Session } from './target/session.ts';
import { createViews } from './tree/views.ts';
import type { ViewParts, Views } from './tree/views.ts';
import { createStatusItem } from './ui/status-item.ts';

/** The views and the status item of the session that is shown; they are made anew with each session. The caller disposes. */
export function createShownViews(
  sessions: CurrentSession,
  parts: Omit<ViewParts, 'session'>,
): Disposable & { readonly get: () => Views } {
  const show = (session: Session): readonly [Views, Disposable] => [
    createViews({ ...parts, session }),
    createStatusItem(session),
  ];
  let shown = show(sessions.get());
  const watch = sessions.onDidChange((session) => {
    disposeAll(shown).dispose();
    shown = show(session);
  });
  return {
    get: () => shown[0],
    dispose: () => {
      disposeAll([watch, ...shown]).dispose();
    },
  };
}
