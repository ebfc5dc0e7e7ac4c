/** @import {MakeConnection, Refused} from "./types.js" */

/** The server answered, and said no. */
export class Refusal extends Error {
  constructor(/** @type {Response} */ { status, headers }, /** @type {Refused} */ body) {
    super(body.error);
    this.status = status;
    this.body = body;
    this.seconds = Number(headers.get("Retry-After")) || 10;
  }
}

/** Speak with the server, and renew the session when it has run out. @type {MakeConnection} */
export const makeConnection = (server, store, onClinic) => {
  const base = `${server}webhooks/web/`;

  /** @type {(path: string, body?: object, token?: string | null, options?: {seconds?: number, signal?: AbortSignal}) => Promise<any>} */
  const send = async (path, body, token, { seconds = 60, signal } = {}) => {
    const abort = new AbortController();
    const stop = () => abort.abort();
    const timer = setTimeout(stop, seconds * 1000);
    signal?.addEventListener("abort", stop);
    try {
      const response = await fetch(base + path, {
        method: body ? "POST" : "GET",
        headers: {
          ...(token && { Authorization: `Bearer ${token}` }),
          ...(body && { "Content-Type": "application/json" }),
        },
        body: body && JSON.stringify(body),
        credentials: "omit",
        cache: "no-store",
        signal: abort.signal,
      });
      if (response.status === 204) return null;
      if (response.status >= 500 && response.status !== 503) throw new Error(response.statusText);
      const said = await response.json();
      if (!response.ok) throw new Refusal(response, said);
      return said;
    } finally {
      clearTimeout(timer);
    }
  };

  // Of several tabs only one asks for a session, and the others take its token.
  const session = async (/** @type {string | null} */ old) => {
    const renew = async () => {
      const now = store.get("token");
      if (now && now !== old) return now;
      const { token, clinic } = await send("session", old ? { token: old } : {});
      store.set("token", token);
      store.set("clinic", clinic);
      onClinic(clinic);
      return token;
    };
    // Locks are missing on pages without https, and refused where storage is shut, as in some frames.
    return store.shared && navigator.locks ? navigator.locks.request(`aftercare ${base}`, renew) : renew();
  };

  return {
    async call(path, body, options) {
      const token = store.get("token") ?? (await session(null));
      try {
        return await send(path, body, token, options);
      } catch (error) {
        if (!(error instanceof Refusal) || error.status !== 401) throw error;
        return send(path, body, await session(token), options);
      }
    },
    forget: () => store.set("token", null),
  };
};
