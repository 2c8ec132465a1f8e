import type { Session } from './target/session.ts';
import type { Subject } from './tree/tree-node.ts';
import { VIEWS } from './tree/views.ts';
import type { Views } from './tree/views.ts';

/** What a command was called on: tree elements (ids), a subject from code, or what a panel is about. */
export function subjectsOf(first: unknown, { selection, session, views }: Surroundings): readonly Subject[] {
  const given: readonly unknown[] = Array.isArray(selection) && selection.length > 1 ? selection : chosenIn(views, first);
  return given.flatMap((each): readonly Subject[] => {
    if (isSubject(each)) return [each];
    if (isFileUri(each)) return [{ kind: 'file', path: each.fsPath }];
    if (typeof each !== 'string') return [];
    const subject = views.find(each)?.subject;
    if (subject !== undefined) return [subject];
    return subjectOfId(session, each);
  });
}

/** What a panel is about: the id of a container or a pod, or the name or id of an image. */
function subjectOfId({ pods, images }: Session, id: string): readonly Subject[] {
  const container = pods.snapshot.value?.containers.find((each) => each.id === id);
  if (container !== undefined) return [{ kind: 'container', container }];
  const pod = pods.snapshot.value?.pods.find((each) => each.id === id);
  if (pod !== undefined) return [{ kind: 'pod', pod }];
  const image = images.snapshot.value?.images.find(
    (each) => each.id === id || each.tags.includes(id) || each.digests.includes(id),
  );
  return image === undefined ? [] : [{ kind: 'image', image, name: id }];
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
