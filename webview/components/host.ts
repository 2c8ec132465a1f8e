interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The typed way between a panel and the extension. */
export interface PanelHost<To, From> {
  send(message: From): void;
  onMessage(listener: (message: To) => void): void;
  /** Kept by VS Code while the panel is hidden and over a reload. */
  keep(state: unknown): void;
}

/** May be called once in a page; that is VS Code's rule. */
export function connectHost<To, From>(): PanelHost<To, From> {
  const api = acquireVsCodeApi();
  return {
    send: (message) => {
      api.postMessage(message);
    },
    onMessage: (listener) => {
      window.addEventListener('message', (event: MessageEvent<To>) => {
        listener(event.data);
      });
    },
    keep: (state) => {
      api.setState(state);
    },
  };
}
