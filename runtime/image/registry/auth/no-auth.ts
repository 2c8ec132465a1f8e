import type { RegistryAuth } from '../../images.ts';

/** Credentials with nothing in them. */
export const noAuth: RegistryAuth = {
  username: '',
  password: '',
  auth: '',
  serverAddress: '',
  identityToken: '',
  registryToken: '',
};
