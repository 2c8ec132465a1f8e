import { messageOf } from '../../client/rpc-error.ts';
import type { Container } from '../../client/types.ts';
import { inDirectory } from '../../terminal/find-shell.ts';
import type { SubjectOf } from '../../tree/tree-node.ts';
import { count } from '../../tree/words.ts';
import type { CommandContext } from '../command.ts';
import { splitWords } from '../image/run-request.ts';
import { t } from '../../l10n.ts';

const TIMEOUT_SECONDS = 60;
const AT_ONCE = 8;

interface CommandLine {
  readonly argv: readonly string[];
}

/** Runs one command in a container, in a terminal; or in many at once, with all output in a document. */
export async function runCommand(context: CommandContext, subjects: readonly SubjectOf<'container'>[]): Promise<void> {
  const containers = subjects.map(({ container }) => container);
  const [first] = containers;
  if (first === undefined) return;
  const name = containers.length === 1 ? first.name : count(containers.length, 'container');
  const line = await context.ui.ask({
    title: t('Run a Command in {0}', name),
    prompt: t('The command and its arguments, no shell in between; begin with -w DIR for a working directory'),
    placeholder: t('ls -l "/var/lib/my data"'),
    check: (text) => {
      const read = parseCommandLine(text);
      return 'problem' in read ? read.problem : undefined;
    },
  });
  if (line === undefined) return;
  const read = parseCommandLine(line);
  if ('problem' in read) return;
  if (containers.length === 1) openCommand(context, first, { line, ...read });
  else await runInAll(context, containers, { line, ...read });
}

/** The words of a line, and the directory of its -w; or what is wrong with it. */
export function parseCommandLine(line: string): CommandLine | { readonly problem: string } {
  const words = splitWords(line);
  if (words === undefined) return { problem: t('a quote is not closed') };
  const [first, directory] = words;
  const argv = first === '-w' ? words.slice(2) : words;
  if (first === '-w' && directory?.startsWith('/') !== true) return { problem: t('-w wants an absolute directory') };
  if (argv.length === 0) return { problem: t('a command is missing') };
  return { argv: inDirectory(argv, first === '-w' ? (directory ?? '') : '') };
}

interface Asked extends CommandLine {
  readonly line: string;
}

function openCommand({ session, ui }: CommandContext, container: Container, { line, argv }: Asked): void {
  ui.openStream({
    name: `${container.name}: ${line.trim()}`.slice(0, 60),
    icon: 'run',
    start: (signal) => session.client.exec(container.id, { argv, tty: true, stdin: true }, { signal }),
    tty: true,
    stdin: true,
    what: 'The command',
    closesWhenDone: false,
  });
}

async function runInAll(context: CommandContext, containers: readonly Container[], { line, argv }: Asked): Promise<void> {
  const { session, ui } = context;
  const title = `Running ${line.trim()} in ${count(containers.length, 'container')}`;
  const sections = await ui.progress({ title, cancellable: true }, async (report, signal) => {
    const written: string[] = [];
    for (let at = 0; at < containers.length; at += AT_ONCE) {
      report({ message: `${String(at)} of ${String(containers.length)}`, fraction: at / containers.length });
      const some = containers.slice(at, at + AT_ONCE);
      written.push(...(await Promise.all(some.map((container) => sectionOf(session.client, container, { argv, signal })))));
    }
    return written;
  });
  await ui.showText({ title: line, text: `$ ${line.trim()}\n\n${sections.join('\n')}`, language: 'log' });
}

type Client = CommandContext['session']['client'];

/** One container's part of the document; a failure there does not end the others. */
async function sectionOf(
  client: Client,
  { id, name }: Container,
  { argv, signal }: { readonly argv: readonly string[]; readonly signal: AbortSignal },
): Promise<string> {
  try {
    const { exitCode, stdout, stderr } = await client.execSync(id, argv, { timeoutSeconds: TIMEOUT_SECONDS, signal });
    const output = [stdout, stderr].filter((text) => text !== '').map((text) => (text.endsWith('\n') ? text : `${text}\n`));
    return `── ${name}: exit code ${String(exitCode)} ──\n${output.join('')}`;
  } catch (error) {
    signal.throwIfAborted();
    return `── ${name}: failed ──\n${messageOf(error)}\n`;
  }
}
