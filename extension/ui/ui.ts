import type { StreamTerminalOptions } from '../terminal/stream-terminal.ts';

/** All that commands may ask of the person in front of the window; its one real implementation is window-ui.ts. */
export interface Ui {
  /** Undefined when dismissed. */
  pick<T>(options: PickOptions<T>): Promise<T | undefined>;
  /** Any number of them; undefined when dismissed. */
  pickMany<T>(options: PickManyOptions<T>): Promise<readonly T[] | undefined>;
  /** Where to write a file, as a path of the machine that the workspace is on. Undefined when dismissed. */
  chooseTarget(options: { readonly title: string; readonly name: string }): Promise<string | undefined>;
  /** Files or folders of that machine, by path. Undefined when dismissed. */
  chooseSource(options: {
    readonly title: string;
    readonly action: string;
    readonly kind: 'file' | 'folder';
  }): Promise<string | undefined>;
  /** Undefined when dismissed. */
  ask(options: AskOptions): Promise<string | undefined>;
  /** A modal question for what cannot be undone; false when dismissed. */
  confirm(options: ConfirmOptions): Promise<boolean>;
  /** Shows a title in the view or, with `cancellable`, as a notification while `run` runs. */
  progress<T>(options: ProgressOptions, run: (report: ReportProgress, signal: AbortSignal) => Promise<T>): Promise<T>;
  /** One quiet line in the status bar. */
  note(message: string): void;
  /** A rare notification with at most two actions; runs the chosen one. */
  tell(message: string, actions?: readonly UiAction[]): void;
  copy(text: string): Promise<void>;
  /** A read-only text beside what is open. */
  showText(options: { readonly title: string; readonly text: string; readonly language: string }): Promise<void>;
  /** The same, as a page. */
  showMarkdown(options: { readonly title: string; readonly text: string }): Promise<void>;
  openFile(path: string): Promise<void>;
  /** Opens an address of this machine in the browser of the person, who may sit elsewhere. */
  openInBrowser(url: string): Promise<void>;
  openTerminal(options: { readonly name: string; readonly text: string }): void;
  /** Opens a terminal over the streams of a container, and shows it. */
  openStream(options: StreamOptions): void;
  runCommand(id: string, argument?: unknown): Promise<void>;
}

export interface StreamOptions extends StreamTerminalOptions {
  readonly name: string;
  /** A codicon. */
  readonly icon: string;
}

export interface UiAction {
  readonly title: string;
  run(): void | Promise<void>;
}

export interface PickItem<T> {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  /** A codicon. */
  readonly icon?: string;
  readonly value: T;
}

export interface PickOptions<T> {
  readonly title: string;
  readonly placeholder: string;
  readonly items: readonly PickItem<T>[];
  /** Makes an item of text that no item has. */
  readonly free?: (text: string) => PickItem<T> | undefined;
  readonly step?: { readonly at: number; readonly of: number };
}

export interface PickManyOptions<T> {
  readonly title: string;
  readonly placeholder: string;
  readonly items: readonly (PickItem<T> & { readonly picked: boolean })[];
}

export interface AskOptions {
  readonly title: string;
  readonly prompt: string;
  readonly value?: string;
  readonly placeholder?: string;
  /** Nobody shall read it over a shoulder. */
  readonly isSecret?: boolean;
  /** Why the text cannot be used; undefined when it can. */
  readonly check?: (text: string) => string | undefined;
  readonly step?: { readonly at: number; readonly of: number };
}

export interface ConfirmOptions {
  readonly question: string;
  readonly detail: string;
  readonly action: string;
}

export interface ProgressOptions {
  readonly title: string;
  readonly cancellable: boolean;
}

/** `fraction` is 0 to 1. */
export type ReportProgress = (progress: { readonly message: string; readonly fraction?: number | undefined }) => void;
