// Why: who is calling. Forwarded headers are believed only from a declared proxy; one IPv6 household is one /64.
import { BlockList, isIP } from 'node:net';

/** True for an address, or an address and the length of its prefix: 10.0.0.0/8. */
export function isProxyBlock(text: string): boolean {
  const [, address = '', prefix] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const family = isIP(address);
  return family !== 0 && Number(prefix ?? 0) <= (family === 4 ? 32 : 128);
}

/** The blocks satisfy `isProxyBlock`. */
export function proxyList(blocks: string[]): BlockList {
  const list = new BlockList();
  for (const block of blocks) {
    const [address = '', prefix] = block.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return list;
}

/** `socketAddress`, or the right-most address of X-Forwarded-For that is no declared proxy. */
export function clientAddress(socketAddress: string, forwardedFor: string | undefined, proxies: BlockList): string {
  const chain = (forwardedFor ?? '').split(',').map((each) => bareAddress(each.trim())).filter(Boolean);
  let client = bareAddress(socketAddress);
  while (isListed(client, proxies)) {
    const previous = chain.pop();
    if (previous === undefined || isIP(previous) === 0) break;
    client = previous;
  }
  return client;
}

/** What limits are counted by: the IPv4 address, or the /64 of an IPv6 one. */
export function addressBlock(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = '', tail = ''] = address.split('%')[0]?.split('::') ?? [];
  const left = head === '' ? [] : head.split(':');
  const right = tail === '' ? [] : tail.split(':');
  const middle = address.includes('::') ? Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0') : [];
  return [...left, ...middle, ...right].slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16)).join(':');
}

const privateNetworks = proxyList(['127.0.0.0/8', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16', '::1', 'fc00::/7', 'fe80::/10']);

/** True for this machine and the local network. */
export function isPrivateAddress(address: string): boolean {
  return isListed(bareAddress(address), privateNetworks);
}

function bareAddress(address: string): string {
  return /^::ffff:[\d.]+$/i.test(address) ? address.slice(7) : address;
}

function isListed(address: string, list: BlockList): boolean {
  const family = isIP(address);
  return family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4');
}
