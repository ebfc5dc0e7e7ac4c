// What the server says (bot/channels/web_reply.py writes it) and what the widget's parts ask of each other.
// For the type checker only: no browser loads this file.
import type { STRINGS } from "./strings.js";

export type Tier = "none" | "provider" | "emergency" | "crisis";
export type Lang = "en" | "es";
export type Strings = typeof STRINGS.en;

// What goes over the wire
export interface Call { kind: "tel" | "sms"; number: string; label: string }
export interface Alarm { tier: Tier; since: string; open: boolean; call: Call[] }
export interface Source { publisher: string; title: string; heading: string; dated: string | null; local: boolean }
export interface Side { source: string; text: string }
export interface Choice { title: string; id?: string }
export interface Reply {
  id: string;
  at: string;
  text: string;
  record: { kind: string; tier: Tier };
  sides: Side[];
  opening?: string;
  closing?: string;
  sources: Source[];
  choices: Choice[];
  alarm: Alarm | null;
  lang: Lang;
}
export interface Message { id: string; at: string; text: string; reply: Reply | null }
export interface Clinic {
  name: string;
  day_number: string;
  after_hours_number: string;
  emergency_number: string;
  crisis_number: string;
}
export interface Refused { error: string; text?: string; tier?: Tier; alarm?: Alarm | null }

// What the widget keeps
/** A message as it is shown: kept here, taken by the server, or refused by it. */
export type Entry = Message & { state: "waiting" | "sent" | "failed" };
/** A message that the browser keeps until its reply is there. */
export interface Pending { id: string; at: string; text: string; choice?: string }
export interface Settings {
  mode: "launcher" | "page";
  lang: Lang;
  dictation: boolean;
  privacy: string | null;
  corner: string | null;
}

// browser.js
type Value = string | boolean | null | undefined | ((event: any) => void);
type Child = Node | string | false | null | undefined;
/** Makes an element. Strings become text and never markup; a function listens to the event of its name. */
export type H = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes?: Record<string, Value>,
  ...children: Child[]
) => HTMLElementTagNameMap[K];
export type MakeButton = (attributes: Record<string, Value>, ...children: Child[]) => HTMLButtonElement;
export type MakeIcon = (path: string) => SVGElement;
/** Says a text once to those who hear the page: politely, or at once. */
export type Announce = (text: string, lang?: string, urgent?: boolean) => void;
export type MakeAnnouncer = () => { regions: HTMLElement[]; say: Announce };

export interface Store {
  /** Other tabs see what is kept here. */
  shared: boolean;
  get(key: string): any;
  /** Nothing (null) forgets the key. */
  set(key: string, value: unknown): void;
}
export type MakeStore = (kind: "localStorage" | "sessionStorage", prefix: string) => Store;

// connection.js
export interface Connection {
  /** Calls an address: GET without a body, else POST. Throws a Refusal, or anything else where it was not reached. */
  call(path: string, body?: object, options?: { seconds?: number; signal?: AbortSignal }): Promise<any>;
  /** Forgets the session: the next call begins a new conversation. */
  forget(): void;
}
export type MakeConnection = (server: string, store: Store, onClinic: (clinic: Clinic) => void) => Connection;

// conversation.js
export interface Conversation {
  entries: Map<string, Entry>;
  /** Shows what waits from before a reload, and sends it. */
  resume(): void;
  /** Keeps a message and sends it as soon as that can be; choice is the id of what the server offered. */
  say(text: string, choice?: string): void;
  /** The alarm that is open: the conversation's, else one of a message that was refused. */
  alarm(): Alarm | null;
  /** The person has reached someone: forgets what only this browser knows of. */
  reached(): void;
  rate(reply: string, helpful: boolean): Promise<void>;
  startOver(): void;
  /** Reads the history, then waits for what other tabs and devices cause, until `rest`. */
  listen(): void;
  /** Stops listening: nobody is looking. What waits is sent all the same. */
  rest(): void;
  /** The browser says that the network is gone. */
  lost(): void;
  close(): void;
}
/** What the conversation tells; fresh: not known before, so to be read out. */
export interface Listener {
  message(entry: Entry, fresh: boolean): void;
  alarm(alarm: Alarm | null): void;
  reachable(yes: boolean): void;
  writing(yes: boolean): void;
  /** text: what to give back to the person. */
  refused(body: Refused, text: string | null): void;
  cleared(): void;
}
export type MakeConversation = (connection: Connection, store: Store, on: Listener, name: string) => Conversation;

