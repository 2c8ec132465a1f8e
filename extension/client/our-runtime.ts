import type { Channel } from './channel.ts';
import { RpcError, isRpcError } from './rpc-error.ts';
import { t } from '../l10n.ts';

/** A runtime that does not know the calls is told apart from one that refuses: gRPC's own words say nothing to a person. */
export function ofOurRuntime(channel: Channel): Pick<Channel, 'unary' | 'stream' | 'upload'> {
  const orExplain = async <T>(call: Promise<T>): Promise<T> => call.catch((error: unknown) => explain(error));
  return {
    unary: (...call) => orExplain(channel.unary(...call)),
    upload: (...call) => orExplain(channel.upload(...call)),
    stream: async function* (...call) {
      try {
        yield* channel.stream(...call);
      } catch (error) {
        explain(error);
      }
    },
  };
}

function explain(error: unknown): never {
  // A hint tells that it is our own runtime that cannot do it here.
  if (!isRpcError(error, 'unimplemented') || error.hint !== undefined) throw error;
  throw new RpcError('unimplemented', t('this runtime has no call for it'), {
    hint: t("Slipway's own runtime has; with this one use its own tools"),
    method: error.method,
    address: error.address,
    cause: error,
  });
}
