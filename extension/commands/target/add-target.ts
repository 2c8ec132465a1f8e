import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { t } from '../../l10n.ts';
import { brokenLink } from '../../target/chain.ts';
import { socketPathOf } from '../../target/target.ts';
import type { PickItem } from '../../ui/ui.ts';
import type { CommandContext } from '../command.ts';

/** Where runtimes listen when nobody has said otherwise. */
const USUAL = [
  { socket: '/run/containerd/containerd.sock', label: 'containerd' },
  { socket: '/run/k3s/containerd/containerd.sock', label: 'k3s' },
  { socket: '/run/crio/crio.sock', label: 'CRI-O' },
  { socket: '/run/cri-dockerd.sock', label: 'cri-dockerd' },
];

type Choice = { readonly socket: string; readonly label: string } | 'remote' | 'invalid';

/** Names a runtime that is already there by its socket, tests the way to it and shows it. */
export async function addTarget(context: CommandContext): Promise<void> {
  const { ui, targets } = context;
  const choice = await ui.pick<Choice>({
    title: t('Add Target'),
    placeholder: t('Choose a socket of this machine, or type its path: /run/x.sock or unix:///run/x.sock'),
    items: [...(await socketItems(context)), remoteItem()],
    free: (text) => {
      const socket = socketPathOf(text);
      if (socket === undefined) return { label: text, description: t('no path of a socket'), icon: 'error', value: 'invalid' };
      return { label: socket, description: t('this socket'), icon: 'plug', value: { socket, label: labelOf(socket) } };
    },
    step: { at: 1, of: 2 },
  });
  if (choice === undefined || choice === 'invalid') return;
  if (choice === 'remote') {
    await ui.runCommand('workbench.action.remote.showMenu');
    return;
  }
  const label = await ui.ask({
    title: t('Add Target'),
    prompt: t('What the views call it'),
    value: choice.label,
    check: (text) => (text.trim() === '' ? t('Give it a name') : undefined),
    step: { at: 2, of: 2 },
  });
  if (label === undefined) return;
  const target = await targets.add({ label: label.trim(), socket: choice.socket });
  const broken = brokenLink((await targets.test(target)).links);
  if (broken === undefined) {
    await targets.choose(target.id);
    ui.note(t('The views show {0}', target.label));
  } else {
    ui.tell(t('{0} is in the list, but does not answer: {1}', target.label, broken.cause), [
      { title: t('Show Targets'), run: () => ui.runCommand('slipway.targets.focus') },
    ]);
  }
}

async function socketItems({ targets }: CommandContext): Promise<readonly PickItem<Choice>[]> {
  const known = new Set(targets.list.map(({ socket }) => socket));
  const there = await Promise.all(USUAL.map(async (place) => ((await isThere(place.socket)) ? [place] : [])));
  return there.flat().map((place) => ({
    label: place.label,
    description: place.socket,
    ...(known.has(place.socket) ? { detail: t('in the list already') } : {}),
    icon: 'plug',
    value: place,
  }));
}

/** The extension runs where the workspace is: another machine is another window, and its settings and targets are its own. */
function remoteItem(): PickItem<Choice> {
  return {
    label: t('Another machine, or WSL…'),
    detail: t('Open a Remote-SSH or WSL window: Slipway runs there, next to the runtime'),
    icon: 'remote',
    value: 'remote',
  };
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isSocket(),
    () => false, // missing, or not for this user to see: it can still be typed
  );
}

function labelOf(socket: string): string {
  const name = basename(socket).replace(/\.sock(et)?$/, '');
  return name === '' ? basename(dirname(socket)) : name;
}
