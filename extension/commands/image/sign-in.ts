import type { CommandContext } from '../command.ts';
import { t } from '../../l10n.ts';

/** Asks for user and password of a registry, and keeps them in the window's secret storage for pulls and pushes. */
export async function signIn({ ui, credentials }: CommandContext): Promise<void> {
  const registry = await ui.ask({
    title: t('Sign In to a Registry'),
    prompt: t('The registry as images name it'),
    value: credentials.registries()[0] ?? 'docker.io',
    check: (text) =>
      /^[\w.-]+(:\d+)?$|^\[[\da-f:]+\](:\d+)?$/i.test(text.trim()) ? undefined : 'Give a host, with its port when it has one',
    step: { at: 1, of: 3 },
  });
  if (registry === undefined) return;
  const title = `Sign In to ${registry.trim()}`;
  const username = await ui.ask({
    title,
    prompt: t('User name'),
    check: (text) => (text.trim() === '' ? 'Give a user name' : undefined),
    step: { at: 2, of: 3 },
  });
  if (username === undefined) return;
  const password = await ui.ask({
    title,
    prompt: t('Password or access token; it is kept in the secret storage of VS Code'),
    isSecret: true,
    check: (text) => (text === '' ? 'Give a password' : undefined),
    step: { at: 3, of: 3 },
  });
  if (password === undefined) return;
  await credentials.save(registry.trim(), { username: username.trim(), password });
  ui.note(t('Pulls and pushes of {0} sign in as {1}', registry.trim(), username.trim()));
}

export async function signOut({ ui, credentials }: CommandContext): Promise<void> {
  const registries = credentials.registries();
  if (registries.length === 0) {
    ui.note(t('Not signed in to any registry'));
    return;
  }
  const items = registries.map((registry) => ({ label: registry, icon: 'key', value: registry }));
  const registry = await ui.pick({ title: t('Sign Out'), placeholder: t('Choose a registry'), items });
  if (registry === undefined) return;
  await credentials.forget(registry);
  ui.note(t('Signed out of {0}', registry));
}
