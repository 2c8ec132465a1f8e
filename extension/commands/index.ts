import { ACTIVITY_COMMANDS } from './activity/commands.ts';
import type { Command } from './command.ts';
import { CONTAINER_COMMANDS } from './container/commands.ts';
import { FILE_COMMANDS } from './file/commands.ts';
import { FORWARD_COMMANDS } from './forward/commands.ts';
import { HELP_COMMANDS } from './help/commands.ts';
import { IMAGE_COMMANDS } from './image/commands.ts';
import { INSPECT_COMMANDS } from './inspect/commands.ts';
import { POD_COMMANDS } from './pod/commands.ts';
import { RUNTIME_COMMANDS } from './runtime/commands.ts';
import { TARGET_COMMANDS } from './target/commands.ts';
import { VIEW_COMMANDS } from './view/commands.ts';

/** Every command of the extension; a test holds the table against package.json. */
export const COMMANDS: readonly Command[] = [
  ...RUNTIME_COMMANDS,
  ...TARGET_COMMANDS,
  ...VIEW_COMMANDS,
  ...IMAGE_COMMANDS,
  ...INSPECT_COMMANDS,
  ...POD_COMMANDS,
  ...CONTAINER_COMMANDS,
  ...FILE_COMMANDS,
  ...FORWARD_COMMANDS,
  ...ACTIVITY_COMMANDS,
  ...HELP_COMMANDS,
];
