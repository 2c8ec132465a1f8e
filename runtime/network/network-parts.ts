import type { Logger } from '../base/logger.ts';
import type { Host } from '../host/host.ts';
import type { AttachmentNote, Attachments } from './attachments.ts';
import { capabilityArgs, cniArgs } from './capability-args.ts';
import type { ConfigurationSource } from './configuration-source.ts';
import type { DefaultNetwork } from './default-network.ts';
import type { Attachment, Plugins } from './run-plugin.ts';

/** What attaching and detaching pods works with. */
export interface NetworkParts {
  readonly host: Host;
  readonly log: Logger;
  readonly source: ConfigurationSource;
  readonly plugins: Plugins;
  readonly attachments: Attachments;
  /** Absent: only installed configurations are used. */
  readonly defaultNetwork: DefaultNetwork | undefined;
  readonly podCidrs: () => readonly string[];
}

/** Every pod has one interface of its own, by this name. */
export const IF_NAME = 'eth0';

/** What plugins are told about the pod of `note`. */
export function attachmentOf(parts: NetworkParts, note: Omit<AttachmentNote, 'confList'>): Attachment {
  const { id, netns, metadata, portMappings, annotations } = note;
  return {
    containerId: id,
    netns,
    ifName: IF_NAME,
    args: cniArgs(metadata, id),
    capabilityArgs: capabilityArgs({ portMappings, annotations, podCidrs: parts.podCidrs() }),
  };
}
