import { CriError } from '../../base/cri-error.ts';

/** Answers whether a line has a match. */
export type LinePattern = (text: Buffer) => boolean;

const MAX_CHARACTERS = 500;

/**
 * Compiles a regular expression of RE2's syntax (no back references, no look-around), whose time grows with the line and never
 * explodes, so that no expression can hang the daemon. Throws invalid-argument. The engine is loaded with the first expression.
 */
export async function linePattern(source: string): Promise<LinePattern> {
  if (source.length > MAX_CHARACTERS)
    throw new CriError(
      'invalid-argument',
      `pattern has ${String(source.length)} characters, more than ${String(MAX_CHARACTERS)}`,
    );
  const { RE2JS, RE2JSSyntaxException } = await import('re2js');
  try {
    const compiled = RE2JS.compile(source);
    return (text) => compiled.test(text.toString('utf8'));
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    throw new CriError('invalid-argument', `pattern ${JSON.stringify(source)} is no regular expression: ${error.message}`, {
      cause: error,
      hint: 'the syntax is that of RE2: no back references and no look-around; a backslash makes a special character plain',
    });
  }
}
