// Why: closes a window as a person does, from outside: its cross tells the program « WM_DELETE_WINDOW », which nothing in a page can do. The few words of X11 that it takes.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const viewable = 2;
const clientMessage = 33;
const opcodes = { getWindowAttributes: 3, queryTree: 15, internAtom: 16, getProperty: 20, sendEvent: 25 };

/** Answers how many were shown and asked to close. `display`: ':99', without a password, as Xvfb makes them. */
export async function closeWindowsOf(pid: number, display: string): Promise<number> {
  const screen = await openScreen(display);
  const [protocols, deleteWindow, owner] = [await screen.atom('WM_PROTOCOLS'), await screen.atom('WM_DELETE_WINDOW'), await screen.atom('_NET_WM_PID')];
  let closed = 0;
  for (const window of await screen.windows()) {
    const isOurs = (await screen.property(window, owner)).includes(pid);
    if (!isOurs || !(await screen.isShown(window)) || !(await screen.property(window, protocols)).includes(deleteWindow)) continue;
    screen.tell(window, protocols, deleteWindow);
    closed += 1;
  }
  screen.end();
  return closed;
}

async function openScreen(display: string) {
  const socket = connect(`/tmp/.X11-unix/X${display.replace(/^.*:|\..*$/g, '')}`);
  const read = reader(socket);
  socket.write(words([0x6c], [11, 0], [0, 0], [0]));
  const greeting = await read(8);
  if (greeting[0] !== 1) throw new Error(`the screen ${display} refuses us`);
  const setup = await read(greeting.readUInt16LE(6) * 4);
  const root = setup.readUInt32LE(32 + padded(setup.readUInt16LE(16)) + 8 * (setup[21] ?? 0));
  /** Its answer; what went away meanwhile answers nothing. */
  const ask = async (opcode: number, detail: number, ...content: Buffer[]): Promise<Buffer> => {
    socket.write(request(opcode, detail, content));
    const answer = await read(32);
    return answer[0] === 1 ? Buffer.concat([answer, await read(answer.readUInt32LE(4) * 4)]) : Buffer.alloc(32);
  };
  return {
    atom: async (name: string) => (await ask(opcodes.internAtom, 0, words([name.length, 0]), Buffer.from(name.padEnd(padded(name.length), '\0')))).readUInt32LE(8),
    windows: async () => numbers((await ask(opcodes.queryTree, 0, longs(root))).subarray(32)),
    property: async (window: number, atom: number) => numbers((await ask(opcodes.getProperty, 0, longs(window, atom, 0, 0, 64))).subarray(32)),
    isShown: async (window: number) => (await ask(opcodes.getWindowAttributes, 0, longs(window)))[26] === viewable,
    tell: (window: number, type: number, what: number) => void socket.write(request(opcodes.sendEvent, 0, [longs(window, 0), Buffer.from([clientMessage, 32, 0, 0]), longs(window, type, what, 0, 0, 0, 0)])),
    end: () => void socket.end(),
  };
}

function reader(socket: Socket): (count: number) => Promise<Buffer> {
  let received = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => { received = Buffer.concat([received, chunk]); });
  return async (count) => {
    while (received.length < count) await once(socket, 'data');
    const taken = received.subarray(0, count);
    received = received.subarray(count);
    return taken;
  };
}

function request(opcode: number, detail: number, content: Buffer[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.from([opcode, detail]), words([1 + body.length / 4]), body]);
}

const padded = (length: number) => Math.ceil(length / 4) * 4;
const words = (...groups: number[][]) => Buffer.from(Uint16Array.from(groups.flat()).buffer);
const longs = (...values: number[]) => Buffer.from(Uint32Array.from(values).buffer);
const numbers = (bytes: Buffer) => Array.from({ length: Math.floor(bytes.length / 4) }, (_, index) => bytes.readUInt32LE(index * 4));
