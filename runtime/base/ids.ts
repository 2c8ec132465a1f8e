import { randomBytes } from 'node:crypto';

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** 64 hex digits that name one pod sandbox. */
export type SandboxId = Branded<'SandboxId'>;
/** 64 hex digits that name one container. */
export type ContainerId = Branded<'ContainerId'>;
/** `sha256:<hex>` of an image's config blob (the CRI image id). */
export type ImageId = Branded<'ImageId'>;
/** `<algorithm>:<hex>` of a blob. */
export type Digest = Branded<'Digest'>;

export const newSandboxId = (): SandboxId => randomBytes(32).toString('hex') as SandboxId;
export const newContainerId = (): ContainerId => randomBytes(32).toString('hex') as ContainerId;

/** True for a digest in the form that this runtime stores (`sha256:` or `sha512:` and the right number of hex digits). */
export function isDigest(text: string): text is Digest {
  return /^(sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/.test(text);
}
