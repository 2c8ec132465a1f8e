/** Where the daemon lives and what it is told; all from machine-scoped settings. */
export interface DaemonOptions {
  /** The Node.js that runs it: the extension host's own executable. */
  readonly node: string;
  readonly program: string;
  readonly socket: string;
  readonly root: string;
  readonly run: string;
  /** '' for none. */
  readonly configFile: string;
}

/** The daemon's argument list, without what makes it root. */
export function daemonArgv(options: DaemonOptions): readonly string[] {
  const config = options.configFile === '' ? [] : ['--config', options.configFile];
  const places = ['--socket', options.socket, '--root', options.root, '--run', options.run];
  return [options.node, '--max-semi-space-size=2', options.program, ...places, ...config];
}

/** The same as a line for a terminal, for users who have to become root themselves. */
export function daemonCommandLine(options: DaemonOptions): string {
  return ['sudo', 'ELECTRON_RUN_AS_NODE=1', ...daemonArgv(options)].map(quote).join(' ');
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
