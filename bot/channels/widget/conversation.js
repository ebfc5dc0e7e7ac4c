import { Refusal } from "./connection.js";

/** @import {Alarm, Connection, Entry, MakeConversation, Message, Pending} from "./types.js" */

const LONGEST_WAIT = 30;

/** Hold what was said, what waits to be sent, and which alarm is open. @type {MakeConversation} */
export const makeConversation = (connection, store, on, name) => {
  /** @type {Map<string, Entry>} */
  const entries = new Map();
  /** @type {Set<() => void>} */
  const naps = new Set();
  /** @type {AbortController | null} */
  let poll = null;
  let [sending, synced] = [false, false];
  let [backoff, notBefore, losses] = [1, 0, 0];
  let [cursor, latest] = ["", ""];
  // Without shared storage each tab has a conversation of its own.
  const tabs = store.shared && "BroadcastChannel" in window ? new BroadcastChannel(name) : null;
  if (tabs) tabs.onmessage = ({ data }) => (data ? take(data, true) : clear());

  // Read anew each time, for other tabs write there too.
  const outbox = () => /** @type {Pending[]} */ (store.get("outbox") ?? []);
  const keep = (/** @type {Pending[]} */ pending) => store.set("outbox", pending.length ? pending : null);
  const drop = (/** @type {string} */ id) => keep(outbox().filter((pending) => pending.id !== id));

  const nap = (/** @type {number} */ seconds) =>
    new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        naps.delete(done);
        resolve(null);
      };
      const timer = setTimeout(done, seconds * 1000);
      naps.add(done);
    });

  const wake = () => {
    backoff = 1;
    for (const done of naps) done();
  };

  const alarm = () => /** @type {Alarm | null} */ (store.get("alarm") ?? store.get("refused"));

  const ring = (/** @type {Alarm | null} */ told) => {
    store.set("alarm", told?.open ? told : null);
    on.alarm(alarm());
  };

  const show = (/** @type {Entry} */ entry, /** @type {boolean} */ fresh) => {
    entries.set(entry.id, entry);
    on.message(entry, fresh);
  };

  const take = (/** @type {Entry} */ entry, /** @type {boolean} */ fresh) => {
    const { id, reply } = entry;
    const known = entries.get(id);
    if (known && (known.reply || !reply)) return;
    if (reply) {
      drop(id);
      if (reply.at >= latest) {
        latest = reply.at;
        if (fresh) ring(reply.alarm);
      }
    }
    show(entry, fresh);
  };

  const lost = () => {
    losses += 1;
    on.reachable(false);
  };

  /** @type {Connection["call"]} */
  const call = async (...asked) => {
    const before = losses;
    // What set off before the network was lost says nothing of the network now.
    const answered = () => before === losses && on.reachable(true);
    try {
      const said = await connection.call(...asked);
      answered();
      return said;
    } catch (error) {
      if (error instanceof Refusal) answered();
      throw error;
    }
  };

  // Each returns how many seconds to wait before the next attempt.
  const failed = (/** @type {unknown} */ error) => {
    if (error instanceof Refusal) return error.seconds;
    lost();
    synced = false;
    const wait = backoff;
    backoff = Math.min(LONGEST_WAIT, wait * 2);
    return wait;
  };

  const refused = (/** @type {Pending} */ pending, /** @type {Refusal} */ { status, body, seconds }) => {
    if (body.alarm) {
      // The server forgets this one: it stays here until the person says that they have called.
      store.set("refused", body.alarm);
      on.alarm(alarm());
    }
    if (status === 404 && pending.choice) {
      // The server no longer knows the button, but it understands its words.
      keep(outbox().map(({ choice, ...rest }) => rest));
      return 0;
    }
    const later = [401, 429, 503].includes(status);
    if (!later) {
      drop(pending.id);
      show({ ...pending, reply: null, state: "failed" }, false);
    }
    on.refused(body, later ? null : pending.text);
    notBefore = later ? Date.now() + seconds * 1000 : 0;
    return later ? seconds : 0;
  };

  const send = async (/** @type {Pending} */ pending) => {
    const { id, text, choice } = pending;
    try {
      on.writing(true);
      const said = await call("message", choice ? { id, choice } : { id, text });
      backoff = 1;
      // Another tab may have begun anew meanwhile.
      if (!outbox().some((waiting) => waiting.id === id)) return 0;
      take({ ...said, state: "sent" }, true);
      tabs?.postMessage(entries.get(id));
      return 0;
    } catch (error) {
      return error instanceof Refusal ? refused(pending, error) : failed(error);
    } finally {
      on.writing(false);
    }
  };

  const flush = async () => {
    if (sending) return;
    sending = true;
    for (let first; (first = outbox()[0]); ) {
      const wait = (notBefore - Date.now()) / 1000;
      const pause = wait > 0 ? wait : await send(first);
      if (pause) await nap(pause);
    }
    sending = false;
  };

  const sync = async () => {
    /** @type {{messages: Message[], alarm: Alarm | null, cursor: string}} */
    const { messages, ...told } = await call("history");
    const waiting = new Set(outbox().map((pending) => pending.id));
    for (const message of messages) take({ ...message, state: "sent" }, waiting.has(message.id));
    // An alarm needs a message: an empty history is another conversation and ends nothing.
    if (messages.length || !store.get("alarm")) ring(told.alarm);
    cursor = told.cursor;
    synced = true;
    wake();
  };

  const listen = async () => {
    if (poll) return;
    const { signal } = (poll = new AbortController());
    while (!signal.aborted) {
      try {
        if (!synced) await sync();
        /** @type {{messages: Message[], cursor: string}} */
        const told = await call(`changes?after=${cursor}`, undefined, { seconds: 40, signal });
        cursor = told.cursor;
        for (const message of told.messages) take({ ...message, state: "sent" }, true);
        // A server that is closing says "nothing" at once.
        if (!told.messages.length) await nap(1);
      } catch (error) {
        if (!signal.aborted) await nap(failed(error));
      }
    }
  };

  const rest = () => {
    poll?.abort();
    poll = null;
    synced = false;
    wake();
  };

  const clear = () => {
    rest();
    keep([]);
    entries.clear();
    latest = "";
    notBefore = 0;
    store.set("refused", null);
    ring(null);
    on.cleared();
  };

  return {
    entries,
    resume() {
      for (const pending of outbox()) show({ ...pending, reply: null, state: "waiting" }, false);
      flush();
    },
    say(text, choice) {
      const pending = { id: uuid(), at: new Date().toISOString(), text, choice };
      /** @type {Entry} */
      const entry = { ...pending, reply: null, state: "waiting" };
      keep([...outbox(), pending]);
      show(entry, true);
      tabs?.postMessage(entry);
      flush();
    },
    alarm,
    reached() {
      store.set("refused", null);
      on.alarm(alarm());
    },
    rate: (reply, helpful) => call("feedback", { reply, helpful }),
    startOver() {
      connection.forget();
      tabs?.postMessage(null);
      clear();
    },
    listen,
    rest,
    lost,
    close() {
      rest();
      tabs?.close();
    },
  };
};

// crypto.randomUUID is missing on pages without https.
const uuid = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
};
