import type { Duplex, Readable, Writable } from 'node:stream';

export interface TerminalSize {
  readonly rows: number;
  readonly columns: number;
}

/** The client's end of one command; what was not asked for is undefined. The server ends the streams. */
export interface CommandIo {
  readonly stdin: Readable | undefined;
  readonly stdout: Writable | undefined;
  readonly stderr: Writable | undefined;
  /** Called with the last size that is known, and with each new one. */
  readonly onResize: (listener: (size: TerminalSize) => void) => void;
  /** Aborts when the client has gone. */
  readonly gone: AbortSignal;
}

/** Which streams a client of a command may have. */
export interface CommandStreams {
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly tty: boolean;
}

/** A command that one client may run. */
export interface CommandOffer extends CommandStreams {
  readonly kind: 'exec' | 'attach';
  /** Resolves with the exit code once all output is written. What it throws is told to the client. */
  readonly run: (io: CommandIo) => Promise<number>;
}

/** Ports that one client may connect to. */
export interface ForwardOffer {
  readonly kind: 'portforward';
  /** For clients that cannot name a port themselves. */
  readonly ports: readonly number[];
  /** A new connection; what it throws is told to the client. */
  readonly connect: (port: number) => Promise<Duplex>;
}

export type Offer = CommandOffer | ForwardOffer;
