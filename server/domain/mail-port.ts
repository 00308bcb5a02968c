// Why: the window must not be a way to knock at any door of the town hall's network.

const usual = [25, 465, 587, 2525];

/** `kept`: a server that is already in the settings, put there by the installer. */
export const isMailPort = ({ host, port }: { host: string; port: number }, kept: { host: string; port: number }): boolean => usual.includes(port) || (host === kept.host && port === kept.port);
