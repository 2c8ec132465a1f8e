import { status } from '@grpc/grpc-js';
import type { CriError } from '../base/cri-error.ts';
import { isCriError } from '../base/cri-error.ts';
import type { LogFields, LogLevel, Logger } from '../base/logger.ts';
import type { Clock } from '../host/clock.ts';
import type { Call } from './call.ts';
import { errorStatus, type ErrorStatus } from './error-status.ts';

/** Throws unavailable while the daemon cannot serve `method` (recovering, shutting down). */
export type Gate = (method: string) => CriError | undefined;

export interface InterceptorOptions {
  readonly log: Logger;
  readonly clock: Pick<Clock, 'monotonicMs'>;
  readonly gate: Gate;
}

export interface InterceptedCall {
  /** `RunPodSandbox` */
  readonly method: string;
  readonly signal: AbortSignal;
}

/** Runs one call: `act` answers it; undefined as result means that it went well. It never throws. */
export type Interceptor = (call: InterceptedCall, act: (call: Call) => Promise<void>) => Promise<ErrorStatus | undefined>;

/** Calls that clients repeat all day: logged at debug when they succeed. */
const QUIET =
  /^(Version|Status|RuntimeConfig|ImageFsInfo|List|Stream|PodSandboxStatus|ContainerStatus|ImageStatus|ExecSync|ContainerLogs|ImageHistory|ImageDiskUsage|PlanCleanUp)/;

/** What every call has in common: request id, readiness, one line of log at its end, and errors as statuses. */
export function createInterceptor({ log, clock, gate }: InterceptorOptions): Interceptor {
  let count = 0;
  const session = Math.floor(Math.random() * 0x1_0000)
    .toString(16)
    .padStart(4, '0');
  return async ({ method, signal }, act) => {
    const requestId = `${session}-${(++count).toString(36)}`;
    const startedMs = clock.monotonicMs();
    const noted: LogFields[] = [];
    let failure: ErrorStatus | undefined;
    let cause: unknown;
    try {
      const closed = gate(method);
      if (closed !== undefined) throw closed;
      await act({
        signal,
        requestId,
        note: (fields) => {
          noted.push(fields);
        },
      });
    } catch (error) {
      // Whatever broke on the way out of an aborted call, the caller asked for the end (or ran out of time).
      cause = signal.aborted && !isCriError(error) ? signal.reason : error;
      failure = errorStatus(cause, requestId);
    }
    const fields = Object.assign(
      { requestId, ms: Math.round((clock.monotonicMs() - startedMs) * 10) / 10 },
      ...noted,
    ) as LogFields;
    const code = status[failure?.code ?? status.OK];
    log[levelOf(method, failure)](method, { ...fields, code, ...errorFields(cause, failure) });
    return failure;
  };
}

function levelOf(method: string, failure: ErrorStatus | undefined): LogLevel {
  if (failure === undefined) return QUIET.test(method) ? 'debug' : 'info';
  if (failure.code === status.INTERNAL || failure.code === status.DATA_LOSS) return 'error';
  return failure.code === status.CANCELLED || failure.code === status.UNIMPLEMENTED ? 'info' : 'warn';
}

/** A bug is logged with its stack, an error that the caller may act on with its words. */
function errorFields(cause: unknown, failure: ErrorStatus | undefined): LogFields {
  if (failure === undefined) return {};
  return failure.code === status.INTERNAL ? { error: cause } : { reason: failure.details };
}
