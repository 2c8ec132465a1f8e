import { CriError } from '../../base/cri-error.ts';
import type { HttpResponse } from '../registry/http.ts';
import { answerError } from '../registry/registry-error.ts';

/** What a refusal of a push means, with the registry's own words; reads the response to its end. */
export async function pushError(response: HttpResponse, what: string): Promise<CriError> {
  const { status } = response;
  const error = await answerError(response, what);
  const hint = HINTS[status];
  return hint === undefined ? error : new CriError(error.code, error.message, { hint, cause: error });
}

const HINTS: Readonly<Record<number, string>> = {
  401: 'sign in to this registry with an account that may push',
  403: 'use an account that may push to this repository',
  404: 'check the name; some registries want the repository to be made first',
  405: 'this registry does not take pushes: it may be a mirror, or read-only',
  413: 'the registry, or a proxy before it, does not take pieces of this size',
};
