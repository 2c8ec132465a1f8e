import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { isCriError } from '../../runtime/base/cri-error.ts';
import type { Compression } from '../../runtime/image/media-types.ts';
import { rawTar, type RawMember } from './raw-tar.ts';
import { unpackChain } from './unpack-chain.ts';

export type Outcome = { readonly refused: string } | { readonly layers: readonly string[] };

/** A place for layers beside a directory of the machine that has nothing to do with them. */
export interface AttackBed {
  /** That directory; it has a file `secret` and a directory `sub`. */
  readonly victim: string;
  /** Unpacks the layers, and fails when anything but the layers has changed. Bytes are blobs as they stand. */
  attack(layers: readonly (readonly RawMember[] | Buffer)[], compression?: Compression): Promise<Outcome>;
  remove(): void;
}

const MAX_RAW_BYTES = 64 << 20;

export function makeAttackBed(): AttackBed {
  const parent = fs.mkdtempSync(join(tmpdir(), 'slipway-attack-'));
  const victim = join(parent, 'victim');
  const chain = join(parent, 'chain');
  fs.mkdirSync(join(victim, 'sub'), { recursive: true, mode: 0o750 });
  fs.writeFileSync(join(victim, 'secret'), 'machine', { mode: 0o640 });
  return {
    victim,
    attack: async (layers, compression = 'none') => {
      fs.mkdirSync(chain);
      const before = [fs.readdirSync(parent), tree(victim)];
      const blobs = layers.map((layer) => (Buffer.isBuffer(layer) ? layer : rawTar(layer)));
      const outcome = await unpackChain(chain, blobs, { compression, maxRawBytes: MAX_RAW_BYTES }).then(
        (unpacked): Outcome => ({ layers: unpacked }),
        (error: unknown): Outcome => {
          // Not a bug that happened to stop it: a refusal that tells why.
          if (!isCriError(error) || error.hint === undefined) throw error;
          return { refused: error.code };
        },
      );
      expect([fs.readdirSync(parent), tree(victim)]).toEqual(before);
      expect(fs.readdirSync(chain).filter((name) => !/^(layer|blob)-\d+(-again)?$/.test(name))).toEqual([]);
      return outcome;
    },
    remove: () => {
      fs.rmSync(parent, { recursive: true });
    },
  };
}

/** All that an attack may have changed. */
function tree(path: string): unknown[] {
  const { mode, uid, gid, nlink, size, mtimeNs, ctimeNs } = fs.lstatSync(path, { bigint: true });
  const isDirectory = fs.lstatSync(path).isDirectory();
  const inside = isDirectory ? fs.readdirSync(path).map((name) => tree(join(path, name))) : fs.readFileSync(path, 'latin1');
  return [path, mode, uid, gid, nlink, size, mtimeNs, ctimeNs, inside];
}

export const link = (name: string, linkname: string): RawMember => ({ name, type: '2', linkname });
export const hardLink = (name: string, linkname: string): RawMember => ({ name, type: '1', linkname });
export const directory = (name: string, mode = 0o755): RawMember => ({ name, type: '5', mode });
export const file = (name: string, data = 'evil', mode = 0o644): RawMember => ({ name, data, mode });
