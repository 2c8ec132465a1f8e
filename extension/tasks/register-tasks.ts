import * as vscode from 'vscode';
import type { Disposable } from '../events.ts';
import type { TaskParts } from './run-task.ts';
import { TASK_TYPE, readTask } from './task-definition.ts';
import { createTaskTerminal } from './task-terminal.ts';

type Parts = Omit<TaskParts, 'write' | 'onSession' | 'signal' | 'readFile'>;

/** Tasks of the type `slipway` in tasks.json, as terminals; none is offered by itself. */
export function registerTasks(parts: () => Parts): Disposable {
  return vscode.tasks.registerTaskProvider(TASK_TYPE, {
    provideTasks: () => [],
    resolveTask: (task) => {
      const { definition, scope = vscode.TaskScope.Workspace, name } = task;
      const execution = new vscode.CustomExecution(async (resolved) =>
        createTaskTerminal(() => readTask(resolved), { ...parts(), readFile: (path) => readFile(path, scope) }),
      );
      const made = new vscode.Task(definition, scope, name, TASK_TYPE, execution, []);
      return made;
    },
  });
}

async function readFile(path: string, scope: vscode.WorkspaceFolder | vscode.TaskScope): Promise<string> {
  const folder = typeof scope === 'object' ? scope.uri : vscode.workspace.workspaceFolders?.[0]?.uri;
  const uri = path.startsWith('/') || folder === undefined ? vscode.Uri.file(path) : vscode.Uri.joinPath(folder, path);
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}
