/** VS Code in a browser. It stands in scripts/, where `npm start` uses it too. */
export * from '../../scripts/code-server.ts';
