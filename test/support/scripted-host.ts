import { duplexPair, type Duplex } from 'node:stream';
import type { Clock } from '../../runtime/host/clock.ts';
import type { ExecOptions, ExecResult } from '../../runtime/host/exec.ts';
import type { PipedProcess, SpawnPipedOptions } from '../../runtime/host/spawn-piped.ts';
import type { Argv } from '../../runtime/host/start-program.ts';
import type { Host } from '../../runtime/host/host.ts';
import { createMemoryFiles } from './memory-files.ts';
import { createScriptedSyscall, type ScriptedSyscall } from './scripted-syscall.ts';

/** What a scripted program answers; absent parts are 0 and empty. */
export interface Answer {
  readonly exitCode?: number;
  readonly stdout?: string;
  readonly stderr?: string;
}

export type Script = Answer | ((argv: Argv, options: ExecOptions) => Answer | Promise<Answer>);

/** The child's side of `spawnPiped`. */
export interface ScriptedChild {
  readonly argv: Argv;
  readonly options: SpawnPipedOptions;
  readonly pid: number;
  /** `pipes[0]` is what the program has as fd 3. */
  readonly pipes: readonly Duplex[];
  say(stderr: string): void;
}

/** Plays the program; its result is the exit code. */
export type PipedScript = (child: ScriptedChild) => Promise<number>;

/** A machine in memory, for fast tests: it records every call and runs nothing. */
export interface ScriptedHost extends Host {
  readonly sys: ScriptedSyscall;
  readonly clock: ManualClock;
  /** Every program started, in order. */
  readonly ran: Argv[];
  /**
   * What `exec` answers for a command line that begins so; '*' stands for any one argument, and a program is compared by its
   * last path part. The latest rule that fits is taken; a command line without a rule is an error.
   */
  program(begins: readonly string[], script: Script): void;
  /** The same for `spawnPiped`. */
  piped(begins: readonly string[], script: PipedScript): void;
  /** All files and directories, sorted. */
  paths(): string[];
}

/** A clock that stands still until a test moves it. */
export interface ManualClock extends Clock {
  /** Lets `ms` pass, ends the sleeps that are due, and gives their waiters a turn. */
  advance(ms: number): Promise<void>;
}

/** `files` are there from the start, with their directories. */
export function createScriptedHost(files: Readonly<Record<string, string>> = {}): ScriptedHost {
  const memory = createMemoryFiles(files);
  const sys = createScriptedSyscall(memory);
  const programs: Rule<Script>[] = [];
  const pipedPrograms: Rule<PipedScript>[] = [];
  const ran: Argv[] = [];
  return {
    exec: async (argv, options = {}) => {
      options.signal?.throwIfAborted();
      ran.push(argv);
      const script = ruleFor(programs, argv);
      return toResult(typeof script === 'function' ? await script(argv, options) : script);
    },
    spawnPiped: async (argv, options) => {
      ran.push(argv);
      return play(ruleFor(pipedPrograms, argv), { argv, options, sys });
    },
    sys,
    files: memory,
    clock: createManualClock(),
    stream: () => {
      throw new Error('a scripted host has no descriptors');
    },
    reader: () => {
      throw new Error('a scripted host has no descriptors');
    },
    orphanEnd: (pid) => Promise.reject(new Error(`process ${String(pid)} of a scripted host does not end`)),
    connectTcp: () => Promise.reject(new Error('a scripted host has no descriptors')),
    ran,
    program: (begins, script) => programs.unshift({ begins, script }),
    piped: (begins, script) => pipedPrograms.unshift({ begins, script }),
    paths: () => memory.paths(),
  };
}

/** A clock at `startMs` after the epoch. */
function createManualClock(startMs = 1_700_000_000_000): ManualClock {
  let now = startMs;
  let sleeping: { readonly due: number; readonly wake: () => void }[] = [];
  return {
    nowNs: () => now * 1_000_000,
    monotonicMs: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const sleeper = { due: now + ms, wake: resolve };
        sleeping.push(sleeper);
        signal?.addEventListener('abort', () => {
          sleeping = sleeping.filter((other) => other !== sleeper);
          reject(signal.reason as Error);
        });
      }),
    advance: async (ms) => {
      now += ms;
      const due = sleeping.filter((sleeper) => sleeper.due <= now);
      sleeping = sleeping.filter((sleeper) => sleeper.due > now);
      for (const { wake } of due.sort((a, b) => a.due - b.due)) wake();
      await new Promise(setImmediate);
    },
  };
}

interface Rule<S> {
  readonly begins: readonly string[];
  readonly script: S;
}

function ruleFor<S>(rules: readonly Rule<S>[], argv: Argv): S {
  const words = [lastPart(argv[0]), ...argv.slice(1)];
  const rule = rules.find(({ begins }) =>
    begins.every((word, index) => (word === '*' ? index < words.length : words[index] === (index === 0 ? lastPart(word) : word))),
  );
  if (rule === undefined) throw new Error(`no script for: ${argv.join(' ')}`);
  return rule.script;
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function toResult({ exitCode = 0, stdout = '', stderr = '' }: Answer): ExecResult {
  return { exitCode, stdout: Buffer.from(stdout), stderr: Buffer.from(stderr) };
}

interface Played {
  readonly argv: Argv;
  readonly options: SpawnPipedOptions;
  readonly sys: ScriptedSyscall;
}

function play(script: PipedScript, { argv, options, sys }: Played): PipedProcess {
  const pairs = Array.from({ length: options.pipeCount }, () => duplexPair());
  const pid = sys.startProcess();
  let said = '';
  const child: ScriptedChild = {
    argv,
    options,
    pid,
    pipes: pairs.map(([, far]) => far),
    say: (text) => {
      said += text;
    },
  };
  const exited = script(child).finally(() => {
    sys.endProcess(pid);
    for (const [, far] of pairs) far.end();
  });
  return { pid, pipes: pairs.map(([near]) => near), stderr: exited.then(() => said), exited };
}
