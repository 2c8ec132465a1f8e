import { command } from '../command.ts';
import type { Command } from '../command.ts';
import { reportIssue } from './report-issue.ts';

/** The walkthrough in package.json. */
const WALKTHROUGH = 'slipway.start';

/** The commands that explain and report. */
export const HELP_COMMANDS: readonly Command[] = [
  command({
    id: 'slipway.help.walkthrough',
    run: ({ ui, about }) => ui.runCommand('workbench.action.openWalkthrough', `${about.id}#${WALKTHROUGH}`),
  }),
  command({ id: 'slipway.help.reportIssue', run: reportIssue }),
];
