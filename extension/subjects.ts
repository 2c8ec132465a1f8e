import type { Session } from './target/session.ts';
import type { Subject } from './tree/tree-node.ts';
import { VIEWS } from './tree/views.ts';
import type { Views } from './tree/views.ts';

/** What a command was called on: tree elements (ids), a subject from code, or the id of a container from its panel. */
export function subjectsOf(first: unknown, { selection, session, views }: Surroundings): readonly Subject[] {
  const given: readonly unknown[] = Array.isArray(selection) && selection.length > 1 ? selection : chosenIn(views, first);
  return given.flatMap((each): readonly Subject[] => {
    if (isSubject(each)) return [each];
    if (isFileUri(each)) return [{ kind: 'file', path: each.fsPath }];
    if (typeof each !== 'string') return [];
    const subject = views.find(each)?.subject;
    if (subject !== undefined) return [subject];
    const container = session.pods.snapshot.value?.containers.find(({ id }) => id === each);
    return container === undefined ? [] : [{ kind: 'container', container }];
  });
}

interface Surroundings {
  readonly selection: unknown;
  readonly session: Session;
  readonly views: Views;
}

/** A keyboard shortcut names the focused line; when that is one of several that are chosen, it means all of them. */
function chosenIn(views: Views, first: unknown): readonly unknown[] {
  if (typeof first !== 'string') return [first];
  const chosen = VIEWS.map((view) => views.selection(view)).find((ids) => ids.includes(first));
  return chosen ?? [first];
}

/** What the Explorer and an editor's title call commands with. */
function isFileUri(value: unknown): value is { readonly fsPath: string } {
  return typeof value === 'object' && value !== null && 'scheme' in value && value.scheme === 'file' && 'fsPath' in value;
}

function isSubject(value: unknown): value is Subject {
  return typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string';
}
