// `npm start -- --check`: the main flow without hands, against a daemon of its own on directories of its own. Each step prints its
// milliseconds. Ends with 0 when every step held and nothing is left on the machine.
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { buildDaemonWhenStale, daemonProgram } from '../../scripts/setup/built-daemon.mjs';
import { onPath, root } from '../../scripts/setup/shell.mjs';
import { staticBusybox } from '../../scripts/setup/host-packages.mjs';
import { runFlow } from './flow.ts';
import { createSteps } from './steps.ts';

process.exitCode = await check();

async function check(): Promise<number> {
  const missing = whatIsMissing();
  if (missing.length > 0) {
    print(`the check cannot run here:\n${missing.map((line) => `  ${line}`).join('\n')}`);
    return 1;
  }
  const steps = createSteps(print);
  const begin = performance.now();
  try {
    await steps.step('build the daemon where sources are newer', build);
    await runFlow(steps, tmpdir());
  } catch (error) {
    print(`check failed at "${steps.last()}": ${reasons(error).join('; then ')}`);
    return 1;
  }
  print(`check: ${steps.count()} steps held in ${((performance.now() - begin) / 1000).toFixed(1)} s, nothing is left`);
  return 0;
}

function whatIsMissing(): string[] {
  if (process.platform !== 'linux') return ['Linux: the runtime works on namespaces, cgroups and overlayfs'];
  const programs = ['runc', 'conmon', 'iptables', 'ip', 'docker-registry'].filter((program) => !onPath(program));
  const plugins = ['/opt/cni/bin', '/usr/lib/cni', '/usr/libexec/cni'].some((folder) => existsSync(join(folder, 'bridge')));
  return [
    ...(process.getuid?.() === 0 ? [] : ['root: run it with sudo']),
    ...programs.map((program) => `${program} (package ${PACKAGES[program] ?? program})`),
    ...(plugins ? [] : ['the CNI plugins (package containernetworking-plugins)']),
    ...(staticBusybox() === undefined ? ['a static busybox (package busybox-static)'] : []),
  ];
}

const PACKAGES: Readonly<Record<string, string>> = { ip: 'iproute2' };

function build(): string {
  buildDaemonWhenStale();
  return relative(root, daemonProgram);
}

/** What went wrong first, and what went wrong while cleaning up after it. */
function reasons(error: unknown): string[] {
  if (error instanceof SuppressedError) return [...reasons(error.suppressed), ...reasons(error.error)];
  return [error instanceof Error ? error.message : String(error)];
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
