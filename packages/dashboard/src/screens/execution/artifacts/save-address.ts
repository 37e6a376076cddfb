/** Of an artifact that is to be saved: where there is a bucket, it may be the bucket that gives it out. */
export const saveAddress = (link: string): string => `${link}${link.includes('?') ? '&' : '?'}as=file`;
