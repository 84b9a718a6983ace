// Runs client code that was written for the system that this shop replaces, unchanged, against this shop.
// Arguments: the shop's address, the folder with its mails, and a file with the blocks of code as a JSON array.
import { readFileSync, readdirSync } from "node:fs";

const [address, mails, file] = process.argv.slice(2);
const [registration, login, sessionTools, errorHandling, utilities] = JSON.parse(readFileSync(file, "utf8"));
const told = [];
const note = (name) => (...said) => told.push([name, ...said]);

const realFetch = globalThis.fetch;
globalThis.fetch = (path, options) => realFetch(address + path, options);
const kept = new Map();
globalThis.localStorage = {
  getItem: (name) => (kept.has(name) ? kept.get(name) : null),
  setItem: (name, value) => kept.set(name, String(value)),
  removeItem: (name) => kept.delete(name),
};
for (const name of [
  "showEmailVerificationMessage", "redirectToLogin", "showFieldError", "showRateLimitMessage", "showLoginError",
  "showVerificationError", "updateSessionsUI",
]) globalThis[name] = note(name);
console.log = note("console.log");

const sleep = (milliseconds) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
function tokenFromMail() {
  for (let tries = 0; tries < 300; tries++) {
    for (const name of readdirSync(mails).filter((each) => each.includes("verify_email")).sort().reverse()) {
      const found = readFileSync(`${mails}/${name}`, "utf8").replace(/=\r?\n/g, "").match(/verify-email\/([0-9a-f-]{36})/);
      if (found) return found[1];
    }
    sleep(100);
  }
  throw new Error("no mail came");
}

const AsyncFunction = (async () => {}).constructor;
const run = (code, given, results) =>
  new AsyncFunction(...Object.keys(given), `${code}\n;return { ${results} };`)(...Object.values(given));
const post = (path, body, bearer) =>
  realFetch(address + path, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...(bearer ? { Authorization: `Bearer ${bearer}` } : {}) },
    body: JSON.stringify(body),
  });
const output = {};

// Registration: the address of the mail's link is read when the code asks for it.
Object.defineProperty(globalThis, "token", { get: tokenFromMail, configurable: true });
const registered = await run(registration, {}, "registerResponse, verifyResponse, resendResponse");
output.registration = Object.values(registered).map((response) => response.status);

const loggedIn = await run(login, {}, "loginResponse, access, refresh, user, refreshResponse");
output.login = [loggedIn.loginResponse.status, loggedIn.refreshResponse.status, loggedIn.user.email];
output.tokensTakenOver = kept.get("access_token") !== loggedIn.access;

// Another device, to be signed out from this one.
const other = await (await post("/api/v1/auth/login/", { email: "user@example.com", password: "SecurePassword123" })).json();
let access = kept.get("access_token");
let refresh = kept.get("refresh_token");
const listed = await (await realFetch(`${address}/api/v1/auth/sessions/`, { headers: { Authorization: `Bearer ${access}` } })).json();
const sessionId = listed.find((session) => !session.is_current).id;
const used = await run(
  sessionTools, { access, refresh, sessionId },
  "sessions, deactivateResponse, logoutAllResponse, stats, logoutResponse",
);
output.sessions = {
  listed: used.sessions.length,
  statuses: [used.deactivateResponse.status, used.logoutAllResponse.status, used.logoutResponse.status],
  stats: Object.keys(used.stats).sort(),
};
const gone = { headers: { Authorization: `Bearer ${other.access}` } };

// Every kind of error, through the code that shows it.
const again = { email: "user@example.com", username: "johndoe", password: "12345678", first_name: "J", last_name: "D" };
const wrongPassword = () => post("/api/v1/auth/login/", { email: "nobody@example.com", password: "wrong" });
const fresh = await (await post("/api/v1/auth/login/", { email: "user@example.com", password: "SecurePassword123" })).json();
const tokens = { access_token: fresh.access, refresh_token: fresh.refresh };
const definitions = utilities;
const asked = {
  registerResponse: await post("/api/v1/auth/register/", again),
  loginResponse: await wrongPassword(),
  apiResponse: await realFetch(`${address}/api/v1/auth/sessions/`, gone),
  verifyResponse: await realFetch(`${address}/api/v1/auth/verify-email/${globalThis.token}/`),
  changePasswordResponse: await post(
    "/api/v1/auth/change-password/", { current_password: "wrong", new_password: "AnotherPassword123" }, fresh.access,
  ),
};
told.length = 0;
await run(errorHandling, { ...asked, clearTokens: note("clearTokens"), attemptTokenRefresh: note("refresh") }, "");
output.errors = told.splice(0);

// The utilities: refresh, look, log out.
Object.entries(tokens).forEach(([name, value]) => kept.set(name, value));
const tools = await run(definitions, {}, "attemptTokenRefresh, checkActiveSessions, secureLogout");
output.refreshed = await tools.attemptTokenRefresh();
await tools.checkActiveSessions();
output.shown = told.splice(0).map(([name, ui]) => [name, ui.total, ui.current.is_current]);
await tools.secureLogout();
output.loggedOut = [kept.size, told.splice(0).map(([name]) => name)];
output.refreshedAfterLogout = (await post("/api/v1/auth/refresh/", { refresh: tokens.refresh_token })).status;

process.stdout.write(JSON.stringify(output));
