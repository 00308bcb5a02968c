// Why: an address of this machine is right while preparing, and a dead link in everybody else's mail.

export function isLoopbackUrl(url: string): boolean {
  return URL.canParse(url) && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(url).hostname);
}

/** The portal speaks http alone: behind an https address stands a proxy, on this machine or on another, which is the way in of the residents. */
export function isProxiedUrl(url: string): boolean {
  return URL.canParse(url) && new URL(url).protocol === 'https:' && !isLoopbackUrl(url);
}
