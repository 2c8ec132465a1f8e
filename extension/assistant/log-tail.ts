import type { RuntimeClient } from '../client/runtime-client.ts';
import { containerLog } from '../logs/container-log.ts';

/** The last lines of a container's log, at most `maxChars` of them from the end, each with its time and stream when `marked`. */
export async function logTail(
  client: Pick<RuntimeClient, 'containerLogs' | 'containerStatus'>,
  id: string,
  {
    lines,
    maxChars,
    marked,
    signal,
  }: { readonly lines: number; readonly maxChars: number; readonly marked: boolean; readonly signal: AbortSignal },
): Promise<string> {
  const texts: string[] = [];
  let open = '';
  for await (const entries of containerLog(client, id, { query: { follow: false, tailLines: lines }, signal })) {
    for (const { time, stream, text, partial } of entries) {
      open += text;
      if (partial) continue;
      texts.push(marked ? `${new Date(time).toISOString()} ${stream} ${open}` : open);
      open = '';
    }
    if (texts.length > lines) texts.splice(0, texts.length - lines);
  }
  if (open !== '') texts.push(open);
  const all = texts.slice(-lines).join('\n');
  return all.length > maxChars ? `…${all.slice(-maxChars)}` : all;
}
