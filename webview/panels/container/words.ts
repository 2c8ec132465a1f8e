import type { ContainerView } from '../../protocol.ts';

/** The state in words: "Running for 3 min", "Exited with 137 (OOMKilled) 2 min ago". */
export function stateSentence(container: ContainerView, nowMs: number): string {
  switch (container.state) {
    case 'running':
      return `Running for ${duration(nowMs - container.startedAt)}`;
    case 'created':
      return 'Created, not started';
    case 'exited': {
      const reason = container.reason === '' ? '' : ` (${container.reason})`;
      return `Exited with ${container.exitCode}${reason} ${duration(nowMs - container.finishedAt)} ago`;
    }
    case 'unknown':
      return 'State unknown';
  }
}

/** "12 s", "3 min", "2 h 5 min", "4 d 1 h". */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** A local date and time; '' for 0. */
export function when(ms: number): string {
  return ms === 0 ? '' : new Date(ms).toLocaleString();
}
