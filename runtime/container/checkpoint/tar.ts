import { CriError } from '../../base/cri-error.ts';
import { printable } from '../../base/sanitize.ts';
import type { ExecOptions } from '../../host/exec.ts';
import type { Argv } from '../../host/start-program.ts';
import type { Host } from '../../host/host.ts';

/** Packs the members of a directory, by their names relative to it. Extended attributes and sparse files are kept. */
export async function packDirectory(
  host: Host,
  { from, to, members, signal }: { from: string; to: string; members: readonly string[]; signal: AbortSignal },
): Promise<void> {
  const list = Buffer.from(members.map((name) => `${name}\0`).join(''), 'latin1');
  const what = ['--xattrs', '--xattrs-include=*', '--numeric-owner', '--sparse', '--no-recursion', '--null', '-T', '-'];
  await runTar(host, ['tar', '-C', from, '-cf', to, ...what], { signal, stdin: list });
}

/** Unpacks an archive into a directory in which nothing is yet, so that no link in it can lead outside. */
export async function unpackInto(
  host: Host,
  { archive, directory, signal }: { archive: string; directory: string; signal: AbortSignal | undefined },
): Promise<void> {
  const how = ['--xattrs', '--xattrs-include=*', '--numeric-owner', '-p'];
  await runTar(host, ['tar', '-C', directory, '-xf', archive, ...how], { signal });
}

async function runTar(host: Host, argv: Argv, options: ExecOptions): Promise<void> {
  const { exitCode, stderr } = await host.exec(argv, options);
  if (exitCode === 0) return;
  const said = printable(stderr.toString('utf8').trim().split('\n')[0] ?? '', 300);
  throw new CriError('unavailable', `the checkpoint archive cannot be ${argv.includes('-cf') ? 'written' : 'read'}: ${said}`, {
    hint: 'check that the disk has room, and that the archive is one',
  });
}
