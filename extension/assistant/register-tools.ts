import * as vscode from 'vscode';
import { RpcError, messageOf } from '../client/rpc-error.ts';
import type { Disposable } from '../events.ts';
import { disposeAll } from '../events.ts';
import { t } from '../l10n.ts';
import { ASSISTANT_TOOLS } from './tools.ts';
import type { AssistantTool, ToolContext, ToolInput } from './tools.ts';

/** Offers the tools to language models, where this VS Code has them. */
export function registerAssistantTools(context: () => Omit<ToolContext, 'signal'>): Disposable {
  const { lm } = vscode as { readonly lm?: Partial<typeof vscode.lm> };
  if (lm?.registerTool === undefined) return disposeAll([]);
  const { registerTool } = lm;
  return disposeAll(ASSISTANT_TOOLS.map((tool) => registerTool(tool.name, offered(tool, context))));
}

function offered(tool: AssistantTool, context: () => Omit<ToolContext, 'signal'>): vscode.LanguageModelTool<ToolInput> {
  return {
    prepareInvocation: ({ input }) => ({
      invocationMessage: tool.doing(input),
      ...(tool.confirm === undefined ? {} : { confirmationMessages: asked(tool.confirm(input, context().session)) }),
    }),
    invoke: async ({ input }, token) => {
      const stopping = new AbortController();
      const cancelled = token.onCancellationRequested(() => {
        stopping.abort(new RpcError('cancelled', t('cancelled by the user')));
      });
      try {
        if (tool.confirm !== undefined && !vscode.workspace.isTrusted)
          throw new RpcError('failed-precondition', t('this workspace is in Restricted Mode: nothing is changed'));
        const text = await tool.run({ ...context(), signal: stopping.signal }, input);
        return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
      } catch (error) {
        const hint = error instanceof RpcError && error.hint !== undefined ? ` (${error.hint})` : '';
        throw new Error(`${messageOf(error)}${hint}`, { cause: error });
      } finally {
        cancelled.dispose();
      }
    },
  };
}

function asked({
  title,
  message,
}: {
  readonly title: string;
  readonly message: string;
}): vscode.LanguageModelToolConfirmationMessages {
  return { title, message: new vscode.MarkdownString(message) };
}
