/** The facts of the CRI API, as in proto/cri-schema.json. */
export interface CriSchema {
  readonly source: { readonly repo: string; readonly describe: string };
  readonly package: string;
  readonly options: Readonly<Record<string, string>>;
  readonly enums: readonly SchemaEnum[];
  readonly messages: readonly SchemaMessage[];
  readonly services: readonly SchemaService[];
}

export interface SchemaEnum {
  readonly name: string;
  readonly full_name: string;
  readonly values: readonly { readonly name: string; readonly number: number }[];
}

export interface SchemaMessage {
  readonly name: string;
  readonly full_name: string;
  readonly fields: readonly SchemaField[];
}

export interface SchemaField {
  readonly name: string;
  readonly number: number;
  readonly type: string;
  readonly label: 'singular' | 'repeated' | 'map';
  readonly kind?: 'scalar' | 'message' | 'enum';
  readonly key_type?: string;
  readonly value_type?: string;
  readonly packed?: boolean;
  readonly deprecated?: boolean;
  readonly debug_redact?: boolean;
}

export interface SchemaService {
  readonly name: string;
  readonly rpcs: readonly SchemaRpc[];
}

export interface SchemaRpc {
  readonly name: string;
  readonly path: string;
  readonly request: string;
  readonly response: string;
  readonly client_streaming: boolean;
  readonly server_streaming: boolean;
  readonly since: string;
}

/** Our sentences, keyed `Service`, `Service.Rpc`, `Message`, `Message.field`, `Enum`, `Enum.VALUE`. */
export type CriComments = Readonly<Record<string, string>>;
