/** What the run page may suggest. */
export interface RunView {
  /** The image that it was opened for; '' for none. */
  readonly image: string;
  /** Names of all that are there. */
  readonly images: readonly string[];
}

/** The fields of the form as they are typed: lists have one entry a line. */
export interface RunForm {
  readonly image: string;
  readonly name: string;
  readonly command: string;
  readonly env: string;
  readonly ports: string;
  readonly mounts: string;
  readonly memory: string;
  readonly cpus: string;
  /** More flags of `docker run`. */
  readonly flags: string;
}

/** What is to run: the form, or a text (YAML of Kubernetes or CRI, a line for docker). */
export interface RunSource {
  readonly from: 'form' | 'text';
  readonly form: RunForm;
  readonly text: string;
}

/** The answer to `preview`. */
export interface RunPreview {
  /** What is wrong, by field; `text` for the text. Nothing runs while there is something. */
  readonly problems: Readonly<Record<string, string>>;
  /** CRI's configurations of the pod and its containers; '' while something is wrong. */
  readonly config: string;
  readonly name: string;
  readonly dropped: readonly { readonly path: string; readonly reason: string }[];
}
