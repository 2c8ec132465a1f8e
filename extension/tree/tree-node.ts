import type { FileEntry, FilePlace } from '../client/file-calls.ts';
import type { CallRecord, TaskRecord } from '../client/activity.ts';
import type { PortForward } from '../forward/port-forwards.ts';
import type { Container, Image, Pod } from '../client/types.ts';
import type { Target } from '../target/target.ts';
import type { Link } from '../target/chain.ts';

/** What a node stands for; commands work on subjects, never on nodes. */
export type Subject =
  /** The one that is shown, when none is named. */
  | { readonly kind: 'target'; readonly target?: Target }
  | { readonly kind: 'link'; readonly link: Link }
  | { readonly kind: 'pod'; readonly pod: Pod }
  /** `dropped`: files of this machine that were dropped onto it. */
  | { readonly kind: 'container'; readonly container: Container; readonly dropped?: readonly string[] }
  | { readonly kind: 'image'; readonly image: Image; readonly name: string }
  | { readonly kind: 'forward'; readonly forward: PortForward }
  /** A file of the machine, from the Explorer or an editor. */
  | { readonly kind: 'file'; readonly path: string }
  /** A line of the Files view. */
  | {
      readonly kind: 'entry';
      readonly place: FilePlace;
      readonly name: string;
      readonly directory: boolean;
      readonly readOnly: boolean;
      /** undefined for the root. */
      readonly file?: FileEntry;
      readonly dropped?: readonly string[];
    }
  /** The rest of a long list. */
  | { readonly kind: 'more'; readonly list: string }
  | { readonly kind: 'call'; readonly call: CallRecord }
  | { readonly kind: 'task'; readonly task: TaskRecord };

export type SubjectKind = Subject['kind'];
export type SubjectOf<K extends SubjectKind> = Extract<Subject, { readonly kind: K }>;

export interface NodeIcon {
  /** A codicon. */
  readonly id: string;
  /** A theme colour. */
  readonly color?: string;
}

/** One line of a view, as data: the same input gives an equal node, and ids never hold text that changes. */
export interface TreeNode {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly icon: NodeIcon;
  /** contextValue: the kind, then `name=value` and `cap.name` flags. */
  readonly flags: readonly string[];
  /** What a screen reader says. */
  readonly spoken: string;
  /** Markdown, made when asked for. */
  readonly tooltip: () => string;
  readonly children: readonly TreeNode[];
  readonly expanded: boolean;
  /** A command that a click runs. */
  readonly command?: string;
  readonly subject?: Subject;
}

/** The flag list as menus see it: every flag between semicolons. */
export function contextValue(node: TreeNode): string {
  return `${node.flags.join(';')};`;
}
