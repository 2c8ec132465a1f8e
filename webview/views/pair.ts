/** A name with its value: a label, an annotation, a variable. */
export interface Pair {
  readonly name: string;
  readonly value: string;
}
