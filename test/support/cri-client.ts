/** A typed client for any CRI endpoint. It stands in scripts/, where `npm start` uses it too. */
export * from '../../scripts/cri-client.ts';
