/* eslint-disable no-control-regex -- control characters are what these find */
/** Any character that is not written. */
export const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f]/;
/** All but tabs, line feeds and the sequences that choose colours, which end in "m". */
export const NOT_COLOURS =
  /\u001b\[[0-9;?]*[ -/]*[@-ln-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b(?!\[[0-9;]*m)|[\u0000-\u0008\u000b-\u001a\u001c-\u001f\u007f]/g;
const COLOURS = /\u001b\[[0-9;]*m/g;
/* eslint-enable no-control-regex */

/** What a line says, without any control sequence. */
export function plainText(line: string): string {
  return CONTROL.test(line) ? line.replaceAll(NOT_COLOURS, '').replaceAll(COLOURS, '') : line;
}
