import * as vscode from 'vscode';
import { containerNamed, imageNamed, podNamed } from '../find-named.ts';
import { t } from '../l10n.ts';
import type { Session } from '../target/session.ts';
import type { Subject } from '../tree/tree-node.ts';
import { showError } from '../ui/show-outcome.ts';
import { linkPath, parseLink } from './link.ts';
import type { ViewLink } from './link.ts';

/** Opens what `vscode://…` links name. Anybody may write such a link, so it never acts. */
export function createLinkHandler(session: () => Session): LinkHandler {
  return {
    handleUri: async ({ path }) => {
      try {
        await open(parseLink(path), session());
      } catch (error) {
        showError(t('Open Link'), error);
      }
    },
  };
}

/** A UriHandler of VS Code. */
interface LinkHandler {
  handleUri(uri: { readonly path: string }): Promise<void>;
}

/** The link to one thing, for this kind of VS Code; undefined for what has none. */
export function linkTo(extensionId: string, subject: Subject): string | undefined {
  const link = linkOf(subject);
  return link === undefined ? undefined : `${vscode.env.uriScheme}://${extensionId}${linkPath(link)}`;
}

function linkOf(subject: Subject): ViewLink | undefined {
  switch (subject.kind) {
    case 'container':
      return { kind: 'container', name: subject.container.id };
    case 'pod':
      return { kind: 'pod', name: subject.pod.id };
    case 'image':
      return { kind: 'image', name: subject.name };
    case 'target':
    case 'link':
    case 'file':
    case 'entry':
    case 'more':
    case 'forward':
    case 'call':
    case 'task':
      return undefined;
  }
}

async function open({ kind, name }: ViewLink, session: Session): Promise<void> {
  switch (kind) {
    case 'view':
      await run(`slipway.${name}.focus`);
      return;
    case 'container':
      await run('slipway.container.open', { kind, container: await containerNamed(session, name) });
      return;
    case 'logs':
      await run('slipway.container.logs', { kind: 'container', container: await containerNamed(session, name) });
      return;
    case 'pod':
      await run('slipway.pod.inspect', { kind, pod: await podNamed(session, name) });
      return;
    case 'image':
      await run('slipway.image.inspect', { kind, image: await imageNamed(session, name), name });
  }
}

async function run(command: string, subject?: Subject): Promise<void> {
  await vscode.commands.executeCommand(command, ...(subject === undefined ? [] : [subject]));
}
