import type { AuthConfig, PullImageRequest, PullImageResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import type { RegistryAuth } from '../image/images.ts';
import type { Call } from './call.ts';
import { invalidField, required, requiredText } from './fields.ts';
import type { RuntimeParts } from './runtime-parts.ts';

/** Answers with the image's id once it can be used; a failed or cancelled pull leaves nothing half-made. */
export async function pullImage(
  { images }: RuntimeParts,
  request: PullImageRequest,
  call: Call,
): Promise<Input<PullImageResponse>> {
  const reference = requiredText(required(request.image, 'image').image, 'image.image');
  const { id } = await images.pull({ reference, signal: call.signal, ...fromAuth(request.auth) });
  return { imageRef: id };
}

/** Credentials, unless all of them are empty. They become headers: throws invalid-argument, without the value, when they cannot. */
export function fromAuth(auth: AuthConfig | undefined): { readonly auth?: RegistryAuth } {
  if (auth === undefined) return {};
  const { username, password, auth: encoded, serverAddress, identityToken, registryToken } = auth;
  if (username + password + encoded + identityToken + registryToken === '') return {};
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(encoded)) throw invalidField('auth.auth', 'is not base64');
  for (const [name, token] of Object.entries({ identity_token: identityToken, registry_token: registryToken }))
    if (!/^[\x21-\x7e]*$/.test(token)) throw invalidField(`auth.${name}`, 'has characters that no token has');
  return { auth: { username, password, auth: encoded, serverAddress, identityToken, registryToken } };
}
