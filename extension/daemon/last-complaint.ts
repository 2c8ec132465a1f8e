export interface Complaint {
  readonly message: string;
  readonly hint: string | undefined;
}

/** What the daemon last complained of: the last error line of its JSON log, or the last line of plain text. */
export function lastComplaint(log: string): Complaint | undefined {
  const lines = log
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-200);
  for (const line of lines.toReversed()) {
    const complaint = errorLine(line);
    if (complaint !== undefined) return complaint;
  }
  const last = lines.at(-1);
  return last === undefined || last.startsWith('{') ? undefined : { message: last.trim(), hint: undefined };
}

function errorLine(line: string): Complaint | undefined {
  const event = parse(line);
  if (event === undefined || textOf(event, 'level') !== 'error') return undefined;
  const error = fieldOf(event, 'error');
  const message = textOf(error, 'message') ?? textOf(event, 'message') ?? '';
  return { message, hint: textOf(event, 'hint') ?? textOf(error, 'hint') };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined; // plain text of Node.js itself
    throw error;
  }
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function textOf(value: unknown, name: string): string | undefined {
  const field = fieldOf(value, name);
  return typeof field === 'string' ? field : undefined;
}
