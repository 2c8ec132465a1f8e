import { join } from 'node:path';
import { errnoOf } from '../base/cri-error.ts';
import type { PodSandboxMetadata, PortMapping } from '../base/pod-sandbox.ts';
import type { Files } from '../host/files.ts';
import { isObject } from './configuration.ts';

/** What is noted before ADD, so that DEL finds the same things although the record did not get that far. */
export interface AttachmentNote {
  readonly id: string;
  readonly netns: string;
  readonly metadata: PodSandboxMetadata;
  readonly portMappings: readonly PortMapping[];
  readonly annotations: Readonly<Record<string, string>>;
  readonly confList: string;
}

/** Notes of the pods that are, or may be, attached: one file each. */
export interface Attachments {
  note(note: AttachmentNote): Promise<void>;
  /** 'unreadable' after a crash in the middle of writing it. */
  find(id: string): Promise<AttachmentNote | 'unreadable' | undefined>;
  forget(id: string): Promise<void>;
  ids(): Promise<string[]>;
}

const SUFFIX = '.json';

export function createAttachments(files: Files, directory: string): Attachments {
  const pathOf = (id: string): string => join(directory, id + SUFFIX);
  let made = false;
  return {
    note: async (note) => {
      if (!made) await files.makeDirectory(directory);
      made = true;
      await files.write(pathOf(note.id), JSON.stringify(note));
    },
    find: async (id) => {
      const text = await files.readTextIfPresent(pathOf(id));
      return text === undefined ? undefined : (parse(text) ?? 'unreadable');
    },
    forget: (id) => files.remove(pathOf(id)),
    ids: async () => {
      const names = await files.list(directory).catch((error: unknown) => {
        if (errnoOf(error) === 'ENOENT') return [];
        throw error;
      });
      return names.filter((name) => name.endsWith(SUFFIX)).map((name) => name.slice(0, -SUFFIX.length));
    },
  };
}

function parse(text: string): AttachmentNote | undefined {
  try {
    const note: unknown = JSON.parse(text);
    return isObject(note) && typeof note['id'] === 'string' ? (note as unknown as AttachmentNote) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
