// Why: an address of this machine is right while preparing, and a dead link in everybody else's mail.

export function isLoopbackUrl(url: string): boolean {
  return URL.canParse(url) && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(url).hostname);
}