// message.js
export type Clock = (at: string, lang: Lang) => string;
export type Prose = (text: string | undefined, numbers: string[]) => HTMLElement[];
export type Linked = (line: string, numbers: string[]) => (string | Node)[];
export type Dial = (kind: "tel" | "sms", number: string) => string;
export type Mine = (entry: Entry, t: Strings, lang: Lang) => HTMLElement;
export type Theirs = (reply: Reply, t: Strings, numbers: string[], lang: Lang) => HTMLElement;
export type Spoken = (reply: Reply) => string;
export type Feedback = (t: Strings, rate: (helpful: boolean) => Promise<void>) => HTMLElement;

// card.js
export type Ending = (reply: Reply, before: Choice | null) => Choice | null;
export interface HelpState { alarm: Alarm | null; reachable: boolean; clinic: Clinic; end: string }
export type MakeHelp = (t: Strings, reached: () => void) => { element: HTMLElement; show(state: HelpState): void };

// log.js
export interface LogParts {
  clinic(): Clinic;
  say(text: string, choice?: string): void;
  rate(reply: string, helpful: boolean): Promise<void>;
  /** Starts to read aloud, or stops where the button is already reading. */
  read(text: string, lang: string, button: HTMLButtonElement): void;
  announce: Announce;
}
export interface Log {
  element: HTMLElement;
  greet(privacy: string | null): void;
  /** Shows a message, or what is new of it. */
  show(entry: Entry): void;
  offer(choices: Choice[]): void;
  /** Shows what the server said instead of a reply; false if it stands there already. */
  notice(text: string, urgent: boolean): boolean;
  /** Shows that an answer is being written: dots, then words, then an apology with numbers. */
  writing(yes: boolean): void;
  /** What is not sent says so from now on. */
  hold(): void;
  clear(): void;
  end(): void;
  /** Brings a message's question to the top, so that its answer is read from the start. */
  reveal(id: string): void;
}
export type MakeLog = (t: Strings, lang: Lang, parts: LogParts) => Log;

// composer.js
export type Ask = (text: string, yes: string, no: string) => Promise<boolean>;
export interface Composer {
  element: HTMLFormElement;
  field: HTMLTextAreaElement;
  write(text: string): void;
  /** Makes the field as high as its text. */
  fit(): void;
}
export type MakeComposer = (
  t: Strings,
  lang: Lang,
  drafts: Store,
  parts: { say(text: string): void; ask: Ask; dictation: boolean },
) => Composer;

/** Reads aloud with a voice of this device; false where it has none. */
export type Read = (text: string, lang: string, done: () => void) => boolean;
export type Listen = (lang: Lang) => { words: Promise<string>; stop(): void };

// tools.js
export type Wish = "larger" | "aloud";
export interface MenuParts {
  wished(name: Wish): boolean;
  wish(name: Wish, on: boolean): void;
  print(): void;
  copy(): void;
  over(): void;
}
export type MakeMenu = (
  t: Strings,
  parts: MenuParts,
) => { button: HTMLElement; list: HTMLElement; toggle(open: boolean): void };
export type Lines = (
  entries: Iterable<Entry>,
  t: Strings,
  lang: Lang,
) => { who: string; at: string; text: string }[];
export type Copy = (entries: Iterable<Entry>, t: Strings, lang: Lang) => Promise<void>;
export type Print = (entries: Iterable<Entry>, t: Strings, lang: Lang) => void;

// view.js
export interface Actions {
  say(text: string, choice?: string): void;
  rate(reply: string, helpful: boolean): Promise<void>;
  reached(): void;
  startOver(): void;
  entries(): Iterable<Entry>;
  opened(): void;
  closed(): void;
}
export interface View extends Listener {
  root: HTMLElement;
  clinic(clinic: Clinic): void;
  isOpen(): boolean;
  /** After a reload: what stood open because of an alarm stands open again. */
  restore(): void;
}
export type MakeView = (
  settings: Settings,
  clinic: Clinic,
  actions: Actions,
  stores: { store: Store; tab: Store },
) => View;
