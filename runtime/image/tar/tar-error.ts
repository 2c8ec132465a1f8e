import { CriError } from '../../base/cri-error.ts';
import { printable } from '../../base/sanitize.ts';

/** The archive breaks its own format (data-loss). */
export function damagedArchive(reason: string): CriError {
  return new CriError('data-loss', `the archive is damaged: ${reason}`, { hint: 'build or push the image again' });
}

/** The archive asks for something that no honest archive does (data-loss). */
export function hostileArchive(path: string, reason: string): CriError {
  return new CriError('data-loss', `the archive is refused: "${printable(path, 200)}" ${reason}`, {
    hint: 'do not trust this image; build it again from its source',
  });
}

/** The archive passes a bound (resource-exhausted). */
export function archiveTooLarge(what: string, limit: number): CriError {
  return new CriError('resource-exhausted', `the archive is refused: more than ${String(limit)} ${what}`, {
    hint: 'this looks like a decompression bomb or a damaged archive',
  });
}
