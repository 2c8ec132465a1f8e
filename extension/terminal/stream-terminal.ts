import { isRpcError, messageOf } from '../client/rpc-error.ts';
import type { CommandSession, TerminalSize } from '../client/streams/command-session.ts';
import { createEmitter } from '../events.ts';
import type { Event } from '../events.ts';

/** What VS Code's Pseudoterminal asks for, without VS Code. */
export interface StreamTerminal {
  readonly onDidWrite: Event<string>;
  readonly onDidClose: Event<number>;
  open(size: TerminalSize | undefined): void;
  close(): void;
  handleInput(text: string): void;
  setDimensions(size: TerminalSize): void;
}

export interface StreamTerminalOptions {
  /** Opens the command's streams; called again when the person asks for it after the end. */
  readonly start: (signal: AbortSignal) => Promise<CommandSession>;
  /** Whether the other side is a terminal: it echoes, and ends lines itself. */
  readonly tty: boolean;
  /** Whether it takes input. */
  readonly stdin: boolean;
  /** First line, for what is not obvious. */
  readonly greeting?: string;
  /** What has ended, in a sentence: "The shell". */
  readonly what: string;
  /** Closes by itself when the command has ended well: the person has typed `exit`. */
  readonly closesWhenDone: boolean;
  /** The true exit code where the stream does not say it. */
  readonly exitCode?: () => Promise<number | undefined>;
  /** Called once the terminal is closed. */
  readonly onClosed?: () => void;
}

/** So many bytes are given to the window at once; then the command waits, or the window would freeze. */
const BURST_BYTES = 256 * 1024;
const BREATH_MS = 20;
const FAINT = '\u001b[2m';
const RED = '\u001b[31m';
const PLAIN = '\u001b[0m';

/** A terminal over the streams of a container. After the end it says how it ended; Enter starts it again, another key closes it. */
export function createStreamTerminal(options: StreamTerminalOptions): StreamTerminal {
  return new Terminal(options);
}

class Terminal implements StreamTerminal {
  readonly onDidWrite: Event<string>;
  readonly onDidClose: Event<number>;
  private readonly writes = createEmitter<string>();
  private readonly closes = createEmitter<number>();
  private readonly options: StreamTerminalOptions;
  private stopping = new AbortController();
  private size: TerminalSize | undefined;
  private session: CommandSession | undefined;
  /** Set while nothing runs. */
  private lastExit: number | undefined;
  private burst = 0;
  private breath: NodeJS.Timeout | undefined;

  constructor(options: StreamTerminalOptions) {
    this.options = options;
    this.onDidWrite = this.writes.event;
    this.onDidClose = this.closes.event;
  }

  open(size: TerminalSize | undefined): void {
    this.size = size;
    if (this.options.greeting !== undefined) this.say(this.options.greeting, FAINT);
    void this.run();
  }

  close(): void {
    this.stopping.abort();
    this.session?.close();
    clearTimeout(this.breath);
    this.options.onClosed?.();
  }

  handleInput(text: string): void {
    if (this.lastExit !== undefined) {
      const exit = this.lastExit;
      if (text === '\r') void this.run();
      else this.closes.fire(exit);
      return;
    }
    if (this.session === undefined || !this.options.stdin) return;
    if (this.options.tty) {
      void this.session.write(Buffer.from(text, 'utf8'));
      return;
    }
    // Nobody on the other side echoes, or makes a new line of Enter.
    if (text === '\u0004') {
      this.session.endInput();
      return;
    }
    const lines = text.replaceAll('\r', '\n');
    this.writes.fire(lines.replaceAll('\n', '\r\n'));
    void this.session.write(Buffer.from(lines, 'utf8'));
  }

  setDimensions(size: TerminalSize): void {
    this.size = size;
    if (this.options.tty) this.session?.resize(size);
  }

  private async run(): Promise<void> {
    this.lastExit = undefined;
    this.stopping = new AbortController();
    const { signal } = this.stopping;
    try {
      const session = await this.options.start(signal);
      if (signal.aborted) {
        session.close();
        return;
      }
      this.session = session;
      if (this.size !== undefined && this.options.tty) session.resize(this.size);
      this.deliver(session);
      const streamCode = await session.ended;
      const code = (await this.options.exitCode?.()) ?? streamCode;
      this.finish(code, `${this.options.what} has ended with exit code ${String(code)}`);
    } catch (error) {
      if (signal.aborted || isRpcError(error, 'cancelled')) return;
      this.finish(1, messageOf(error), isRpcError(error) ? error.hint : undefined);
    }
  }

  private deliver(session: CommandSession): void {
    const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
    session.onOutput((data, stream) => {
      const text = decoders[stream].decode(data, { stream: true });
      this.writes.fire(this.options.tty ? text : text.replaceAll(/\r?\n/g, '\r\n'));
      this.burst += data.length;
      if (this.burst < BURST_BYTES || this.breath !== undefined) return;
      session.pause();
      this.breath = setTimeout(() => {
        this.breath = undefined;
        this.burst = 0;
        session.resume();
      }, BREATH_MS);
    });
  }

  private finish(code: number, sentence: string, hint?: string): void {
    this.session = undefined;
    if (code === 0 && this.options.closesWhenDone) {
      this.closes.fire(0);
      return;
    }
    this.lastExit = code;
    this.say(`\r\n${sentence}`, code === 0 ? FAINT : RED);
    if (hint !== undefined) this.say(hint, FAINT);
    this.say('Press Enter to start it again, any other key to close.', FAINT);
  }

  private say(text: string, style: string): void {
    this.writes.fire(`${style}${text}${PLAIN}\r\n`);
  }
}
