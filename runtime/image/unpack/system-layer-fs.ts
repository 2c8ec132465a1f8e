import * as fs from 'node:fs';
import type { LayerFs } from './layer-fs.ts';

/** The real file system. */
export const systemLayerFs: LayerFs = {
  openSync: fs.openSync,
  closeSync: fs.closeSync,
  writeSync: (fd, bytes, position) => {
    for (let done = 0; done < bytes.length;) {
      done += fs.writeSync(fd, bytes, done, bytes.length - done, position === null ? null : position + done);
    }
  },
  ftruncateSync: fs.ftruncateSync,
  fchownSync: fs.fchownSync,
  fchmodSync: fs.fchmodSync,
  futimesSync: fs.futimesSync,
  mkdirSync: (path, mode) => {
    fs.mkdirSync(path, mode);
  },
  chmodSync: fs.chmodSync,
  lchownSync: fs.lchownSync,
  lutimesSync: fs.lutimesSync,
  symlinkSync: (target, path) => {
    fs.symlinkSync(target, path);
  },
  linkSync: fs.linkSync,
  renameSync: fs.renameSync,
  readlinkSync: (path, encoding) => fs.readlinkSync(path, encoding),
  lstatSync: (path) => {
    const stat = fs.lstatSync(path, { bigint: true, throwIfNoEntry: false });
    if (stat === undefined) return undefined;
    return {
      mode: Number(stat.mode),
      uid: Number(stat.uid),
      gid: Number(stat.gid),
      rdev: Number(stat.rdev),
      size: Number(stat.size),
      mtimeNs: stat.mtimeNs,
    };
  },
  unlinkSync: fs.unlinkSync,
  removeTreeSync: (path) => {
    fs.rmSync(path, { recursive: true, force: true });
  },
  copyFileSync: (from, to) => {
    fs.copyFileSync(from, to, fs.constants.COPYFILE_EXCL);
  },
};
