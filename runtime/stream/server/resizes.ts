import type { TerminalSize } from './offers.ts';

/** The sizes of a client's terminal, for whoever begins to listen later. */
export interface Resizes {
  /** Takes `{"Width":80,"Height":24}`; anything else is ignored. */
  take(message: Buffer): void;
  readonly listen: (listener: (size: TerminalSize) => void) => void;
}

const MOST = 0xffff;
const MESSAGE_BYTES = 1000;

export function createResizes(): Resizes {
  let last: TerminalSize | undefined;
  let listener: ((size: TerminalSize) => void) | undefined;
  return {
    take: (message) => {
      const size = parseSize(message);
      if (size === undefined) return;
      last = size;
      listener?.(size);
    },
    listen: (added) => {
      listener = added;
      if (last !== undefined) added(last);
    },
  };
}

function parseSize(message: Buffer): TerminalSize | undefined {
  if (message.length > MESSAGE_BYTES) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(message.toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  const { Width: columns, Height: rows } = (parsed ?? {}) as { readonly Width?: unknown; readonly Height?: unknown };
  return isLength(rows) && isLength(columns) ? { rows, columns } : undefined;
}

function isLength(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) > 0 && Number(value) <= MOST;
}
