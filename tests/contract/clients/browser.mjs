// What a page around the client code below would bring: a base address, a storage, and places to show things in.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [, , base, mails] = process.argv;
const throughTheNetwork = globalThis.fetch;
globalThis.fetch = (path, options) => throughTheNetwork(new URL(path, base), options);

const kept = new Map();
globalThis.localStorage = {
  getItem: (name) => kept.get(name) ?? null,
  setItem: (name, value) => kept.set(name, value),
  removeItem: (name) => kept.delete(name),
};

export const shown = [];
const shows = (name) => (...what) => shown.push([name, ...what]);
for (const name of [
  'redirectToLogin', 'showEmailVerificationMessage', 'showFieldError', 'showLoginError', 'showRateLimitMessage',
  'showVerificationError', 'updateSessionsUI',
]) globalThis[name] = shows(name);

export const lastShown = () => shown[shown.length - 1];

export function check(what, got, wanted) {
  const [one, other] = [JSON.stringify(got), JSON.stringify(wanted)];
  if (one !== other) throw new Error(`${what}: ${one} instead of ${other}`);
}

export async function tokenFromMail() {
  for (let tries = 0; tries < 100; tries += 1) {
    const names = readdirSync(mails).filter((name) => name.endsWith('.eml')).sort();
    const found = names.length && /verify-email\/([0-9a-f-]{36})\//.exec(readFileSync(join(mails, names.at(-1)), 'utf8'));
    if (found) return found[1];
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('no mail came');
}
