const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether what somebody is asked for by is an id; a name otherwise. A column of ids compares with nothing else. */
export const isUuid = (text: string): boolean => UUID.test(text);
