import { h } from "./browser.js";

// Colours: text stands at 7:1 or better on its ground. Sizes are in em, so that "larger text" enlarges all.
const DARK = `
  --ground: #14191e; --text: #f3f5f7; --faint: #c3ccd4; --line: #8d99a4; --mine: #1d3d52; --theirs: #252c33; --link: #a9d7f7;
  --danger: #a3121c; --warn: #46350b; --on-warn: #fff1cf; --warn-line: #e0b24a;
  color-scheme: dark;`;

const CSS = `
:host {
  all: initial;
  --brand: var(--aftercare-color, #0b4a6f);
  --on-brand: var(--aftercare-on-color, #fff);
  --corner: var(--aftercare-corner, 16px);
  --x: var(--aftercare-offset-x, 20px);
  --y: var(--aftercare-offset-y, 20px);
  --ground: #fff; --text: #1b2127; --faint: #46515b; --line: #6b7680; --mine: #e3eff6; --theirs: #f3f4f6; --link: #0b4a6f;
  --danger: #8f0d16; --on-danger: #fff; --warn: #fff1cf; --on-warn: #3b2800; --warn-line: #8a5a00;
  display: block;
  color-scheme: light;
}
:host([hidden]) { display: none; }
:host([mode="page"]) { height: 100%; }
@media (prefers-color-scheme: dark) {
  :host(:not([theme="light"])) { ${DARK} }
}
:host([theme="dark"]) { ${DARK} }
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
.root {
  height: 100%;
  font: max(18px, 1.125rem)/1.5 var(--aftercare-font, system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif);
  color: var(--text);
}
.larger { font-size: max(24px, 1.5rem); }
p, h2, h3, ol, ul { margin: 0; }
h2 { font-size: 1.1em; line-height: 1.3; }
h3 { font-size: 1em; line-height: 1.4; }
svg { width: 1.35em; height: 1.35em; flex: none; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
a { color: var(--link); }
button, .call, .strip a {
  display: inline-flex; align-items: center; justify-content: center; gap: .45em;
  min-height: max(48px, 2.6em); min-width: 48px; padding: .3em .8em;
  border: 2px solid var(--link); border-radius: min(var(--corner), 12px);
  background: var(--ground); color: var(--link); font: inherit; line-height: 1.25; text-align: center; text-decoration: none; cursor: pointer;
  overflow-wrap: anywhere;
}
button[aria-pressed="true"] { background: var(--link); color: var(--ground); }
button[aria-pressed="true"]::before { content: "✓"; }
:focus-visible { outline: 3px solid var(--ring, var(--link)); outline-offset: 2px; }
.main { background: var(--brand); color: var(--on-brand); border-color: var(--on-brand); }
.row { display: flex; flex-wrap: wrap; align-items: center; gap: .4em; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.launcher {
  position: fixed; z-index: 2147483000; right: var(--x); bottom: var(--y); max-width: calc(100vw - 2 * var(--x));
  min-height: max(56px, 3em); padding: .4em 1.2em; border: 2px solid var(--on-brand); border-radius: 2em;
  background: var(--brand); color: var(--on-brand); font-weight: 600; box-shadow: 0 3px 12px #0006;
}
.left .launcher { right: auto; left: var(--x); }
.launcher.alarm { background: var(--danger); color: var(--on-danger); border-color: var(--on-danger); }
.launcher:focus-visible { box-shadow: 0 0 0 6px var(--ground); }

.panel {
  flex-direction: column; margin: 0; padding: 0; overflow: hidden auto; max-width: none; max-height: none;
  background: var(--ground); color: var(--text); border: 1px solid var(--line);
}
dialog[open].panel, section.panel { display: flex; }
.launcher ~ .panel {
  position: fixed; z-index: 2147483000; inset: auto var(--x) var(--y) auto;
  width: min(27em, calc(100vw - 2 * var(--x))); height: min(46em, calc(100vh - 2 * var(--y)));
  border-radius: var(--corner); box-shadow: 0 8px 32px #0006;
}
.left .launcher ~ .panel { inset: auto auto var(--y) var(--x); }
section.panel { height: 100%; width: 100%; }

header { --ring: var(--on-brand); padding: .5em .6em; background: var(--brand); color: var(--on-brand); }
header button { background: transparent; color: inherit; border-color: currentColor; }
.logo { width: var(--aftercare-logo-width, 0); height: 2.6em; background: var(--aftercare-logo, none) center / contain no-repeat; }
.title { flex: 1 1 4em; font-size: .9em; line-height: 1.35; }
.larger header, .larger .strip { font-size: .8em; }
.menu { padding: .6em; border-bottom: 1px solid var(--line); }

.strip { border-bottom: 1px solid var(--line); }
.strip a { flex: 1 1 auto; border-color: transparent; padding: .2em; text-decoration: underline; font-size: .9em; font-weight: 600; }
.card { --ring: var(--on-danger); padding: .6em .8em .8em; border: 3px solid var(--danger); border-width: 3px 0; background: var(--danger); color: var(--on-danger); }
.card.provider, .card.offline { --ring: var(--on-warn); background: var(--warn); color: var(--on-warn); border-color: var(--warn-line); }
.card h3 { font-size: 1.2em; }
.calls { margin: .4em 0; }
.call { flex: 1 1 auto; min-height: max(56px, 3em); background: #fff; color: #6d0710; border-color: #fff; font-weight: 700; }
.emergency .call { font-size: 1.2em; }
.provider .call, .offline .call { color: #0b3a57; border-color: var(--warn-line); }
.reached { width: 100%; background: transparent; color: inherit; border-color: currentColor; }

.panel > * { flex: none; }
.panel > .log { flex: 1 1 0; min-height: 6em; }
.log { overflow: hidden auto; overscroll-behavior: contain; padding: .7em; }
.log:focus-visible { outline-offset: -3px; }
.hello, .typing, .notice { display: grid; gap: .5em; margin-bottom: 1em; }
.log ol, .log ul { padding: 0; }
.log > ol { list-style: none; }
.me, .bot { margin-bottom: 1em; }
.head { color: var(--faint); font-size: .9em; margin-bottom: .2em; }
.me { padding-left: 12%; }
.me .head, .state { text-align: right; }
.bubble { display: block; padding: .6em .8em; border: 1px solid transparent; border-radius: var(--corner); background: var(--theirs); overflow-wrap: anywhere; }
.me .bubble { background: var(--mine); white-space: pre-wrap; width: fit-content; max-width: 100%; margin-left: auto; }
.bubble > * + *, .side > * + * { margin-top: .5em; }
.bubble ol, .bubble ul { padding-left: 1.3em; }
.log p a, .log li a { display: inline-block; min-width: 44px; margin: 0 -.3em; padding: .55em .4em; font-weight: 600; text-align: center; }
.state { display: none; color: var(--faint); font-size: .9em; }
.held .waiting .state, .failed .state { display: block; }
.sides { display: grid; gap: .6em; grid-template-columns: repeat(auto-fit, minmax(min(100%, max(11em, 40%)), 1fr)); }
.side { padding: .5em .7em; border: 1px solid var(--line); border-top: 5px solid var(--link); border-radius: 8px; background: var(--ground); }
.side:last-child:nth-child(odd) { grid-column: 1 / -1; }
.alarm .bubble, .notice.alarm { border: 2px solid var(--text); border-left: 8px solid var(--danger); background: var(--ground); }
.alarm.provider .bubble { border-left-color: var(--warn-line); }
.bubble ul { list-style: disc; }
.alarm .bubble > p:first-child { font-size: 1.25em; font-weight: 700; }
.notice { padding: .6em .8em; border: 2px solid var(--line); border-radius: var(--corner); }
summary { display: flex; align-items: center; gap: .4em; min-height: 48px; cursor: pointer; font-weight: 600; color: var(--link); }
summary::before { content: "+"; font-size: 1.3em; width: .8em; }
[open] > summary::before { content: "–"; }
summary::-webkit-details-marker { display: none; }
.bubble .sources { padding: 0; list-style: none; display: grid; gap: .6em; }
.sources li { padding-left: .7em; border-left: 3px solid var(--line); }
.tools { margin-top: .3em; color: var(--faint); }
.tools button { border-color: var(--line); }
.dots { display: inline-flex; gap: .35em; padding: .7em; width: fit-content; border-radius: var(--corner); background: var(--theirs); }
.dots i { width: .55em; height: .55em; border: .28em solid var(--faint); border-radius: 50%; }

.note > * { padding: .5em .7em; border-top: 1px solid var(--line); }
form { padding: .4em .7em .7em; padding-bottom: max(.7em, env(safe-area-inset-bottom)); border-top: 1px solid var(--line); }
label { display: block; margin-bottom: .3em; font-weight: 600; font-size: .9em; }
.line { align-items: flex-end; }
textarea {
  flex: 1 1 5em; min-width: 0; min-height: max(48px, 2.6em); max-height: 9em; padding: .5em .6em; resize: none;
  border: 2px solid var(--line); border-radius: min(var(--corner), 12px); background: var(--ground); color: var(--text); font: inherit;
}
.hint { color: var(--faint); }
.hint:empty { display: none; }

@media (max-width: 40em), (max-height: 30em) {
  header svg { display: none; }
  .launcher ~ .panel, .left .launcher ~ .panel { inset: 0; width: 100%; height: 100%; height: var(--height, 100dvh); border-radius: 0; border-width: 0; }
}
@media (max-height: 30em) {
  .panel:has(.pinned) { scroll-padding-top: 6em; }
  .panel > .log { flex: none; overflow: visible; }
  .pinned { position: sticky; top: 0; z-index: 1; max-height: 65%; overflow: auto; }
  .pinned .card { display: flex; flex-wrap: wrap; align-items: center; gap: .3em; padding: .3em .5em; }
  .pinned h3 { display: none; }
  .pinned .calls { flex: 1 1 auto; margin: 0; }
  .pinned .reached { flex: 1 1 7em; width: auto; font-size: .85em; }
}
@media (prefers-reduced-motion: no-preference) {
  .dots i { animation: dot 1.2s infinite alternate; }
  .dots i:nth-child(2) { animation-delay: .2s; }
  .dots i:nth-child(3) { animation-delay: .4s; }
  @keyframes dot { to { opacity: .25; } }
}
@media (forced-colors: active) {
  :host { --brand: Canvas; --on-brand: CanvasText; --danger: Canvas; --on-danger: CanvasText; --warn: Canvas; --on-warn: CanvasText; }
  .call { background: Canvas; color: LinkText; }
  button[aria-pressed="true"] { forced-color-adjust: none; background: Highlight; color: HighlightText; }
  .panel, .card, .alarm .bubble, .notice.alarm { border: 2px solid CanvasText; }
}
@media print {
  .launcher, .launcher ~ .panel, header button, .menu, .help, .tools, .note, form { display: none !important; }
  .panel, .log { display: block; height: auto; overflow: visible; }
}
`;

/** Style a shadow root without inline styles, which a strict policy refuses. @type {(root: ShadowRoot) => void} */
export const styled = (root) => {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
    root.adoptedStyleSheets = [sheet];
  } catch {
    // Safari before 16.4.
    root.prepend(h("style", {}, CSS));
  }
};
