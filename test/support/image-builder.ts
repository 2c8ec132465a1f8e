/** Small images made in code. The builder stands in scripts/, where the sample image is made with it. */
export * from '../../scripts/image-builder.ts';
