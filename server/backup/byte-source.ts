// Why: what reads a backup asks for an exact number of bytes; a stream gives what it likes.

export class ByteSource {
  private readonly iterator: AsyncIterator<Buffer>;
  private held: Buffer = Buffer.alloc(0);
  private isOver = false;

  constructor(source: AsyncIterable<Buffer>) {
    this.iterator = source[Symbol.asyncIterator]();
  }

  /** `bytes` of them; fewer at the end only. */
  async take(bytes: number): Promise<Buffer> {
    const parts = [this.held];
    let size = this.held.length;
    while (size < bytes && !this.isOver) {
      const part = await this.next();
      parts.push(part);
      size += part.length;
    }
    const all = parts.length === 1 ? this.held : Buffer.concat(parts, size);
    this.held = all.subarray(bytes);
    return all.subarray(0, bytes);
  }

  /** Up to and without this byte; null when it does not come within `most` bytes. */
  async takeLine(most: number): Promise<string | null> {
    const start = await this.take(most);
    const end = start.indexOf('\n');
    this.held = Buffer.concat([start.subarray(end + 1), this.held]);
    return end < 0 ? null : start.toString('utf8', 0, end);
  }

  async isAtEnd(): Promise<boolean> {
    while (this.held.length === 0 && !this.isOver) this.held = await this.next();
    return this.held.length === 0;
  }

  private async next(): Promise<Buffer> {
    const { value, done } = await this.iterator.next();
    this.isOver = done === true;
    return done ? Buffer.alloc(0) : value;
  }
}
