/**
 * What is stored compressed can be read from every so many bytes of its content on: the n-th seek point is the place
 * in the stored file from which raw deflate gives the content from n times this on. Stored files keep to it: it
 * never changes.
 */
export const SEEK_STRIDE_BYTES = 1024 * 1024;
