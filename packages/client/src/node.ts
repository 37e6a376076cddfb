/** What needs Node.js: not for browsers. */
export { type Upload, UploadDiffers, type UploadOptions, uploadStream } from './upload-stream.ts';
