import type * as vscode from 'vscode';
import type { CurrentSession } from '../current-session.ts';
import { disposeAll } from '../events.ts';
import type { Disposable } from '../events.ts';
import { containerPanel } from './container-panel.ts';
import { imagePanel } from './image-panel.ts';
import { logsPanel } from './logs-panel.ts';
import { createPanelHost } from './panel-host.ts';
import type { PanelHost } from './panel-host.ts';
import { podPanel } from './pod-panel.ts';
import { runPanel } from './run-panel.ts';
import { TARGET_PANEL } from './target-panel.ts';
import { windowUi } from '../ui/window-ui.ts';
import type { CommandContext } from '../commands/command.ts';

/** Every kind of panel; a new one is a line here. */
export type PanelName = 'container' | 'image' | 'logs' | 'pod' | 'run' | 'target';

export interface Panels extends Disposable {
  /** Opens the subject's panel, or shows the one that is open. */
  open(name: PanelName, subject: { readonly id: string; readonly name: string }): void;
}

/** Registers all kinds, so that VS Code can restore what was open. */
export function createPanels(extensionUri: vscode.Uri, sessions: CurrentSession, context: () => CommandContext): Panels {
  const hosts: Readonly<Record<PanelName, PanelHost>> = {
    container: createPanelHost(containerPanel(context), extensionUri, sessions),
    image: createPanelHost(imagePanel(context), extensionUri, sessions),
    pod: createPanelHost(podPanel(context), extensionUri, sessions),
    target: createPanelHost(TARGET_PANEL, extensionUri, sessions),
    logs: createPanelHost(logsPanel(windowUi), extensionUri, sessions),
    run: createPanelHost(runPanel(context), extensionUri, sessions),
  };
  return {
    open: (name, subject) => {
      hosts[name].show(subject);
    },
    dispose: () => {
      disposeAll(Object.values(hosts)).dispose();
    },
  };
}
