import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from './samples.mjs';

const bin = process.env.EASEL_BIN ?? join(root, 'build/release/bin');

/** A server of its own, with a home of its own. */
export class Server {
  static async start() {
    const server = new Server();
    server.home = await mkdtemp(join(tmpdir(), 'easel-browser-'));
    await server.run('127.0.0.1:0');
    return server;
  }

  /** Starts one for `use` and removes it and its home whatever happens. */
  static async with(use) {
    const server = await Server.start();
    try {
      await use(server);
    } finally {
      await server.stop();
    }
  }

  async run(listen) {
    this.process = spawn(join(resolve(bin), 'easel'),
      ['serve', '--listen', listen, '--studio', join(root, 'web/dist'), '--json'],
      { env: { ...process.env, EASEL_HOME: this.home }, stdio: ['ignore', 'pipe', 'pipe'] });
    this.log = '';
    this.process.stderr.on('data', (data) => { this.log += data; });
    const ended = once(this.process, 'exit').then(([code]) => { throw new Error(`the server ended with ${code}:\n${this.log}`); });
    const line = once(createInterface(this.process.stdout), 'line').then(([text]) => JSON.parse(text));
    const { listening, setup } = await Promise.race([line, ended]);
    ended.catch(() => undefined);
    this.url = new URL(listening).origin;
    this.setup = setup ?? this.setup;
  }

  /** As a power cut would: no chance to tidy up. */
  async kill() {
    this.process.kill('SIGKILL');
    await once(this.process, 'exit');
  }

  /** On the same address, as a service manager would. */
  restart() {
    return this.run(new URL(this.url).host);
  }

  async stop() {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      this.process.kill('SIGTERM');
      await once(this.process, 'exit');
    }
    await rm(this.home, { recursive: true, force: true });
  }

  /** Asks the API as the studio does. Keeps the session's cookie. */
  async ask(method, path, body) {
    const isBytes = body instanceof Uint8Array;
    const reply = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        'X-Easel-Request': '1',
        'Content-Type': isBytes ? 'application/octet-stream' : 'application/json',
        ...(this.cookie ? { Cookie: this.cookie } : {}),
      },
      ...(body === undefined ? {} : { body: isBytes ? body : JSON.stringify(body) }),
    });
    const [cookie] = reply.headers.getSetCookie();
    if (cookie) this.cookie = cookie.split(';')[0];
    const text = await reply.text();
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  }

  async finish(job) {
    while (true) {
      const { state, error } = await this.ask('GET', `/jobs/${job.id}`);
      if (state === 'done') return;
      if (state !== 'queued' && state !== 'running') throw new Error(`job ${job.id} ${state}: ${JSON.stringify(error)}`);
      await new Promise((done) => setTimeout(done, 200));
    }
  }

  /** A project with pictures, made without the studio. */
  async addProject(name, archive, task = 'image-classification') {
    await this.ask('POST', '/projects', { name, task });
    await this.finish(await this.ask('POST', `/projects/${encodeURIComponent(name)}/imports?name=photos.zip`, archive));
  }
}
