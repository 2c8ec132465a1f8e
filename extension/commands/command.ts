import type { PanelName } from '../panels/panels.ts';
import type { FilePlace } from '../client/file-calls.ts';
import type { Container, Pod } from '../client/types.ts';
import type { Credentials } from '../credentials.ts';
import type { PortForwards } from '../forward/port-forwards.ts';
import type { About } from '../report/diagnostics.ts';
import type { Settings } from '../settings.ts';
import type { Targets } from '../target/targets.ts';
import type { Session } from '../target/session.ts';
import type { Subject, SubjectKind, SubjectOf } from '../tree/tree-node.ts';
import type { ViewOptionStore } from '../tree/view-options.ts';
import type { ConfirmOptions, Ui } from '../ui/ui.ts';

/** What a command may use; commands throw, and only ui/ shows. */
export interface CommandContext {
  readonly session: Session;
  readonly ui: Ui;
  readonly settings: Settings;
  readonly documents: Documents;
  readonly forwards: PortForwards;
  readonly credentials: Credentials;
  readonly targets: Targets;
  /** What a report says of this window. */
  readonly about: About;
  /** False in Restricted Mode: then nothing is changed. */
  readonly trusted: boolean;
  /** How the lists are filtered, grouped and sorted. */
  readonly views: ViewOptionStore;
}

/** The documents and panels that commands open. */
export interface Documents {
  showLogs(container: Container): Promise<void>;
  /** Of all its containers. */
  showPodLogs(pod: Pod): Promise<void>;
  inspect(subject: Subject): Promise<void>;
  /** Of the inspect document in front: asks again, shows it as JSON or YAML, shows what has changed since. */
  refreshInspect(): Promise<void>;
  switchInspectFormat(): Promise<void>;
  compareInspect(): Promise<void>;
  /** Shows the files of a container or image in their view. */
  browseFiles(place: FilePlace, name: string): Promise<void>;
  /** Reads again what that view shows. */
  refreshFiles(): void;
  /** A file of a container in an editor. */
  openFile(place: FilePlace): Promise<void>;
  /** Two files beside each other, with what differs. */
  compareFiles(before: FilePlace, after: FilePlace, title: string): Promise<void>;
  /** Files of a container or image as a folder of the workspace. */
  addFolder(place: FilePlace, name: string): void;
  /** An editor with a file that is not saved yet. */
  newFile(file: { readonly name: string; readonly text: string }): Promise<void>;
  /** A page about one thing. */
  openPanel(name: PanelName, subject: { readonly id: string; readonly name: string }): Promise<void>;
  /** A link that opens it in VS Code; undefined for what has none. */
  linkTo(subject: Subject): string | undefined;
  showDaemonLog(): Promise<void>;
  /** The output channel of this window. */
  showWindowLog(): void;
}

/** One row of the command table. `K` is the kind of subject that the command works on. */
export interface Command<K extends SubjectKind = SubjectKind> {
  readonly id: string;
  /** The kind it works on; from the palette a picker asks for one. */
  readonly on?: K;
  /** True when it also works on nothing: then it asks for itself. */
  readonly optional?: boolean;
  /** Which subjects of that kind it works on now. */
  readonly accepts?: (subject: SubjectOf<K>) => boolean;
  /** For a key that means the same act for several kinds: the row of the kind that it is pressed on runs. */
  readonly among?: () => readonly Command[];
  /** The modal question before it runs. */
  readonly confirm?: (subjects: readonly SubjectOf<K>[], context: CommandContext) => ConfirmOptions | Promise<ConfirmOptions>;
  /** What is said in the view while it runs. */
  readonly progress?: (subject: SubjectOf<K>) => string;
  /** True when what it does may change the lists: they are asked again at its end. */
  readonly changes?: boolean;
  /** Runs for each subject on its own. */
  readonly run?: (context: CommandContext, subject: SubjectOf<K>) => Promise<void>;
  /** Runs once, for all of them. */
  readonly runAll?: (context: CommandContext, subjects: readonly SubjectOf<K>[]) => Promise<void>;
}

/** Keeps the kind of one row, then forgets it: the table holds rows of all kinds. */
export function command<K extends SubjectKind>(row: Command<K>): Command {
  return row as unknown as Command; // the dispatcher only hands it subjects of row.on
}

/** For a command that asks about each subject: one question at a time. */
export function oneByOne<T>(
  run: (context: CommandContext, subject: T) => Promise<void>,
): (context: CommandContext, subjects: readonly T[]) => Promise<void> {
  return async (context, subjects) => {
    for (const subject of subjects) await run(context, subject);
  };
}
